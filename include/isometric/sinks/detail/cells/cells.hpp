#pragma once

#include <isometric/sinks/detail/cells/cell_place.hpp>
#include <isometric/sinks/detail/cells/cell_store.hpp>
#include <isometric/sinks/detail/cells/thread_cells.hpp>

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#endif

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

// Numbers that each thread counts for itself, with plain instructions; cell_reading.hpp adds them
// up. An update never fails, throws or waits; whoever has no cells of its own, for lack of memory
// or of a key of the system's, adds to those of the store in one step.
namespace isometric::inline v1::detail {

/// Contiguous cells, all 0; from eight on, at the beginning of a cache line. Throws std::bad_alloc,
/// and has changed nothing then.
inline CellPlace lease_cells(std::size_t count) {
  return cell_store().lease(count);
}

/// Takes back a lease. Nobody may update or read it any more.
inline void return_cells(CellPlace first, std::size_t count) noexcept {
  if (CellStore* const store = find_cell_store()) store->take_back(first, count);
}

// All of a cell's loads and stores are relaxed: one thread writes it, and what it counts says
// nothing of other memory. Readers see each cell grow, and nothing is promised of two cells
// together.

#if defined(__unix__) || defined(__APPLE__)
/// Gives the cells of a thread to the store when the thread ends: by a key of the system's, since
/// these are destroyed after all thread-locals, of which some may count. Who counts in the
/// destructor of another key has cells again, and the system calls this once more.
class CellReturner {
 public:
  CellReturner() noexcept : has_key_(pthread_key_create(&key_, return_cells) == 0) {}

  /// False if the system cannot; then the thread must not have them.
  [[nodiscard]] bool keep(ThreadCells* cells) const noexcept {
    return has_key_ && pthread_setspecific(key_, cells) == 0;
  }

 private:
  [[gnu::visibility("hidden")]] static void return_cells(void* cells) noexcept {
    this_thread_cells = &no_cells_yet;
    if (CellStore* const store = find_cell_store()) {
      store->give_back(static_cast<ThreadCells*>(cells));
    }
  }

  pthread_key_t key_{};
  bool has_key_;
};
#else
/// Where there are no keys: other thread-locals whose destructors come later count in the shared
/// cells.
class CellReturner {
 public:
  [[nodiscard]] bool keep(ThreadCells* cells) const noexcept {
    static thread_local Returned returned;
    returned.cells = cells;
    return true;
  }

