#include "support/allocations.hpp"
#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/child_process.hpp"

#include <isometric/sinks/detail/cells/cell_lease.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <new>
#include <thread>
#include <vector>

using isometric::detail::add;
using isometric::detail::add_observations;
using isometric::detail::add_one;
using isometric::detail::CellLease;
using isometric::detail::CellPlace;
using isometric::detail::read_counter;
using test_support::are_allocations_counted;
using test_support::cell_block_count;
using test_support::FailingAllocation;
using test_support::holds_in_child;
using test_support::read_stripe;

namespace {

/// Threads that have done their work and stay, so that none can have their cells.
class StayingThreads {
 public:
  StayingThreads() = default;
  StayingThreads(const StayingThreads&) = delete;
  StayingThreads& operator=(const StayingThreads&) = delete;
  ~StayingThreads() {
    is_over_ = true;
    is_over_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

  /// Returns when it is done.
  void run(const std::function<void()>& work) {
    std::atomic<bool> is_done = false;
    threads_.emplace_back([&] {
      work();
      is_done = true;
      is_done.notify_one();
      is_over_.wait(false);
    });
    is_done.wait(false);
  }

 private:
  std::atomic<bool> is_over_ = false;
  std::vector<std::thread> threads_;
};

/// Whether the segment of that place is small enough for that.
bool is_from_operator_new(CellPlace place) {
  using namespace isometric::detail;
  const std::size_t bytes =
      segment_size(place.segment()) * sizeof(Cell) + cells_in_line * sizeof(Cell);
  return bytes < bytes_in_pages;
}

/// Whether of six leases some fail, succeed when they are tried again, and none meets another.
bool are_leases_tried_again() {
  auto& store = *new isometric::detail::CellStore;
  constexpr std::size_t count = 2048;
  std::size_t failures = 0;
  std::vector<CellPlace> places;
  while (places.size() < 6) {
    try {
      const FailingAllocation failing(1, false);
      const CellPlace place = store.lease(count);
      places.push_back(place);
    } catch (const std::bad_alloc&) {
      ++failures;
      places.push_back(store.lease(count));
    }
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const bool are_apart = places[i].segment() != places[j].segment() ||
                             places[i].offset() >= places[j].offset() + count ||
                             places[j].offset() >= places[i].offset() + count;
      if (!are_apart) return false;
    }
  }
  return failures >= 3;
}

}  // namespace

TEST_CASE("no update is lost for which there is no memory") {
  if (!are_allocations_counted) return;
  const CellLease counter(1);
  const CellLease stripe(3);
  StayingThreads threads;
  const std::size_t blocks = cell_block_count();
  while (blocks == cell_block_count()) {  // until no block is free
    threads.run([&] { add(counter[0], 0); });
  }

  double rounds = 0;
  std::size_t failures = 0;
  for (const bool stays_out : {false, true}) {
    bool has_failed = true;
    for (std::size_t number = 1; has_failed; ++number) {
      threads.run([&] {
        const auto count = [&] {
          add_one(counter[0]);
          add(counter[0], 0.5);
          add(counter[0], 1e10);
          add_observations(stripe[0], 1, 0.25, 3);
        };
        {
          const FailingAllocation failing(number, stays_out);
          count();
          count();
          has_failed = FailingAllocation::has_failed();
        }
        count();
      });
      rounds += 3;
      failures += has_failed ? 1U : 0U;
    }
  }
  std::array<std::uint64_t, 2> buckets{};
  double sum = 0;
  read_stripe(stripe[0], buckets.size(), buckets.data(), sum);
  CHECK(read_counter(counter[0]) == rounds * (1 + 0.5 + 1e10));
  CHECK(static_cast<double>(buckets[1]) == rounds * 3);
  CHECK(sum == rounds * 0.75);
  // The block, its integers and its fractions, each alone and all at once; but segments that are
  // large are not asked of operator new.
  std::size_t allocations = 1;
  if (is_from_operator_new(counter[0])) allocations += 2;
  if (stripe[0].segment() != counter[0].segment() && is_from_operator_new(stripe[0])) ++allocations;
  CHECK(failures == 2 * allocations);
}

TEST_CASE(
    "a lease for which there is no memory changes nothing, and works when it is tried again") {
  if (!are_allocations_counted) return;
  // A store of its own, since that of the process may have room, and then nothing is asked for; and
  // in a child, since a process has one.
  CHECK(holds_in_child(are_leases_tried_again));
}

TEST_CASE("neither a return of cells nor the next lease of that size needs memory") {
  if (!are_allocations_counted) return;
  {
    const CellLease first(40);
  }
  bool has_failed = false;
  {
    const FailingAllocation failing(1, true);
    for (int i = 0; i < 100; ++i) {
      {
        const CellLease again(40);
      }
      {
        const CellLease as_many_lines(33);
      }
    }
    has_failed = FailingAllocation::has_failed();
  }
  CHECK_FALSE(has_failed);
}

TEST_CASE("more cells than there can be are no memory") {
  CHECK_THROWS_AS(CellLease(isometric::detail::largest_segment + 1), std::bad_alloc);
  CHECK_THROWS_AS(CellLease(SIZE_MAX), std::bad_alloc);
}
