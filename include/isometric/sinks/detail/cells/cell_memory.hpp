#pragma once

#include <isometric/sinks/detail/cells/cell_place.hpp>
#include <isometric/sinks/detail/cells/thread_cells.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

namespace isometric::inline v1::detail {

/// Memory that begins with a cache line, so that nobody else writes to its lines, or updates would
/// wait for those. Not by the operator new for what is aligned, since programs that replace the
/// other one may not think of it.
struct LineMemory {
  void* whole = nullptr;  ///< null: there was none
  void* lines = nullptr;
  bool is_mapped = false;
};

/// From here on the system gives memory page by page, as it is touched, so that a thread which uses
/// some of many cells does not pay for all.
inline constexpr std::size_t bytes_in_pages = std::size_t{64} * 1024;

/// All zero.
inline LineMemory allocate_lines(std::size_t bytes) noexcept {
  const std::size_t in_all = sizeof(void*) + bytes_in_line + bytes;
  LineMemory made;
  made.is_mapped = in_all >= bytes_in_pages;
  made.whole = made.is_mapped ? std::calloc(1, in_all) : ::operator new(in_all, std::nothrow);
  if (made.whole == nullptr) return made;
  if (!made.is_mapped) std::memset(made.whole, 0, in_all);
  auto* const begin = static_cast<std::byte*>(made.whole) + sizeof(void*);
  const std::size_t over = reinterpret_cast<std::uintptr_t>(begin) % bytes_in_line;
  made.lines = begin + (bytes_in_line - over) % bytes_in_line;
  return made;
}

/// An atomic integer of 0 is all zero bits wherever there are threads.
inline LineMemory allocate_segment(std::size_t segment) noexcept {
  return allocate_lines(segment_size(segment) * sizeof(Cell));
}

inline void free_lines(const LineMemory& memory) noexcept {
  if (memory.is_mapped) {
    std::free(memory.whole);
  } else {
    ::operator delete(memory.whole);
  }
}

/// Memory that is never freed and known by an address inside of it only. Who looks for leaks, as
/// valgrind does, is led to where it begins.
class KeptMemory {
 public:
  void keep(const LineMemory& memory) noexcept {
    auto* const next = static_cast<void**>(memory.whole);
    *next = last_.load(std::memory_order_relaxed);
    // relaxed: nobody in the program follows it.
    while (!last_.compare_exchange_weak(*next, memory.whole, std::memory_order_relaxed)) {
    }
  }

 private:
  std::atomic<void*> last_ = nullptr;
};

}  // namespace isometric::inline v1::detail
