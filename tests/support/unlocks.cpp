#include "support/unlocks.hpp"

#include <functional>
#include <utility>

#if ISOMETRIC_SEE_UNLOCKS
#include <dlfcn.h>
#include <pthread.h>
#endif

namespace {

thread_local const std::function<void()>* hook = nullptr;

}  // namespace

test_support::AfterEachUnlock::AfterEachUnlock(std::function<void()> of) : hook_(std::move(of)) {
  hook = &hook_;
}

test_support::AfterEachUnlock::~AfterEachUnlock() {
  hook = nullptr;
}

#if ISOMETRIC_SEE_UNLOCKS

// Replaces the function for the whole program, its libraries included.
extern "C" int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  using Unlock = int (*)(pthread_mutex_t*);
  static const auto unlock = reinterpret_cast<Unlock>(dlsym(RTLD_NEXT, "pthread_mutex_unlock"));
  const int result = unlock(mutex);
  if (const auto* const called = std::exchange(hook, nullptr)) {
    (*called)();
    hook = called;
  }
  return result;
}

#endif
