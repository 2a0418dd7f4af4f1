#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/threads.hpp"

#include <isometric/sinks/detail/cells/cell_lease.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <pthread.h>
#include <thread>

using isometric::detail::add;
using isometric::detail::add_observation;
using isometric::detail::add_one;
using isometric::detail::CellLease;
using isometric::detail::CellPlace;
using isometric::detail::read_counter;
using test_support::cell_block_count;
using test_support::in_a_thread;
using test_support::in_threads;
using test_support::read_stripe;

namespace {

/// Counts when the thread's other objects are destroyed.
struct CountAtTheEnd {
  CountAtTheEnd() = default;
  CountAtTheEnd(const CountAtTheEnd&) = delete;
  CountAtTheEnd& operator=(const CountAtTheEnd&) = delete;
  ~CountAtTheEnd() {
    if (stripe == nullptr) return;
    for (int i = 0; i < 3; ++i) {
      add_one((*counter)[0]);
      add((*counter)[0], 0.5);
      add_observation((*stripe)[0], 1, 2);
    }
  }

  void count_in(const CellLease& a_counter, const CellLease& a_stripe) {
    counter = &a_counter;
    stripe = &a_stripe;
  }

  const CellLease* counter = nullptr;
  const CellLease* stripe = nullptr;
};

}  // namespace

TEST_CASE("the cells of a thread that has ended are the next one's") {
  const CellLease counter(1);
  in_a_thread([&] { add_one(counter[0]); });
  const std::size_t before = cell_block_count();
  for (int i = 0; i < 100; ++i) {
    in_a_thread([&] {
      add_one(counter[0]);
      add(counter[0], 0.5);
    });
  }
  CHECK(cell_block_count() == before);
  CHECK(read_counter(counter[0]) == 151);
}

TEST_CASE("a sum never goes backwards while threads come and go") {
  const CellLease counter(1);
  std::atomic<bool> is_over = false;
  std::atomic<int> readers = 0;
  std::atomic<bool> went_back = false;
  in_threads(4, [&](std::size_t index) {
    if (index < 2) {
      while (readers < 2) std::this_thread::yield();
      for (int i = 0; i < 500; ++i) {
        in_a_thread([&] {
          for (int j = 0; j < 20; ++j) {
            add_one(counter[0]);
            add(counter[0], 0.1);
          }
        });
      }
      is_over = true;
    } else {
      ++readers;
      double before = 0;
      while (!is_over) {
        const double now = read_counter(counter[0]);
        if (now < before) went_back = true;
        before = now;
      }
    }
  });
  CHECK(!went_back);
  CHECK(read_counter(counter[0]) == Approx(2 * 500 * 20 * 1.1));
}

TEST_CASE(
    "destructors of thread-locals count, whichever comes first, and the thread's cells are given "
    "back") {
  const CellLease counter(1);
  const CellLease stripe(3);
  in_a_thread([&] { add_one(counter[0]); });
  const std::size_t before = cell_block_count();
  for (int i = 0; i < 10; ++i) {
    in_a_thread([&] {
      static thread_local CountAtTheEnd last;  // made before the thread has cells
      last.count_in(counter, stripe);
      add_one(counter[0]);
      static thread_local CountAtTheEnd first;
      first.count_in(counter, stripe);
    });
  }
  std::array<std::uint64_t, 2> buckets{};
  double sum = 0;
  read_stripe(stripe[0], buckets.size(), buckets.data(), sum);
  CHECK(read_counter(counter[0]) == 1 + 10 * (1 + 2 * 3 * 1.5));
  CHECK(buckets == std::array<std::uint64_t, 2>{0, 60});
  CHECK(sum == 120);
  CHECK(cell_block_count() == before);
}

TEST_CASE("a thread that counts first in a destructor of a thread-local gives its cells back") {
  const CellLease counter(1);
  const CellLease stripe(3);
  in_a_thread([&] { add_one(counter[0]); });
  const std::size_t before = cell_block_count();
  for (int i = 0; i < 10; ++i) {
    in_a_thread([&] {
      static thread_local CountAtTheEnd first;
      first.count_in(counter, stripe);
    });
  }
  CHECK(cell_block_count() == before);
  CHECK(read_counter(counter[0]) == 1 + 10 * 4.5);
}

TEST_CASE("a thread that counts first when a key of its own is destroyed gives its cells back") {
  const CellLease counter(1);
  in_a_thread([&] { add_one(counter[0]); });
  const std::size_t before = cell_block_count();
  pthread_key_t key{};
  REQUIRE(pthread_key_create(&key, [](void* of_test) {
            add_one((*static_cast<const CellLease*>(of_test))[0]);
          }) == 0);
  for (int i = 0; i < 10; ++i) in_a_thread([&] { pthread_setspecific(key, &counter); });
  pthread_key_delete(key);
  CHECK(cell_block_count() == before);
  CHECK(read_counter(counter[0]) == 11);
}
