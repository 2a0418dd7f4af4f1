#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/sinks/detail/cells/cell_place.hpp>
#include <isometric/sinks/detail/cells/thread_cells.hpp>
#include <isometric/sinks/detail/registry/process_slot.hpp>

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#endif

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>

namespace isometric::inline v1::detail {

#if defined(__unix__) || defined(__APPLE__)
using ThreadId = pthread_t;
inline ThreadId id_of_this_thread() noexcept {
  return pthread_self();
}
inline bool is_this_thread(ThreadId id) noexcept {
  return pthread_equal(id, pthread_self()) != 0;
}
#else
using ThreadId = bool;  // nobody asks
inline ThreadId id_of_this_thread() noexcept {
  return true;
}
#endif

/// Who has which cells, of the threads and of the leases: one for the process, never destroyed.
class CellStore {
  /// The cells of a thread, with what the store has to know of them.
  struct alignas(bytes_in_line) Block : ThreadCells {
    Block* next_block = nullptr;  ///< `next`, as what it is
    // Guarded by the mutex:
    Block* next_free = nullptr;
    bool is_free = false;
    ThreadId owner{};
  };

 public:
  CellStore() = default;
  CellStore(const CellStore&) = delete;
  CellStore& operator=(const CellStore&) = delete;

  /// Cells that are 0 everywhere, side by side. Throws std::bad_alloc, and has changed nothing
  /// then.
  CellPlace lease(std::size_t count) {
    if (count == 0) count = 1;
    if (count > largest_segment) raise(std::bad_alloc());
    outlive_forks();
    const LeaseSize size = lease_size(count);
    while (true) {
      std::size_t missing = 0;
      {
        const std::lock_guard lock(mutex_);
        CellPlace place;
        if (take_free(size, place)) return place;
        missing = take_new(size, place);
        if (missing == segment_count) return place;
      }
      // Without the lock, since the operator new may be the program's, and count.
      make_shared(shared_.integers[missing], missing);
      make_shared(shared_.fractions[missing], missing);
    }
  }

  /// Takes back what nobody updates or reads any more. The lock also orders the zeroes before what
  /// the next one counts there.
  void take_back(CellPlace first, std::size_t count) noexcept {
    const LeaseSize size = lease_size(count == 0 ? 1 : count);
    const std::lock_guard lock(mutex_);
    for_each_cells([&](const ThreadCells& cells) {
      clear(cells.integers[first.segment()], first, size.cells);
      clear(cells.fractions[first.segment()], first, size.cells);
    });
    put_free(first, size.list);
  }

  /// For a thread that has no cells: those that one has left behind, or new ones. Null without
  /// memory.
  ThreadCells* take_cells() noexcept {
    {
      const std::lock_guard lock(mutex_);
      if (Block* const block = free_blocks_) {
        free_blocks_ = block->next_free;
        block->is_free = false;
        block->owner = id_of_this_thread();
        return block;
      }
    }
    Block* const made = make_block();  // without the lock, as above
    if (made == nullptr) return nullptr;
    made->owner = id_of_this_thread();
    const std::lock_guard lock(mutex_);
    made->next_block = blocks_;
    made->next = blocks_;
    blocks_ = made;
    // release: who sees the block sees what it leads to.
    first_.store(made, std::memory_order_release);
    return made;
  }

  /// From a thread that ends. The lock orders what it has counted before what the next one adds.
  void give_back(ThreadCells* cells) noexcept {
    const std::lock_guard lock(mutex_);
    put_free(static_cast<Block&>(*cells));
  }

  /// The cells of those that have none, to which all of them add in one step.
  [[nodiscard]] ThreadCells& use_shared() noexcept {
    // relaxed: who is to see what is added now sees this, too, which comes before it.
    if (!is_shared_used_.load(std::memory_order_relaxed)) {
      is_shared_used_.store(true, std::memory_order_relaxed);
    }
    return shared_;
  }

  /// For those who read. Always in the same order, new ones first: the sum of numbers that only
  /// grow then never shrinks, not even when it is rounded.
  template <class Read>
  void for_each_cells(const Read& read) const noexcept {
    // acquire: sees the block that was published, and those behind it.
    const ThreadCells* cells = first_.load(std::memory_order_acquire);
    for (; cells != nullptr; cells = cells->next) read(*cells);
    // Hardly ever, and they are much memory to look at.
    if (is_shared_used_.load(std::memory_order_relaxed)) read(shared_);
  }

 private:
  /// False if there is none.
  bool take_free(const LeaseSize& size, CellPlace& place) noexcept {
    const std::uint64_t link = free_leases_[size.list];
    if (link == 0) return false;
    place = CellPlace::from_word(link - 1);
    Cell& first = shared_cell(place);
    // relaxed, here and below: the lock orders them.
    free_leases_[size.list] = first.load(std::memory_order_relaxed);
    first.store(0, std::memory_order_relaxed);
    return true;
  }

  /// Links are kept in the cells themselves, of the shared block, since giving back needs memory
  /// that is there already.
  void put_free(CellPlace place, std::size_t list) noexcept {
    shared_cell(place).store(free_leases_[list], std::memory_order_relaxed);
    free_leases_[list] = place.to_word() + 1;
  }

