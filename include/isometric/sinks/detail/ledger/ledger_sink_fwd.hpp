#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/gauge_or_info.hpp>
#include <isometric/sinks/detail/series/fixed_family.hpp>

#include <prometheus/collectable.h>

#include <memory>
#include <string_view>

namespace isometric::inline v1 {

class Snapshot;      // reading/snapshot.hpp
class ScrapeSource;  // reading/scrape.hpp

}  // namespace isometric::inline v1

// What a sink that has a ledger is made of: functions that headers name which hold instruments, and
// that are defined where the sink is made, in ledger_sink.hpp.
namespace isometric::inline v1::detail {

struct SinkAccess;

template <class Handle, class Sink>
auto declare_fixed(const Sink& sink, MetricType type, const FamilyDescriptor& descriptor);
template <class Metrics, class Sink>
auto removable_half(const Sink& sink);
template <class Metrics, class Sink>
auto dynamic_half(const Sink& sink);
template <class Owner>
class CallbackLedgerFamily;
template <class Owner, class Metrics, class Sink>
auto declare_callbacks(const Sink& sink, MetricType type, const FamilyDescriptor& descriptor);
template <class Sink>
auto reader_of(const Sink& sink);
template <class Sink>
auto collector_of(const Sink& sink);

/// The owner of what is never destroyed.
struct NoOwner {};

/// All that a sink does with its ledger: the base of `Sink`, which says by SinkAccess what ledger
/// that is. `Handles` are those of its fixed series, and `Owner` is what its families keep of it.
/// What is not called is not compiled. Thread-safe.
template <class Sink, class Handles, class Owner>
class LedgerSink {
 public:
  /// Registers a family, or finds it. The contract is in metrics_sink.hpp. Throws
  /// RegistrationConflict if something else goes by its name, and changes nothing then.
  template <class Handle = typename Handles::Counter>
  FixedFamily<Handle, Owner> counter(const FamilyDescriptor& descriptor) const {
    return declare_fixed<Handle>(self(), MetricType::counter, descriptor);
  }
  template <class Handle = typename Handles::Gauge>
  FixedFamily<Handle, Owner> gauge(const FamilyDescriptor& descriptor) const {
    return declare_fixed<Handle>(self(), gauge_or_info(descriptor), descriptor);
  }
  template <class Handle = typename Handles::Histogram>
  FixedFamily<Handle, Owner> histogram(const FamilyDescriptor& descriptor) const {
    return declare_fixed<Handle>(self(), MetricType::histogram, descriptor);
  }
  template <class Handle = typename Handles::Summary>
  FixedFamily<Handle, Owner> summary(const FamilyDescriptor& descriptor) const {
    return declare_fixed<Handle>(self(), MetricType::summary, descriptor);
  }

  /// The same families with series that can be removed; see removable_sink.hpp.
  [[nodiscard]] auto removable() const { return removable_half<typename Handles::Metrics>(self()); }

  /// And with labels that each series brings along; see dynamic_sink.hpp.
  [[nodiscard]] auto dynamic() const { return dynamic_half<typename Handles::Metrics>(self()); }

  /// Families whose values are read at each scrape; see callback_sink.hpp.
  template <class Keeper = Owner>
  CallbackLedgerFamily<Keeper> callback_counter(const FamilyDescriptor& descriptor) const {
    return declare_callbacks<Keeper, typename Handles::Metrics>(self(), MetricType::counter,
                                                                descriptor);
  }
  template <class Keeper = Owner>
  CallbackLedgerFamily<Keeper> callback_gauge(const FamilyDescriptor& descriptor) const {
    return declare_callbacks<Keeper, typename Handles::Metrics>(self(), MetricType::gauge,
                                                                descriptor);
  }

  /// What a prometheus::Exposer or Gateway takes. All families with series, sorted by name, series
  /// sorted by labels, fit to print whatever strings were passed. Lives as long as the sink, its
  /// copies and its instruments; an exposer does not keep it alive.
  [[nodiscard]] std::shared_ptr<prometheus::Collectable> collectable() const {
    return collector_of(self());
  }

  /// The values of all series now. Include <isometric/reading/snapshot.hpp>.
  template <class Result = Snapshot>
  [[nodiscard]] Result snapshot() const {
    return Result(*reader_of(self())->scrape());
  }
  /// Those of one family, for which no other one is read, unless the sink has none of that name and
  /// other code may have.
  template <class Result = Snapshot>
  [[nodiscard]] Result snapshot(std::string_view family) const {
    return Result(*reader_of(self())->scrape(family), family);
  }

  /// For exposition: what a scrape reads without copying it. Lives as collectable() does.
  [[nodiscard]] std::shared_ptr<ScrapeSource> scrape_source() const { return reader_of(self()); }

 private:
  friend Sink;
  LedgerSink() noexcept = default;

  const Sink& self() const noexcept { return static_cast<const Sink&>(*this); }
};

}  // namespace isometric::inline v1::detail
