#pragma once

#include <cstddef>
#include <functional>
#include <utility>

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
