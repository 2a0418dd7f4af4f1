#pragma once

#include <cstddef>

// The sanitizers have their own operator new; AddressSanitizer sees what is freed by the wrong one.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ISOMETRIC_COUNT_ALLOCATIONS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ISOMETRIC_COUNT_ALLOCATIONS 0
#endif
#endif
#if !defined(ISOMETRIC_COUNT_ALLOCATIONS)
#define ISOMETRIC_COUNT_ALLOCATIONS 1
#endif

namespace test_support {

/// False under AddressSanitizer and ThreadSanitizer.
inline constexpr bool are_allocations_counted = ISOMETRIC_COUNT_ALLOCATIONS != 0;

/// How often this thread has called operator new so far.
std::size_t allocation_count() noexcept;

}  // namespace test_support
