#pragma once

#include <isometric/sinks/detail/process/process_slot.hpp>
#include <isometric/sinks/detail/registry/owned_registry.hpp>
#include <isometric/sinks/detail/registry/registry_directory.hpp>

#include <memory>

namespace isometric::inline v1::detail {

/// What there is one of in a process.
template <class Registry = prometheus::Registry>
struct ProcessState {
  std::shared_ptr<OwnedRegistry> global = std::make_shared<OwnedRegistry>();
  RegistryDirectory<Registry> directory;
};

/// Hidden, as what it calls has to be: whichever module calls it is the one that is pinned.
template <class State = ProcessState<>>
[[gnu::visibility("hidden")]] State& process_state() {
  return one_of_process<State, ProcessWide::registry>();
}

}  // namespace isometric::inline v1::detail
