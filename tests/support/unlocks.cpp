#include "support/unlocks.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#if ISOMETRIC_SEE_UNLOCKS
#include <dlfcn.h>
#include <pthread.h>
#endif

using test_support::AfterEachUnlock;

namespace {

thread_local const AfterEachUnlock* current = nullptr;

}  // namespace

AfterEachUnlock::AfterEachUnlock(const void* object, std::size_t size, std::function<void()> hook)
    : object_(object), size_(size), hook_(std::move(hook)) {
  current = this;
}

AfterEachUnlock::~AfterEachUnlock() {
  current = nullptr;
}

bool AfterEachUnlock::is_of(const void* mutex) const noexcept {
  const auto begin = reinterpret_cast<std::uintptr_t>(object_);
  const auto at = reinterpret_cast<std::uintptr_t>(mutex);
  return begin <= at && at < begin + size_;
}

#if ISOMETRIC_SEE_UNLOCKS

// Replaces the function for the whole program, its libraries included.
extern "C" int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  using Unlock = int (*)(pthread_mutex_t*);
  static const auto unlock = reinterpret_cast<Unlock>(dlsym(RTLD_NEXT, "pthread_mutex_unlock"));
  const AfterEachUnlock* const called = current;
  const bool is_called = called != nullptr && called->is_of(mutex);
  const int result = unlock(mutex);
  if (!is_called) return result;
  current = nullptr;
  called->call();
  current = called;
  return result;
}

#endif
