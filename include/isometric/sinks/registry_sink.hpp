#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/sinks/detail/ledger/ledger_sink.hpp>
#include <isometric/sinks/detail/registry/owned_registry.hpp>
#include <isometric/sinks/detail/registry/process_state.hpp>
#include <isometric/sinks/detail/registry/registry_ledger.hpp>
#include <isometric/sinks/registry_options.hpp>
#include <isometric/sinks/registry_sink_fwd.hpp>

#include <prometheus/registry.h>

#include <memory>
#include <stdexcept>
#include <utility>

// What makes a RegistrySink, and the instruments on it. What the sink is, is in
// registry_sink_fwd.hpp.
namespace isometric::inline v1 {
namespace detail {

template <class Ledger>
std::shared_ptr<Ledger> global_ledger() {
  const auto& owned = process_state().global;
  return {owned, &owned->ledger};
}

template <class Ledger, class Registry>
std::shared_ptr<Ledger> adopt(std::shared_ptr<Registry> registry) {
  if (registry == nullptr) {
    raise(std::invalid_argument("isometric: RegistrySink: the registry is null"));
  }
  // One that owns nothing says that the registry stays: now it owns that.
  if (registry.use_count() == 0) registry.reset(registry.get(), [](Registry*) {});
  auto ledger = process_state().directory.adopt(registry);
  const auto adopted = std::make_shared<AdoptedRegistry<Registry>>(
      AdoptedRegistry<Registry>{std::move(registry), std::move(ledger)});
  return {adopted, adopted->ledger.get()};
}

template <class Ledger, class Registry>
std::shared_ptr<Registry> share_registry(const std::shared_ptr<Ledger>& ledger) {
  std::shared_ptr<Registry> registry(ledger, &ledger->registry());
  process_state().directory.enter_owned(registry, ledger);
  return registry;
}

}  // namespace detail

inline RegistrySink::RegistrySink() : RegistrySink(RegistryOptions{}) {}

inline RegistrySink::RegistrySink(RegistryOptions options) : options_(options) {
  auto owned = std::make_shared<detail::OwnedRegistry>();
  detail::RegistryLedger* const ledger = &owned->ledger;
  ledger_ = Owner(std::move(owned), ledger);
  options_.strict = true;
}

inline std::shared_ptr<detail::EventLog> RegistrySink::event_log() const {
  return ledger_;
}

}  // namespace isometric::inline v1
