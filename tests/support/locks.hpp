#pragma once

#include <cstddef>

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

}  // namespace test_support
