#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <thread>

// A program whose operator new counts in a cell, also what the cells themselves take memory for:
// the first update of a thread asks for some.

namespace {

isometric::detail::CellPlace allocations;
std::atomic<bool> are_counted = false;
std::atomic<std::size_t> expected = 0;

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  if (are_counted) {
    ++expected;
    isometric::detail::add_one(allocations);
    isometric::detail::add(allocations, 0.5);
  }
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
// What the cells use. The standard library's calls the one above; that of a sanitizer would not.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return operator new(size);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

int main() {
  allocations = isometric::detail::lease_cells(1);
  are_counted = true;
  {
    std::atomic<int> missing = 4;  // all at once, so that none has another one's cells
    const auto work = [&missing] {
      const auto number = std::make_unique<int>(1);
      --missing;
      while (missing > 0) std::this_thread::yield();
      // A lease asks for memory as well.
      isometric::detail::return_cells(isometric::detail::lease_cells(3000), 3000);
    };
    std::thread threads[4];
    for (auto& thread : threads) thread = std::thread(work);
    for (auto& thread : threads) thread.join();
  }
  are_counted = false;
  const double counted = isometric::detail::read_counter(allocations);
  if (expected > 12 && counted == 1.5 * static_cast<double>(expected)) return EXIT_SUCCESS;
  std::fprintf(stderr, "counted %g, not 1.5 times %zu\n", counted, expected.load());
  return EXIT_FAILURE;
}
