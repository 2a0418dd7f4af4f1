#pragma once

#include <isometric/sinks/detail/registry/pin_module.hpp>

#include <atomic>
#include <cstddef>
#include <memory>

// What there is one of in a process, whatever the number of its modules. Knows nothing of
// prometheus-cpp.
namespace isometric::inline v1::detail {

/// Which of the things that a process has one of.
enum class ProcessWide : unsigned char {
  registry,      ///< process_state.hpp
  cells,         ///< cells/cell_store.hpp
  sharded_sink,  ///< the global sharded sink
};

/// As many as a process has, and some more: how many there are is part of the ABI.
inline constexpr std::size_t process_slot_count = 8;

/// Where the process keeps its state, if this is the first module that exports such slots; the
/// version of the ABI is in their mangled name. Libraries export them by their visibility, and
/// executables by the link option that comes with isometric::isometric.
[[gnu::visibility(
    "default")]] inline constinit std::atomic<void*> process_slot[process_slot_count] = {};

/// The slots that all modules agree on: those of the first one, in the order of loading, to export
/// some. The symbol alone would not do. A library linked with -Bsymbolic uses its own, and plug-ins
/// that were opened with RTLD_LOCAL do not see one another's.
template <class Module = LoadedModule>
[[gnu::visibility("hidden")]] std::atomic<void*>* shared_process_slots() {
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  for (const auto& module : loaded_modules<Module>()) {
    void* const handle = module.open();
    if (handle == nullptr) continue;
    void* const slots = dlsym(handle, "_ZN9isometric2v16detail12process_slotE");
    // dlsym() looks into the modules that this one depends on, too; their turn comes.
    if (slots != nullptr && module.contains(slots)) {
      module.open(RTLD_NODELETE);
      return static_cast<std::atomic<void*>*>(slots);
    }
    dlclose(handle);
  }
#endif
  return process_slot;
}

/// Made on first use, before main() if need be, and never destroyed: code that runs after static
/// destruction may still count. Hidden, so that whichever module calls it is the one that is
/// pinned. A template, so that only who shares such a state compiles it.
template <class State, ProcessWide What>
[[gnu::visibility("hidden")]] State& one_of_process() {
  static constinit std::atomic<State*> known{nullptr};
  // acquire: sees the state that another thread finished before it published it.
  if (State* state = known.load(std::memory_order_acquire)) return *state;

  pin_module();
  std::atomic<void*>& slot = shared_process_slots()[static_cast<std::size_t>(What)];
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
