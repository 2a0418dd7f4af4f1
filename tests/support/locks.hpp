#pragma once

#include "support/sanitizers.hpp"

#include <cstddef>
#include <functional>
#include <utility>

// The sanitizers watch the locks themselves, in the place of the functions that are replaced here.
#if ISOMETRIC_HAS_SANITIZER || !defined(__GLIBC__)
#define ISOMETRIC_COUNT_LOCKS 0
#else
#define ISOMETRIC_COUNT_LOCKS 1
#endif

namespace test_support {

/// False under AddressSanitizer and ThreadSanitizer, and where mutexes are not glibc's.
inline constexpr bool are_locks_counted = ISOMETRIC_COUNT_LOCKS != 0;

/// How many mutexes this thread has locked, whoever they belong to.
std::size_t locks_held() noexcept;

/// Has this thread call `then` when it has locked a mutex for the `number`-th time from now on,
/// counted from 1, unless the object has gone before.
class AfterLock {
 public:
  AfterLock(std::size_t number, std::function<void()> then);
  AfterLock(const AfterLock&) = delete;
  AfterLock& operator=(const AfterLock&) = delete;
  ~AfterLock();
};

/// While it lives, calls `hook` each time that this thread has unlocked a mutex inside of `object`:
/// what another thread could do to the object there, the hook does, so that a test need not wait
/// for the two to meet. Not for what the hook itself unlocks. One at a time in each thread.
class AfterEachUnlock {
 public:
  template <class Object>
  AfterEachUnlock(const Object& object, std::function<void()> hook)
      : AfterEachUnlock(&object, sizeof object, std::move(hook)) {}
  AfterEachUnlock(const AfterEachUnlock&) = delete;
  AfterEachUnlock& operator=(const AfterEachUnlock&) = delete;
  ~AfterEachUnlock();

  [[nodiscard]] bool is_of(const void* mutex) const noexcept;
  void call() const { hook_(); }

 private:
  AfterEachUnlock(const void* object, std::size_t size, std::function<void()> hook);

  const void* object_;
  std::size_t size_;
  std::function<void()> hook_;
};

}  // namespace test_support