  /// Says which segment of the shared block has to be made first, or `segment_count`.
  std::size_t take_new(const LeaseSize& size, CellPlace& place) {
    for (std::size_t i = first_open_; i < segment_count; ++i) {
      const std::size_t used = used_[i];
      const bool has_lines = size.cells >= cells_in_line;
      const std::size_t begin =
          has_lines ? (used + cells_in_line - 1) / cells_in_line * cells_in_line : used;
      if (begin + size.cells > segment_size(i)) continue;
      if (shared_.fractions[i].load(std::memory_order_relaxed) == nullptr) return i;
      if (begin != used) put_free({i, used}, lease_size(begin - used).list);
      place = {i, begin};
      used_[i] = static_cast<std::uint32_t>(begin + size.cells);
      while (first_open_ < segment_count && used_[first_open_] == segment_size(first_open_)) {
        ++first_open_;
      }
      return segment_count;
    }
    raise(std::bad_alloc());
  }

  static void make_shared(std::atomic<Cell*>& segment, std::size_t index) {
    if (segment.load(std::memory_order_relaxed) != nullptr) return;  // nothing is read of it here
    const SegmentMemory made = allocate_segment(index);
    if (made.memory == nullptr) raise(std::bad_alloc());
    Cell* expected = nullptr;
    // release: who sees the segment sees its zeroes.
    if (!segment.compare_exchange_strong(expected, made.cells, std::memory_order_release,
                                         std::memory_order_relaxed)) {
      free_segment(made);
    }
  }

  static void clear(const std::atomic<Cell*>& segment, CellPlace first,
                    std::size_t count) noexcept {
    Cell* const cells =
        segment.load(std::memory_order_acquire);  // sees the zeroes that it began with
    if (cells == nullptr) return;
    for (std::size_t i = 0; i < count; ++i) {
      cells[first.offset() + i].store(0, std::memory_order_relaxed);  // the lock orders it
    }
  }

  Cell& shared_cell(CellPlace place) noexcept {
    return shared_.integers[place.segment()].load(std::memory_order_acquire)[place.offset()];
  }

  /// In cache lines that nobody else writes to, or updates would wait for those. Never freed.
  static Block* make_block() noexcept {
    void* memory = ::operator new(sizeof(Block) + bytes_in_line, std::nothrow);
    return memory == nullptr ? nullptr : new (begin_of_line(memory)) Block;
  }

  void put_free(Block& block) noexcept {
    block.is_free = true;
    block.next_free = free_blocks_;
    free_blocks_ = &block;
  }

  // A child of fork() has one thread. The others may have held the lock, and never give back what
  // they have.
  static CellStore& of_process();
#if defined(__unix__) || defined(__APPLE__)
  void outlive_forks() {
    // relaxed: it decides who registers the functions, and they need nothing of this.
    if (outlives_forks_.load(std::memory_order_relaxed)) return;
    if (outlives_forks_.exchange(true, std::memory_order_relaxed)) return;
    const auto lock = [] { of_process().mutex_.lock(); };
    const auto unlock = [] { of_process().mutex_.unlock(); };
    const auto unlock_child = [] {
      of_process().inherit();
      of_process().mutex_.unlock();
    };
    if (pthread_atfork(lock, unlock, unlock_child) == 0) return;
    outlives_forks_.store(false, std::memory_order_relaxed);
    raise(std::bad_alloc());
  }

  void inherit() noexcept {
    for (Block* block = blocks_; block != nullptr; block = block->next_block) {
      if (!block->is_free && !is_this_thread(block->owner)) put_free(*block);
    }
  }

  std::atomic<bool> outlives_forks_ = false;
#else
  void outlive_forks() {}
#endif

  ThreadCells shared_;
  std::atomic<bool> is_shared_used_ = false;
  std::atomic<const ThreadCells*> first_ = nullptr;  ///< blocks_, for those who read

  /// Guards what is below, the lists of free blocks and leases, and which thread has a block. Never
  /// held while memory is allocated.
  std::mutex mutex_;
  Block* blocks_ = nullptr;
  Block* free_blocks_ = nullptr;
  std::size_t first_open_ = 0;                        ///< the segments before it are used up
  std::uint32_t used_[segment_count] = {};            ///< cells at the beginning of each segment
  std::uint64_t free_leases_[lease_list_count] = {};  ///< the first place's word, and 1; 0: none
};

/// Throws std::bad_alloc if it is the first use of the module and there is no memory.
inline CellStore& cell_store() {
  return one_of_process<CellStore, ProcessWide::cells>();
}

inline CellStore& CellStore::of_process() {
  return cell_store();
}

/// Null instead of throwing.
inline CellStore* find_cell_store() noexcept {
#if defined(__cpp_exceptions)
  try {
#endif
    return &cell_store();
#if defined(__cpp_exceptions)
  } catch (...) {
    return nullptr;
  }
#endif
}

}  // namespace isometric::inline v1::detail
