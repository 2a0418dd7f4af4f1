#pragma once

#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/collectable.h>
#include <prometheus/registry.h>

#include <memory>
#include <string_view>

namespace isometric::inline v1 {

/// The registry of the process as a type: what RegistrySink::global() is as a value. Empty; all
/// GlobalSinks are one sink, and every instance of a server counts into the same series.
///
/// Never destroyed, so handles are valid for ever. Thread-safe. For a test, bind the server to a
/// RegistrySink instead: what one test counts here, the next one finds.
class GlobalSink {
  friend class detail::RemovableRegistryHalf<GlobalSink>;
  struct Owner {};  // nothing need be kept alive

  static detail::FamilyEntry& entry(MetricType type, SeriesKind kind,
                                    const FamilyDescriptor& descriptor) {
    return detail::process_state().global->ledger.declare(type, kind, descriptor,
                                                          RegistryOptions{});
  }
  static Owner owner() noexcept { return {}; }

  template <class Handle>
  static detail::RegistryFamily<Handle, Owner> declare(MetricType type,
                                                       const FamilyDescriptor& descriptor) {
    return {owner(), entry(type, SeriesKind::fixed, descriptor)};
  }

  static detail::CallbackRegistryFamily<Owner> declare_callbacks(
      MetricType type, const FamilyDescriptor& descriptor) {
    return {owner(), entry(type, SeriesKind::callback, descriptor)};
  }

 public:
  // Nobody stores to an empty object, and so g++ warns, in users' constructors, that it may be used
  // uninitialized. This has it read and written, by no code at all.
  GlobalSink() noexcept { asm("" : "+m"(*this)); }
  GlobalSink(const GlobalSink&) noexcept { asm("" : "+m"(*this)); }
  GlobalSink& operator=(const GlobalSink&) noexcept = default;

  /// Registers a family, or finds it. Throws RegistrationConflict if something else goes by its
  /// name.
  auto counter(const FamilyDescriptor& descriptor) const {
    return declare<detail::RegistryCounter>(MetricType::counter, descriptor);
  }
  auto gauge(const FamilyDescriptor& descriptor) const {
    return declare<detail::RegistryGauge>(detail::gauge_or_info(descriptor), descriptor);
  }
  auto histogram(const FamilyDescriptor& descriptor) const {
    return declare<detail::RegistryHistogram>(MetricType::histogram, descriptor);
  }
  auto summary(const FamilyDescriptor& descriptor) const {
    return declare<detail::RegistrySummary>(MetricType::summary, descriptor);
  }

  /// The same families with series that can be removed; see removable_sink.hpp.
  [[nodiscard]] auto removable() const { return detail::RemovableRegistryHalf<GlobalSink>(*this); }

  /// Families whose values are read at each scrape; see callback_sink.hpp.
  auto callback_counter(const FamilyDescriptor& descriptor) const {
    return declare_callbacks(MetricType::counter, descriptor);
  }
  auto callback_gauge(const FamilyDescriptor& descriptor) const {
    return declare_callbacks(MetricType::gauge, descriptor);
  }

  /// As RegistrySink's; lives as long as the process.
  [[nodiscard]] std::shared_ptr<prometheus::Collectable> collectable() const {
    return RegistrySink::global().collectable();
  }
  [[nodiscard]] Snapshot snapshot() const { return RegistrySink::global().snapshot(); }
  [[nodiscard]] Snapshot snapshot(std::string_view family) const {
    return RegistrySink::global().snapshot(family);
  }
  [[nodiscard]] std::shared_ptr<detail::ScrapeSource> scrape_source() const {
    return RegistrySink::global().scrape_source();
  }
  [[nodiscard]] std::shared_ptr<prometheus::Registry> registry() const {
    return RegistrySink::global().registry();
  }
};

}  // namespace isometric::inline v1
