#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/call_log.hpp>
#include <isometric/sinks/detail/recording/recorded_families.hpp>
#include <isometric/sinks/detail/recording/recording_families.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace isometric::inline v1 {

/// A sink for tests. It writes down every call, in order, and keeps the values as well; there is no
/// backend.
///
///     const auto counted = sink.log().updates().of(server.requests.series(Outcome::served));
///     CHECK(counted.size() == 1);                         // exactly once,
///     CHECK(counted.before("response sent") == counted);  // and before the response
///
/// Copies are the same sink; sinks made anew share nothing. Declaring a family throws
/// RegistrationConflict as it does on a RegistrySink{}. Series have no cap, and the log grows until
/// it is cleared. Thread-safe: all calls have one order, and take effect in it.
class RecordingSink {
  using Families = detail::RecordingFamilies<detail::RecordingFamily, SeriesKind::fixed>;
  using RemovableFamilies =
      detail::RecordingFamilies<detail::RemovableRecordingFamily, SeriesKind::removable>;
  using DynamicFamilies =
      detail::RecordingFamilies<detail::RemovableRecordingFamily, SeriesKind::dynamic>;
  using CallbackFamilies =
      detail::RecordingFamilies<detail::CallbackRecordingFamily, SeriesKind::callback>;

 public:
  RecordingSink() : recorded_(std::make_shared<detail::RecordedFamilies>()) {}

  // Copied when it is moved, so that what was moved from is as good as before.
  RecordingSink(const RecordingSink&) = default;
  RecordingSink& operator=(const RecordingSink&) = default;

  /// The contract is in metrics_sink.hpp.
  auto counter(const FamilyDescriptor& family) const { return Families(recorded_).counter(family); }
  auto gauge(const FamilyDescriptor& family) const { return Families(recorded_).gauge(family); }
  auto histogram(const FamilyDescriptor& family) const {
    return Families(recorded_).histogram(family);
  }
  auto summary(const FamilyDescriptor& family) const { return Families(recorded_).summary(family); }

  /// For families whose series can be removed; the contract is in removable_sink.hpp.
  [[nodiscard]] RemovableFamilies removable() const { return RemovableFamilies(recorded_); }

  /// For families whose series bring labels along; the contract is in dynamic_sink.hpp.
  [[nodiscard]] DynamicFamilies dynamic() const { return DynamicFamilies(recorded_); }

  /// Families whose values are read by snapshot(); the contract is in callback_sink.hpp.
  auto callback_counter(const FamilyDescriptor& family) const {
    return CallbackFamilies(recorded_).counter(family);
  }
  auto callback_gauge(const FamilyDescriptor& family) const {
    return CallbackFamilies(recorded_).gauge(family);
  }

  /// What happened so far.
  [[nodiscard]] CallLog log() const { return recorded_->calls().log(); }

  /// Writes into the log what the test itself has seen, to be asked for by `before` and `after`.
  void mark(std::string text) const { recorded_->calls().mark(std::move(text)); }

  /// Forgets the calls so far, and no values. Sequence numbers go on.
  void clear() const { recorded_->calls().clear(); }

  /// The values of all series after the calls so far. A summary's quantiles are not estimated.
  [[nodiscard]] Snapshot snapshot() const {
    return recorded_->snapshot([](std::string_view) { return true; });
  }
  /// Those of one family; calls no other family's functions.
  [[nodiscard]] Snapshot snapshot(std::string_view family) const {
    return recorded_->snapshot([family](std::string_view name) { return name == family; });
  }

 private:
  std::shared_ptr<detail::RecordedFamilies> recorded_;
};

}  // namespace isometric::inline v1
