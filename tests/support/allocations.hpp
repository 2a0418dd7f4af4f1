#pragma once

#include <cstddef>

// AddressSanitizer wants its own operator new, to see what is freed by the wrong one.
#if defined(__SANITIZE_ADDRESS__)
#define ISOMETRIC_COUNT_ALLOCATIONS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ISOMETRIC_COUNT_ALLOCATIONS 0
#endif
#endif
#if !defined(ISOMETRIC_COUNT_ALLOCATIONS)
#define ISOMETRIC_COUNT_ALLOCATIONS 1
#endif

namespace test_support {

/// False under AddressSanitizer.
inline constexpr bool are_allocations_counted = ISOMETRIC_COUNT_ALLOCATIONS != 0;

/// How often this thread has called operator new so far.
std::size_t allocation_count() noexcept;

}  // namespace test_support
