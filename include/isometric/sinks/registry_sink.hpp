#pragma once

#include <isometric/reading/detail/snapshot_of.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/detail/registry/process_state.hpp>
#include <isometric/sinks/detail/registry/registry_halves.hpp>
#include <isometric/sinks/detail/registry/registry_handles.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <prometheus/collectable.h>
#include <prometheus/registry.h>

#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace isometric::inline v1 {

/// A sink on a prometheus-cpp registry. Which one is a matter of its value:
///
///     RegistrySink{}            a fresh registry of its own: perfect isolation
///     RegistrySink{registry}    an adopted one, which other code uses too: reuse, or a typed error
///     RegistrySink::global()    the one of the process, shared by all of its parts
///
/// Copies share the registry, and so do instruments, which keep it alive. Declaring a family throws
/// RegistrationConflict if something else goes by its name, and changes nothing then. Thread-safe.
class RegistrySink {
  friend class detail::RemovableRegistryHalf<RegistrySink>;
  using Owner = std::shared_ptr<detail::Ledger>;

 public:
  /// A fresh registry. Touches nothing that another sink could see, not even a lock. Costs about
  /// as much as a prometheus::Registry.
  RegistrySink() : RegistrySink(RegistryOptions{}) {}
  explicit RegistrySink(RegistryOptions options) : options_(options) {
    auto owned = std::make_shared<detail::OwnedRegistry>();
    detail::Ledger* const ledger = &owned->ledger;
    ledger_ = Owner(std::move(owned), ledger);
    options_.strict = true;
  }

  /// A registry that other code uses, too. Sinks that adopt the same registry share its families.
  /// Throws std::invalid_argument if `registry` is null.
  ///
  /// What other code has registered is reused if type, constant labels, and the labels, buckets and
  /// help of the series that it shows agree; prometheus-cpp shows no more.
  explicit RegistrySink(std::shared_ptr<prometheus::Registry> registry,
                        RegistryOptions options = {})
      : options_(options) {
    if (registry == nullptr) {
      detail::raise(std::invalid_argument("isometric: RegistrySink: the registry is null"));
    }
    auto ledger = detail::process_state().directory.adopt(registry);
    const auto adopted = std::make_shared<detail::AdoptedRegistry>(
        detail::AdoptedRegistry{std::move(registry), std::move(ledger)});
    ledger_ = Owner(adopted, adopted->ledger.get());
  }
  RegistrySink(std::shared_ptr<prometheus::Registry> registry, OnDuplicate on_duplicate)
      : RegistrySink(std::move(registry), RegistryOptions{.on_duplicate = on_duplicate}) {}

  /// The registry of the process: one for the executable, its libraries and plug-ins. Usable before
  /// main() and after static destruction.
  [[nodiscard]] static RegistrySink global(RegistryOptions options = {}) {
    const auto& owned = detail::process_state().global;
    return {Owner(owned, &owned->ledger), options};
  }

  /// Registers a family, or finds it. The contract is in metrics_sink.hpp.
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
  [[nodiscard]] auto removable() const {
    return detail::RemovableRegistryHalf<RegistrySink>(*this);
  }

  /// Families whose values are read at each scrape; see callback_sink.hpp.
  auto callback_counter(const FamilyDescriptor& descriptor) const {
    return declare_callbacks(MetricType::counter, descriptor);
  }
  auto callback_gauge(const FamilyDescriptor& descriptor) const {
    return declare_callbacks(MetricType::gauge, descriptor);
  }

  /// What a prometheus::Exposer takes. All families with series, sorted by name, series sorted by
  /// labels, fit to print whatever strings were passed. Lives as long as the sink, its copies and
  /// its instruments; an exposer does not keep it alive.
  [[nodiscard]] std::shared_ptr<prometheus::Collectable> collectable() const { return ledger_; }

  /// The values of all series now.
  [[nodiscard]] Snapshot snapshot() const { return detail::snapshot_of(*ledger_->scrape()); }
  /// Those of one family, for which no other one is read, unless the sink has none of that name and
  /// other code may have.
  [[nodiscard]] Snapshot snapshot(std::string_view family) const {
    return detail::snapshot_of(*ledger_->scrape(family),
                               [family](std::string_view name) { return name == family; });
  }

  /// For exposition: what a scrape reads without copying it. Lives as collectable() does.
  [[nodiscard]] std::shared_ptr<detail::ScrapeSource> scrape_source() const { return ledger_; }

  /// For other sinks: counts events of families that are none of the registry's.
  [[nodiscard]] std::shared_ptr<detail::EventLog> event_log() const { return ledger_; }

  /// The registry, for code that registers with prometheus-cpp directly; it keeps the sink's
  /// families alive. From now on the sink reckons with families of other code.
  [[nodiscard]] std::shared_ptr<prometheus::Registry> registry() const {
    auto registry = std::shared_ptr<prometheus::Registry>(ledger_, &ledger_->registry());
    detail::process_state().directory.enter_owned(registry, ledger_);
    return registry;
  }

 private:
  RegistrySink(Owner ledger, RegistryOptions options)
      : ledger_(std::move(ledger)), options_(options) {}

  template <class Handle>
  detail::RegistryFamily<Handle, Owner> declare(MetricType type,
                                                const FamilyDescriptor& descriptor) const {
    return {ledger_, entry(type, SeriesKind::fixed, descriptor)};
  }

  detail::CallbackRegistryFamily<Owner> declare_callbacks(
      MetricType type, const FamilyDescriptor& descriptor) const {
    return {ledger_, entry(type, SeriesKind::callback, descriptor)};
  }

  [[nodiscard]] detail::FamilyEntry& entry(MetricType type, SeriesKind kind,
                                           const FamilyDescriptor& descriptor) const {
    return ledger_->declare(type, kind, descriptor, options_);
  }
  [[nodiscard]] const Owner& owner() const noexcept { return ledger_; }

  Owner ledger_;
  RegistryOptions options_;
};

}  // namespace isometric::inline v1
