#pragma once

#include <isometric/description/detail/raise.hpp>
#include <isometric/sinks/detail/cells/cell_memory.hpp>
#include <isometric/sinks/detail/cells/cell_place.hpp>
#include <isometric/sinks/detail/cells/lease_lists.hpp>
#include <isometric/sinks/detail/cells/thread_cells.hpp>
#include <isometric/sinks/detail/process/process_slot.hpp>

#if defined(__unix__) || defined(__APPLE__)
#include <pthread.h>
#endif

#include <atomic>
#include <cstddef>
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
        const Lock lock(*this);
        CellPlace place;
        if (leases_.take(size, place, missing)) return place;
      }
      // Without the lock, since the operator new may be the program's, and count.
      make_shared(shared_.fractions[missing], missing);
    }
  }

  /// Takes back what nobody updates or reads any more. It may be much, and others need not wait
  /// until it is all 0: they can have it only afterwards. The lock orders the zeroes before what
  /// the next one counts there.
  void take_back(CellPlace first, std::size_t count) noexcept {
    const LeaseSize size = lease_size(count == 0 ? 1 : count);
    for_each_thread([&](const ThreadCells& cells) {
      clear(cells.integers[first.segment()], first, size.cells);
      clear(cells.fractions[first.segment()], first, size.cells);
    });
    clear(shared_.fractions[first.segment()], first, size.cells);
    const Lock lock(*this);
    leases_.put(first, size.list);
  }

  /// For a thread that has no cells: those that one has left behind, or new ones. Null without
  /// memory.
  ThreadCells* take_cells() noexcept {
    {
      const Lock lock(*this);
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
    const Lock lock(*this);
    made->next = first_.load(std::memory_order_relaxed);  // only changes under the lock
    // release: who sees the block sees what it leads to.
    first_.store(made, std::memory_order_release);
    return made;
  }

  /// From a thread that ends. The lock orders what it has counted before what the next one adds.
  void give_back(ThreadCells* cells) noexcept {
    const Lock lock(*this);
    put_free(static_cast<Block&>(*cells));
  }

  /// A segment of the thread's own, with its zeroes; null without memory.
  Cell* make_segment(std::size_t index) noexcept {
    const LineMemory made = allocate_segment(index);
    if (made.whole != nullptr) memory_.keep(made);
    return static_cast<Cell*>(made.lines);
  }

  /// The cells of those that have none, to which all of them add in one step. They are all
  /// doubles, integers and the counts of buckets included: these come seldom, and each lease pays
  /// for them.
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
  void for_each_thread(const Read& read) const noexcept {
    // acquire: sees the block that was published, and those behind it.
    const ThreadCells* cells = first_.load(std::memory_order_acquire);
    for (; cells != nullptr; cells = cells->next) read(*cells);
  }
  /// To be read after them; null while nobody uses it, which is nearly always.
  [[nodiscard]] const ThreadCells* used_shared() const noexcept {
    return is_shared_used_.load(std::memory_order_relaxed) ? &shared_ : nullptr;
  }

 private:
  void make_shared(std::atomic<Cell*>& segment, std::size_t index) {
    if (segment.load(std::memory_order_relaxed) != nullptr) return;  // nothing is read of it here
    const LineMemory made = allocate_segment(index);
    if (made.whole == nullptr) raise(std::bad_alloc());
    Cell* expected = nullptr;
    // release: who sees the segment sees its zeroes.
    if (segment.compare_exchange_strong(expected, static_cast<Cell*>(made.lines),
                                        std::memory_order_release, std::memory_order_relaxed)) {
      memory_.keep(made);
    } else {
      free_lines(made);
    }
  }

  static void clear(const std::atomic<Cell*>& segment, CellPlace first,
                    std::size_t count) noexcept {
    Cell* const cells =
        segment.load(std::memory_order_acquire);  // sees the zeroes that it began with
    if (cells == nullptr) return;
    for (std::size_t i = 0; i < count; ++i) {
      Cell& cell = cells[first.offset() + i];
      // Most were never counted in, and the system has given no memory for some of them yet.
      if (cell.load(std::memory_order_relaxed) == 0) continue;
      cell.store(0, std::memory_order_relaxed);  // the lock orders it
    }
  }

  Block* make_block() noexcept {
    const LineMemory made = allocate_lines(sizeof(Block));
    if (made.whole == nullptr) return nullptr;
    memory_.keep(made);
    return new (made.lines) Block;
  }

  void put_free(Block& block) noexcept {
    block.is_free = true;
    block.next_free = free_blocks_;
    free_blocks_ = &block;
  }

  // A child of fork() has one thread. The others may have held the lock, and never give back what
  // they have. So the thread that forks takes it first, and has it while other functions run that
  // are called before and after, which may count.
  static CellStore& of_process();
#if defined(__unix__) || defined(__APPLE__)
  void outlive_forks() {
    // relaxed: who sees it set needs nothing else of this.
    if (outlives_forks_.load(std::memory_order_relaxed)) return;
    // If two threads come here at once it is done twice, which does no harm.
    if (pthread_atfork([] { of_process().begin_fork(); }, [] { of_process().end_fork(); },
                       [] {
                         of_process().inherit();
                         of_process().end_fork();
                       }) != 0) {
      raise(std::bad_alloc());
    }
    outlives_forks_.store(true, std::memory_order_relaxed);
  }

  /// Whether it is this thread that forks.
  [[nodiscard]] bool forks() const noexcept {
    // acquire: who sees that another one forks sees which, and not itself from a fork before.
    return is_forking_.load(std::memory_order_acquire) &&
           is_this_thread(forking_thread_.load(std::memory_order_relaxed));
  }
  void begin_fork() noexcept {
    if (!forks()) {
      mutex_.lock();
      forking_thread_.store(id_of_this_thread(), std::memory_order_relaxed);
      is_forking_.store(true, std::memory_order_release);  // publishes which thread it is
    }
    ++fork_depth_;
  }
  void end_fork() noexcept {
    if (--fork_depth_ != 0) return;
    is_forking_.store(false, std::memory_order_relaxed);
    mutex_.unlock();
  }
  void inherit() noexcept {
    ThreadCells* cells = first_.load(std::memory_order_relaxed);  // the lock orders it
    for (; cells != nullptr; cells = cells->next) {
      auto& block = static_cast<Block&>(*cells);
      if (!block.is_free && !is_this_thread(block.owner)) put_free(block);
    }
  }

  std::atomic<bool> outlives_forks_ = false;
  std::atomic<bool> is_forking_ = false;
  std::atomic<ThreadId> forking_thread_{};
  std::size_t fork_depth_ = 0;  ///< guarded by the mutex
#else
  void outlive_forks() {}
  static bool forks() noexcept { return false; }
#endif

  /// The mutex, unless the thread has it already, since it forks.
  class Lock {
   public:
    explicit Lock(CellStore& store) noexcept : mutex_(store.forks() ? nullptr : &store.mutex_) {
      if (mutex_ != nullptr) mutex_->lock();
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() {
      if (mutex_ != nullptr) mutex_->unlock();
    }

   private:
    std::mutex* mutex_;
  };

  ThreadCells shared_;
  std::atomic<bool> is_shared_used_ = false;
  std::atomic<ThreadCells*> first_ = nullptr;  ///< of all that threads have or had: blocks
  KeptMemory memory_;

  /// Guards what is below, and which thread has a block. Never held while memory is allocated.
  std::mutex mutex_;
  Block* free_blocks_ = nullptr;
  LeaseLists leases_{shared_};
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
  return try_or([] { return &cell_store(); }, [] { return nullptr; });
}

}  // namespace isometric::inline v1::detail
