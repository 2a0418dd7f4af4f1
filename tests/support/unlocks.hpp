#pragma once

#include <functional>

// ThreadSanitizer and AddressSanitizer have their own pthread_mutex_unlock.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define ISOMETRIC_SEE_UNLOCKS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ISOMETRIC_SEE_UNLOCKS 0
#endif
#endif
#if !defined(ISOMETRIC_SEE_UNLOCKS)
#define ISOMETRIC_SEE_UNLOCKS 1
#endif

namespace test_support {

/// False under the sanitizers, and where mutexes are not glibc's.
inline constexpr bool are_unlocks_seen = ISOMETRIC_SEE_UNLOCKS != 0;

/// While it lives, calls `hook` after each mutex that this thread has unlocked: what another thread
/// could do there it does in its place, so that a test need not wait for the two to meet. Not for
/// what the hook itself unlocks. One at a time in each thread.
class AfterEachUnlock {
 public:
  explicit AfterEachUnlock(std::function<void()> hook);
  AfterEachUnlock(const AfterEachUnlock&) = delete;
  AfterEachUnlock& operator=(const AfterEachUnlock&) = delete;
  ~AfterEachUnlock();

 private:
  std::function<void()> hook_;
};

}  // namespace test_support