 private:
  struct Returned {
    ~Returned() {
      this_thread_cells = &no_cells_of_its_own;
      if (CellStore* const store = find_cell_store()) store->give_back(cells);
    }
    ThreadCells* cells = nullptr;
  };
};
#endif

/// The thread's own segment, made if need be; null if it cannot have one.
[[gnu::visibility("hidden"), gnu::cold]] inline Cell* own_segment(CellSegments ThreadCells::* kind,
                                                                  std::size_t index,
                                                                  CellStore& store) noexcept {
  ThreadCells* cells = this_thread_cells;
  if (cells == &no_cells_of_its_own) return nullptr;
  // What the program's operator new counts meanwhile must not come back here.
  this_thread_cells = &no_cells_of_its_own;
  if (cells == &no_cells_yet) {
    static const CellReturner returner;
    if (ThreadCells* const taken = store.take_cells()) {
      if (returner.keep(taken)) {
        cells = taken;
      } else {
        store.give_back(taken);
      }
    }
  }
  Cell* segment = nullptr;
  if (cells != &no_cells_yet) {
    auto& place = (cells->*kind)[index];
    segment = place.load(std::memory_order_relaxed);  // only this thread stores there
    if (segment == nullptr) {
      segment = store.make_segment(index);
      place.store(segment, std::memory_order_release);  // readers that see it see its zeroes
    }
  }
  this_thread_cells = cells;
  return segment;
}

inline void add_to(Cell& cell, std::uint64_t amount) noexcept {
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
  // The same in one instruction, which g++ makes three of; an update is a tenth faster.
  __asm__("add{q\t%1, %0|\tqword ptr %0, %1}" : "+m"(cell) : "er"(amount) : "cc");
#else
  cell.store(cell.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
#endif
}
inline void add_to(Cell& cell, double amount) noexcept {
  const auto value = std::bit_cast<double>(cell.load(std::memory_order_relaxed));
  cell.store(std::bit_cast<std::uint64_t>(value + amount), std::memory_order_relaxed);
}

/// Whether it was added: so that no number falls, nothing is added to one that has reached 2^63 but
/// ones, which cannot fill up the rest. Asked before, since the next addition waits for the sum.
inline bool add_if_it_fits(Cell& cell, std::uint64_t amount) noexcept {
  if ((cell.load(std::memory_order_relaxed) | amount) >> 63 != 0) [[unlikely]]
    return false;
  add_to(cell, amount);
  return true;
}
inline bool add_if_it_fits(Cell& cell, double amount) noexcept {
  add_to(cell, amount);
  return true;
}

inline void add_together(Cell& cell, double amount) noexcept {
  std::uint64_t seen = cell.load(std::memory_order_relaxed);
  while (!cell.compare_exchange_weak(
      seen, std::bit_cast<std::uint64_t>(std::bit_cast<double>(seen) + amount),
      std::memory_order_relaxed)) {
  }
}

/// For a thread that finds no segment of its own, or an amount that does not fit there. The lease
/// has made the shared ones; acquire, to see their zeroes.
template <CellSegments ThreadCells::* kind, class Amount>
[[gnu::visibility("hidden"), gnu::cold, gnu::__noinline__]] void add_slowly(
    CellPlace place, Amount amount) noexcept {
  CellStore* const store = find_cell_store();
  if (store == nullptr) return;  // another module's handle, and no memory to find its store
  Cell* const own = own_segment(kind, place.segment(), *store);
  if (own != nullptr && add_if_it_fits(own[place.offset()], amount)) return;
  Cell* const shared =
      store->use_shared().fractions[place.segment()].load(std::memory_order_acquire);
  if (shared == nullptr) return;  // the place of no series, and nothing was leased yet
  add_together(shared[place.offset()], static_cast<double>(amount));
}

/// A counter.
inline void add_one(CellPlace place) noexcept {
  Cell* const cells = this_thread_cells->integers[place.segment()].load(std::memory_order_relaxed);
  if (cells == nullptr) [[unlikely]] {
    return add_slowly<&ThreadCells::integers>(place, std::uint64_t{1});
  }
  add_to(cells[place.offset()], std::uint64_t{1});
}

inline void add_integer(CellPlace place, std::uint64_t amount) noexcept {
  Cell* const cells = this_thread_cells->integers[place.segment()].load(std::memory_order_relaxed);
  if (cells == nullptr || !add_if_it_fits(cells[place.offset()], amount)) [[unlikely]] {
    add_slowly<&ThreadCells::integers>(place, amount);
  }
}

inline void add_fraction(CellPlace place, double amount) noexcept {
  Cell* const cells = this_thread_cells->fractions[place.segment()].load(std::memory_order_relaxed);
  if (cells == nullptr) [[unlikely]] {
    return add_slowly<&ThreadCells::fractions>(place, amount);
  }
  add_to(cells[place.offset()], amount);
}

/// A counter, by what is finite and not negative. Integers are counted as such, so that no sum of
/// theirs loses any, unless they are so large that 2^63 comes near.
inline void add(CellPlace place, double amount) noexcept {
  if (amount < 9223372036854775808.0) [[likely]] {
    const auto whole = static_cast<std::int64_t>(amount);
    if (!(static_cast<double>(whole) < amount)) {
      return add_integer(place, static_cast<std::uint64_t>(whole));
    }
  }
  add_fraction(place, amount);
}

[[gnu::visibility("hidden"), gnu::cold, gnu::__noinline__]] inline void observe_slowly(
    CellPlace sum, CellPlace bucket, double value, std::uint64_t times) noexcept {
  add_slowly<&ThreadCells::integers>(bucket, times);
  add_slowly<&ThreadCells::integers>(sum, value);
}

/// A histogram. Its stripe is a sum, and a cell for each bucket after it.
inline void add_observation(CellPlace stripe, std::size_t bucket, double value) noexcept {
  Cell* const cells = this_thread_cells->integers[stripe.segment()].load(std::memory_order_relaxed);
  if (cells == nullptr) [[unlikely]] {
    return observe_slowly(stripe, stripe.after(1 + bucket), value, 1);
  }
  Cell* const own = cells + stripe.offset();
  add_to(own[0], value);
  add_to(own[bucket + 1], std::uint64_t{1});
}

/// So many of one value.
inline void add_observations(CellPlace stripe, std::size_t bucket, double value,
                             std::uint64_t times) noexcept {
  const double total = value * static_cast<double>(times);
  Cell* const cells = this_thread_cells->integers[stripe.segment()].load(std::memory_order_relaxed);
  if (cells == nullptr || !add_if_it_fits(cells[stripe.offset() + 1 + bucket], times))
      [[unlikely]] {
    return observe_slowly(stripe, stripe.after(1 + bucket), total, times);
  }
  add_to(cells[stripe.offset()], total);
}

}  // namespace isometric::inline v1::detail
