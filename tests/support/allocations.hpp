#pragma once

#include "support/sanitizers.hpp"

#include <cstddef>

// The sanitizers have their own operator new; AddressSanitizer sees what is freed by the wrong one.
// A program whose allocations have to fail defines it as 1 all the same.
#if !defined(ISOMETRIC_COUNT_ALLOCATIONS)
#define ISOMETRIC_COUNT_ALLOCATIONS (!ISOMETRIC_HAS_SANITIZER)
#endif

namespace test_support {

/// False under AddressSanitizer and ThreadSanitizer, but for programs that define it otherwise.
inline constexpr bool are_allocations_counted = ISOMETRIC_COUNT_ALLOCATIONS != 0;

/// How often this thread has called operator new so far.
std::size_t allocation_count() noexcept;

/// While it lives, an allocation of this thread fails: the `number`th from now on, counted from 1,
/// and with `stays_out` all that follow. One at a time.
class FailingAllocation {
 public:
  FailingAllocation(std::size_t number, bool stays_out) noexcept;
  FailingAllocation(const FailingAllocation&) = delete;
  FailingAllocation& operator=(const FailingAllocation&) = delete;
  ~FailingAllocation();

  /// Whether there were so many allocations.
  [[nodiscard]] static bool has_failed() noexcept;
};

}  // namespace test_support
