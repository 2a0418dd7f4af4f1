#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/detail/mistake.hpp>
#include <isometric/sinks/detail/ledger/ledger_sink_fwd.hpp>
#include <isometric/sinks/detail/registry/registry_handles.hpp>
#include <isometric/sinks/registry_options.hpp>

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace prometheus {
class Registry;
}

namespace isometric::inline v1 {

class RegistrySink;

namespace detail {

class RegistryLedger;

template <>
inline constexpr bool is_known_sink<RegistrySink> = true;

// In registry_sink.hpp.
template <class Ledger>
std::shared_ptr<Ledger> global_ledger();
template <class Ledger, class Registry>
std::shared_ptr<Ledger> adopt(std::shared_ptr<Registry> registry);
template <class Ledger, class Registry>
std::shared_ptr<Registry> share_registry(const std::shared_ptr<Ledger>& ledger);

namespace mistake {
struct a_registry_is_adopted_as_a_shared_ptr_which_keeps_it {};
}  // namespace mistake

}  // namespace detail

/// A sink on a prometheus-cpp registry. Which one is a matter of its value:
///
///     RegistrySink{}            a fresh registry of its own: perfect isolation
///     RegistrySink{registry}    an adopted one, which other code uses too: reuse, or a typed error
///     RegistrySink::global()    the one of the process, shared by all of its parts
///
/// Copies share the registry, and so do instruments, which keep it alive. Declaring a family throws
/// RegistrationConflict if something else goes by its name, and changes nothing then. Thread-safe.
///
/// With what it has in common with other sinks, from LedgerSink:
///
///     counter(), gauge(), histogram(), summary()    register a family; see metrics_sink.hpp
///     removable(), dynamic(),
///     callback_counter(), callback_gauge()          the contract's optional halves
///     collectable()                                 what a prometheus::Exposer takes
///     snapshot()                                    what tests read
///     scrape_source()                               what pages are made of
///
/// This header is for headers: with it, instruments on the sink can be held, looked up and updated.
/// To make the sink or an instrument, and to hold removable or callback instruments, takes
/// <isometric/sinks/registry_sink.hpp>. What not every program needs is a template: what is not
/// called is not compiled.
class RegistrySink : public detail::LedgerSink<RegistrySink, detail::RegistryHandles,
                                               std::shared_ptr<detail::RegistryLedger>> {
  friend detail::SinkAccess;
  using Ledger = detail::RegistryLedger;
  using Owner = std::shared_ptr<Ledger>;

 public:
  /// A fresh registry. Touches nothing that another sink could see, not even a lock. Costs about
  /// as much as a prometheus::Registry.
  inline RegistrySink();
  inline explicit RegistrySink(RegistryOptions options);

  // Copied when it is moved, so that what was moved from is as good as before.
  RegistrySink(const RegistrySink&) = default;
  RegistrySink& operator=(const RegistrySink&) = default;

  /// A registry that other code uses, too: a std::shared_ptr<prometheus::Registry>. Sinks that
  /// adopt the same registry share its families. Throws std::invalid_argument if it is null.
  ///
  /// What other code has registered is reused if type, constant labels, and the labels, buckets and
  /// help of the series that it shows agree; prometheus-cpp shows no more.
  template <class Registry = prometheus::Registry>
  explicit RegistrySink(std::shared_ptr<std::type_identity_t<Registry>> registry,
                        RegistryOptions options = {})
      : ledger_(detail::adopt<Ledger, Registry>(std::move(registry))), options_(options) {}
  template <class Registry = prometheus::Registry>
  RegistrySink(std::shared_ptr<std::type_identity_t<Registry>> registry, OnDuplicate on_duplicate)
      : RegistrySink(std::move(registry), RegistryOptions{.on_duplicate = on_duplicate}) {}

  ISOMETRIC_DETAIL_MISTAKE(
      "a registry is adopted as a std::shared_ptr<prometheus::Registry>, which keeps it")
  explicit RegistrySink(prometheus::Registry&,
                        detail::mistake::a_registry_is_adopted_as_a_shared_ptr_which_keeps_it = {})
      ISOMETRIC_DETAIL_REFUSED;
  template <std::same_as<prometheus::Registry> Registry>
  ISOMETRIC_DETAIL_MISTAKE(
      "a registry is adopted as a std::shared_ptr<prometheus::Registry>, which keeps it")
  explicit RegistrySink(Registry* const&,
                        detail::mistake::a_registry_is_adopted_as_a_shared_ptr_which_keeps_it = {})
      ISOMETRIC_DETAIL_REFUSED;

  /// The registry of the process: one for the executable, its libraries and plug-ins. Usable before
  /// main() and after static destruction.
  template <class Self = RegistrySink>
  [[nodiscard]] static RegistrySink global(RegistryOptions options = {}) {
    return {detail::global_ledger<typename Self::Ledger>(), options};
  }

  /// For other sinks: counts events of families that are none of the registry's.
  [[nodiscard]] inline std::shared_ptr<detail::EventLog> event_log() const;

  /// The registry, for code that registers with prometheus-cpp directly; it keeps the sink's
  /// families alive. From now on the sink reckons with families of other code.
  template <class Registry = prometheus::Registry>
  [[nodiscard]] std::shared_ptr<Registry> registry() const {
    return detail::share_registry<Ledger, Registry>(ledger_);
  }

 private:
  RegistrySink(Owner ledger, RegistryOptions options)
      : ledger_(std::move(ledger)), options_(options) {}

  [[nodiscard]] const Owner& owner() const noexcept { return ledger_; }
  [[nodiscard]] const Owner& shared_ledger() const noexcept { return ledger_; }
  [[nodiscard]] const RegistryOptions& options() const noexcept { return options_; }

  Owner ledger_;
  RegistryOptions options_;
};

}  // namespace isometric::inline v1
