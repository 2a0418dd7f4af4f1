#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/sinks/detail/cells/cell_place.hpp>
#include <isometric/sinks/detail/cells/thread_cells.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>

namespace isometric::inline v1::detail {

/// Which cells are leased, and which were given back, by their size. Links are kept in the cells
/// themselves, of those that all threads share, since giving back needs memory that is there
/// already. Not thread-safe: the store's lock orders all of its loads and stores.
class LeaseLists {
 public:
  explicit LeaseLists(ThreadCells& shared) noexcept : shared_(shared) {}

  /// Cells that were given back, or new ones. False if a segment of the shared cells has to be made
  /// first, and says which. Throws std::bad_alloc if there are no more places.
  bool take(const LeaseSize& size, CellPlace& place, std::size_t& missing) {
    return take_free(size, place) || take_new(size, place, missing);
  }

  void put(CellPlace place, std::size_t list) noexcept {
    cell(place).store(free_[list], std::memory_order_relaxed);
    free_[list] = place.to_word() + 1;
  }

 private:
  bool take_free(const LeaseSize& size, CellPlace& place) noexcept {
    const std::uint64_t link = free_[size.list];
    if (link == 0) return false;
    place = CellPlace::from_word(link - 1);
    Cell& first = cell(place);
    free_[size.list] = first.load(std::memory_order_relaxed);
    first.store(0, std::memory_order_relaxed);
    return true;
  }

  bool take_new(const LeaseSize& size, CellPlace& place, std::size_t& missing) {
    for (std::size_t i = first_open_; i < segment_count; ++i) {
      const std::size_t used = used_[i];
      std::size_t begin = used;
      if (size.cells >= cells_in_line)
        begin += (cells_in_line - used % cells_in_line) % cells_in_line;
      if (begin + size.cells > segment_size(i)) continue;
      if (shared_.fractions[i].load(std::memory_order_relaxed) == nullptr) {
        missing = i;
        return false;
      }
      if (begin != used) put({i, used}, lease_size(begin - used).list);
      place = {i, begin};
      used_[i] = static_cast<std::uint32_t>(begin + size.cells);
      while (first_open_ < segment_count && used_[first_open_] == segment_size(first_open_)) {
        ++first_open_;
      }
      return true;
    }
    raise(std::bad_alloc());
  }

  Cell& cell(CellPlace place) noexcept {
    // acquire: sees the zeroes that the segment began with.
    return shared_.fractions[place.segment()].load(std::memory_order_acquire)[place.offset()];
  }

  ThreadCells& shared_;
  std::size_t first_open_ = 0;  ///< the segments before it are used up
  /// At the beginning of each segment; the first line of all is of no series.
  std::uint32_t used_[segment_count] = {cells_in_line};
  std::uint64_t free_[lease_list_count] = {};  ///< the first place's word, and 1; 0: none
};

}  // namespace isometric::inline v1::detail
