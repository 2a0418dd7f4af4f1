#include "support/locks.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

using test_support::AfterEachUnlock;

namespace {

thread_local const AfterEachUnlock* after_each_unlock = nullptr;

}  // namespace

AfterEachUnlock::AfterEachUnlock(const void* object, std::size_t size, std::function<void()> hook)
    : object_(object), size_(size), hook_(std::move(hook)) {
  after_each_unlock = this;
}

AfterEachUnlock::~AfterEachUnlock() {
  after_each_unlock = nullptr;
}

bool AfterEachUnlock::is_of(const void* mutex) const noexcept {
  const auto begin = reinterpret_cast<std::uintptr_t>(object_);
  const auto at = reinterpret_cast<std::uintptr_t>(mutex);
  return begin <= at && at < begin + size_;
}

#if ISOMETRIC_COUNT_LOCKS

#include <dlfcn.h>
#include <pthread.h>

// Replaces what std::mutex is made of, for the whole program and its libraries.

namespace {

thread_local std::size_t count = 0;
thread_local std::size_t until_hook = 0;  // none, if 0
std::function<void()>& hook() {
  static thread_local std::function<void()> then;
  return then;
}

int locked(int error) {
  if (error != 0) return error;
  ++count;
  if (until_hook != 0 && --until_hook == 0) hook()();
  return error;
}

using Function = int(pthread_mutex_t*);

Function* next(const char* name) noexcept {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

std::size_t test_support::locks_held() noexcept {
  return count;
}

test_support::AfterLock::AfterLock(std::size_t number, std::function<void()> then) {
  hook() = std::move(then);
  until_hook = number;
}

test_support::AfterLock::~AfterLock() {
  until_hook = 0;
  hook() = nullptr;
}

extern "C" int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  static Function* const lock = next("pthread_mutex_lock");
  return locked(lock(mutex));
}

extern "C" int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  static Function* const try_lock = next("pthread_mutex_trylock");
  return locked(try_lock(mutex));
}

extern "C" int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  static Function* const unlock = next("pthread_mutex_unlock");
  const AfterEachUnlock* const called = after_each_unlock;
  const bool is_called = called != nullptr && called->is_of(mutex);
  const int error = unlock(mutex);
  if (error == 0) --count;
  if (!is_called) return error;
  after_each_unlock = nullptr;
  called->call();
  after_each_unlock = called;
  return error;
}

#else

std::size_t test_support::locks_held() noexcept {
  return 0;
}

test_support::AfterLock::AfterLock(std::size_t, std::function<void()>) {}
test_support::AfterLock::~AfterLock() {}

#endif
