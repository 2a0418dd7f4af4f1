#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/sinks/detail/process/pin_module.hpp>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

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

#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)

/// All modules, in the order of loading. Not a vector of strings, which each file that counts would
/// have to compile.
class LoadedModules {
 public:
  LoadedModules() {
    const auto add = [](dl_phdr_info* info, std::size_t, void* into) {
      return static_cast<LoadedModules*>(into)->add(module_of(*info)) ? 0 : 1;
    };
    if (dl_iterate_phdr(add, this) == 0) return;
    free_all();
    raise(std::bad_alloc());
  }
  LoadedModules(const LoadedModules&) = delete;
  LoadedModules& operator=(const LoadedModules&) = delete;
  ~LoadedModules() { free_all(); }

  /// Calls `is_found` with each, until it says true.
  template <class IsFound>
  void find(const IsFound& is_found) const {
    for (const Node* node = first_; node != nullptr; node = node->next) {
      if (is_found(node->module)) return;
    }
  }

 private:
  /// The text of its path lies behind it: the loader's goes with the module.
  struct Node {
    LoadedModule module;
    Node* next;
  };

  bool add(const LoadedModule& module) noexcept {
    const std::size_t size = std::strlen(module.path) + 1;
    void* const memory = std::malloc(sizeof(Node) + size);
    if (memory == nullptr) return false;
    char* const path = static_cast<char*>(memory) + sizeof(Node);
    std::memcpy(path, module.path, size);
    auto* const node = new (memory) Node{module, nullptr};
    node->module.path = path;
    *end_ = node;
    end_ = &node->next;
    return true;
  }

  void free_all() noexcept {
    while (first_ != nullptr) {
      Node* const node = first_;
      first_ = node->next;
      std::free(node);
    }
  }

  Node* first_ = nullptr;
  Node** end_ = &first_;
};

#endif

/// The slots that all modules agree on: those of the first one, in the order of loading, to export
/// some. The symbol alone would not do. A library linked with -Bsymbolic uses its own, and plug-ins
/// that were opened with RTLD_LOCAL do not see one another's.
[[gnu::visibility("hidden")]] inline std::atomic<void*>* shared_process_slots() {
  std::atomic<void*>* found = process_slot;
#if defined(RTLD_NODELETE) && defined(RTLD_NOLOAD)
  LoadedModules().find([&](const LoadedModule& module) {
    void* const handle = module.open();
    if (handle == nullptr) return false;
    void* const exported = dlsym(handle, "_ZN9isometric2v16detail12process_slotE");
    // dlsym() looks into the modules that this one depends on, too; their turn comes.
    const bool is_own = exported != nullptr && module.contains(exported);
    if (is_own) {
      module.open(RTLD_NODELETE);
      found = static_cast<std::atomic<void*>*>(exported);
    } else {
      dlclose(handle);
    }
    return is_own;
  });
#endif
  return found;
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
    auto* const made = new State();
    // acq_rel: publishes the finished state, or sees the one that came first.
    if (slot.compare_exchange_strong(state, made, std::memory_order_acq_rel)) {
      state = made;
    } else {
      delete made;
    }
  }
  auto* const agreed = static_cast<State*>(state);
  known.store(agreed, std::memory_order_release);  // passes on what was published in the slot
  return *agreed;
}

}  // namespace isometric::inline v1::detail
