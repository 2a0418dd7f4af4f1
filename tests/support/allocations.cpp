#include "support/allocations.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

#if ISOMETRIC_COUNT_ALLOCATIONS

// Replaces the operators for the whole program. The other forms call these.

namespace {

thread_local std::size_t count = 0;

}  // namespace

std::size_t test_support::allocation_count() noexcept {
  return count;
}

void* operator new(std::size_t size) {
  ++count;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

#else

std::size_t test_support::allocation_count() noexcept {
  return 0;
}

#endif
