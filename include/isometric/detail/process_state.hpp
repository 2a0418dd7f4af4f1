#pragma once

#include <isometric/detail/owned_registry.hpp>
#include <isometric/detail/pin_module.hpp>
#include <isometric/detail/registry_directory.hpp>

#include <atomic>
#include <memory>

namespace isometric {
inline namespace v1 {
namespace detail {

/// What there is one of in a process.
struct ProcessState {
  std::shared_ptr<OwnedRegistry> global = std::make_shared<OwnedRegistry>();
  RegistryDirectory directory;
};

/// Where all parts of a process find its state: the executable, libraries that hide their symbols,
/// and plug-ins. Default visibility and the link option that comes with isometric::isometric make
/// it one variable everywhere; the version of the ABI is in its mangled name.
[[gnu::visibility("default")]] inline constinit std::atomic<ProcessState*> process_slot{nullptr};

/// Made on first use, before main() if need be, and never destroyed: code that runs after static
/// destruction may still count.
inline ProcessState& process_state() {
  pin_module();
  // acquire: sees the state that another thread finished before it published it.
  if (ProcessState* state = process_slot.load(std::memory_order_acquire)) return *state;
  auto made = std::make_unique<ProcessState>();
  ProcessState* expected = nullptr;
  // acq_rel: publishes the finished state, or sees the one that came first.
  if (process_slot.compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel)) {
    return *made.release();
  }
  return *expected;
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
