#pragma once

#include <isometric/sinks/detail/registry/owned_registry.hpp>
#include <isometric/sinks/detail/registry/pin_module.hpp>
#include <isometric/sinks/detail/registry/registry_directory.hpp>

#include <atomic>
#include <memory>

namespace isometric::inline v1::detail {

/// What there is one of in a process.
struct ProcessState {
  std::shared_ptr<OwnedRegistry> global = std::make_shared<OwnedRegistry>();
  RegistryDirectory directory;
};

/// Where the process keeps its state, if this is the first module that exports such a slot; the
/// version of the ABI is in its mangled name. Libraries export it by its visibility, and
/// executables by the link option that comes with isometric::isometric.
[[gnu::visibility("default")]] inline constinit std::atomic<ProcessState*> process_slot{nullptr};

/// The slot that all modules agree on: that of the first one, in the order of loading, to export
/// one. The symbol alone would not do. A library linked with -Bsymbolic uses its own, and plug-ins
/// that were opened with RTLD_LOCAL do not see one another's.
[[gnu::visibility("hidden")]] inline std::atomic<ProcessState*>& shared_process_slot() {
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  for (const LoadedModule& module : loaded_modules()) {
    void* const handle = module.open();
    if (handle == nullptr) continue;
    void* const slot = dlsym(handle, "_ZN9isometric2v16detail12process_slotE");
    // dlsym() looks into the modules that this one depends on, too; their turn comes.
    if (slot != nullptr && module.contains(slot)) {
      module.open(RTLD_NODELETE);
      return *static_cast<std::atomic<ProcessState*>*>(slot);
    }
    dlclose(handle);
  }
#endif
  return process_slot;
}

/// Made on first use, before main() if need be, and never destroyed: code that runs after static
/// destruction may still count. Hidden, so that whichever module calls it is the one that is
/// pinned.
[[gnu::visibility("hidden")]] inline ProcessState& process_state() {
  static constinit std::atomic<ProcessState*> known{nullptr};
  // acquire: sees the state that another thread finished before it published it.
  if (ProcessState* state = known.load(std::memory_order_acquire)) return *state;

  pin_module();
  std::atomic<ProcessState*>& slot = shared_process_slot();
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  dlerror();  // users ask it about calls of their own, perhaps about the dlopen() that led here
#endif
  ProcessState* state = slot.load(std::memory_order_acquire);  // as above
  if (state == nullptr) {
    auto made = std::make_unique<ProcessState>();
    // acq_rel: publishes the finished state, or sees the one that came first.
    if (slot.compare_exchange_strong(state, made.get(), std::memory_order_acq_rel)) {
      state = made.release();
    }
  }
  known.store(state, std::memory_order_release);  // passes on what was published in the slot
  return *state;
}

}  // namespace isometric::inline v1::detail
