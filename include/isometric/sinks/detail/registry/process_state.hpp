#pragma once

#include <isometric/sinks/detail/registry/owned_registry.hpp>
#include <isometric/sinks/detail/registry/pin_module.hpp>
#include <isometric/sinks/detail/registry/registry_directory.hpp>

#include <atomic>
#include <memory>

namespace isometric::inline v1::detail {

/// What there is one of in a process.
template <class Registry = prometheus::Registry>
struct ProcessState {
  std::shared_ptr<OwnedRegistry> global = std::make_shared<OwnedRegistry>();
  RegistryDirectory<Registry> directory;
};

/// Where the process keeps its state, if this is the first module that exports such a slot; the
/// version of the ABI is in its mangled name. Libraries export it by its visibility, and
/// executables by the link option that comes with isometric::isometric.
[[gnu::visibility("default")]] inline constinit std::atomic<void*> process_slot{nullptr};

/// The slot that all modules agree on: that of the first one, in the order of loading, to export
/// one. The symbol alone would not do. A library linked with -Bsymbolic uses its own, and plug-ins
/// that were opened with RTLD_LOCAL do not see one another's.
template <class Module = LoadedModule>
[[gnu::visibility("hidden")]] std::atomic<void*>& shared_process_slot() {
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  for (const auto& module : loaded_modules<Module>()) {
    void* const handle = module.open();
    if (handle == nullptr) continue;
    void* const slot = dlsym(handle, "_ZN9isometric2v16detail12process_slotE");
    // dlsym() looks into the modules that this one depends on, too; their turn comes.
    if (slot != nullptr && module.contains(slot)) {
      module.open(RTLD_NODELETE);
      return *static_cast<std::atomic<void*>*>(slot);
    }
    dlclose(handle);
  }
#endif
  return process_slot;
}

/// Made on first use, before main() if need be, and never destroyed: code that runs after static
/// destruction may still count. Hidden, so that whichever module calls it is the one that is
/// pinned. A template, so that only who shares a registry compiles it.
template <class State = ProcessState<>>
[[gnu::visibility("hidden")]] State& process_state() {
  static constinit std::atomic<State*> known{nullptr};
  // acquire: sees the state that another thread finished before it published it.
  if (State* state = known.load(std::memory_order_acquire)) return *state;

  pin_module();
  std::atomic<void*>& slot = shared_process_slot();
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  dlerror();  // users ask it about calls of their own, perhaps about the dlopen() that led here
#endif
  void* state = slot.load(std::memory_order_acquire);  // as above
  if (state == nullptr) {
    auto made = std::make_unique<State>();
    // acq_rel: publishes the finished state, or sees the one that came first.
    if (slot.compare_exchange_strong(state, made.get(), std::memory_order_acq_rel)) {
      state = made.release();
    }
  }
  auto* const agreed = static_cast<State*>(state);
  known.store(agreed, std::memory_order_release);  // passes on what was published in the slot
  return *agreed;
}

}  // namespace isometric::inline v1::detail
