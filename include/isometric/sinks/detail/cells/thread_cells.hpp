#pragma once

#include <isometric/sinks/detail/cells/cell_place.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace isometric::inline v1::detail {

/// A number that one thread at a time writes, or that all add to in one step, and anybody reads:
/// an integer, or a double's bits.
using Cell = std::atomic<std::uint64_t>;
static_assert(sizeof(Cell) == sizeof(std::uint64_t));

inline constexpr std::size_t bytes_in_line = cells_in_line * sizeof(Cell);

/// Segments that are not there are null, until they are made. They never move and never go.
using CellSegments = std::atomic<Cell*>[segment_count];

/// The cells of a thread, and, when the thread has ended, of the next one, which goes on counting
/// in them: what a thread has counted never moves, so that a reader cannot miss it on its way.
struct ThreadCells {
  CellSegments integers = {};
  /// What counters were incremented by that is no integer: as many cells, at the same places.
  CellSegments fractions = {};

  /// In the list of all. Set before it is there, and never again.
  ThreadCells* next = nullptr;
};

/// What a thread has that has not counted yet, and what one has that cannot have its own: no cells,
/// so that an update that finds one asks the store. Never written to. Hidden, so that each module
/// has its own, which are as near as the pointer to them.
[[gnu::visibility("hidden")]] inline constinit ThreadCells no_cells_yet = {};
[[gnu::visibility("hidden")]] inline constinit ThreadCells no_cells_of_its_own = {};

/// Needs neither a guard nor a test for null. Each module has its own, and so cells of its own in
/// each thread.
///
/// An executable finds it in one instruction. A shared library asks the loader's function first,
/// which takes 1.2 ns; compiled with -ftls-model=initial-exec it does not. That is left to who
/// builds it: all thread-locals of such a library have to fit into what little the loader keeps for
/// those that come with dlopen() (1.6 KB for all of them with glibc, nothing with musl), or it is
/// not loaded.
[[gnu::visibility("hidden")]] inline constinit thread_local ThreadCells* this_thread_cells =
    &no_cells_yet;

}  // namespace isometric::inline v1::detail
