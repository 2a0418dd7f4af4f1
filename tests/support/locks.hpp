#pragma once

#include <cstddef>
#include <functional>

// The sanitizers watch the locks themselves, in the place of the functions that are replaced here.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !__has_include(<dlfcn.h>)
#define ISOMETRIC_COUNT_LOCKS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ISOMETRIC_COUNT_LOCKS 0
#endif
#endif
#if !defined(ISOMETRIC_COUNT_LOCKS)
#define ISOMETRIC_COUNT_LOCKS 1
#endif

namespace test_support {

/// False under AddressSanitizer and ThreadSanitizer.
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

}  // namespace test_support
