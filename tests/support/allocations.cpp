#include "support/allocations.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t count = 0;
thread_local std::size_t until_failure = 0;  // 0: none is to fail
thread_local bool stays_out_of_memory = false;
thread_local bool has_one_failed = false;

}  // namespace

std::size_t test_support::allocation_count() noexcept {
  return count;
}

test_support::FailingAllocation::FailingAllocation(std::size_t number, bool stays_out) noexcept {
  stays_out_of_memory = stays_out;
  has_one_failed = false;
  until_failure = number;
}

test_support::FailingAllocation::~FailingAllocation() {
  until_failure = 0;
}

bool test_support::FailingAllocation::has_failed() noexcept {
  return has_one_failed;
}

#if ISOMETRIC_COUNT_ALLOCATIONS

// Replaces the operators for the whole program; all of them, as those of a sanitizer do not call
// one another. None is for types that are aligned more than others: there are none.

namespace {

void* allocate(std::size_t size) noexcept {
  ++count;
  if (until_failure != 0 && --until_failure == 0) {
    has_one_failed = true;
    if (stays_out_of_memory) until_failure = 1;
    return nullptr;
  }
  return std::malloc(size == 0 ? 1 : size);
}

void* allocate_or_throw(std::size_t size) {
  if (void* const memory = allocate(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate_or_throw(size);
}
void* operator new[](std::size_t size) {
  return allocate_or_throw(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return allocate(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}

#endif
