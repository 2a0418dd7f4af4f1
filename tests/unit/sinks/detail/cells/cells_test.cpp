#include "support/catch.hpp"
#include "support/threads.hpp"

#include <isometric/sinks/detail/cells/cells.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <thread>
#include <vector>

using isometric::detail::add;
using isometric::detail::add_observation;
using isometric::detail::add_one;
using isometric::detail::CellPlace;
using isometric::detail::read_counter;
using isometric::detail::read_stripe;
using test_support::in_threads;

namespace {

/// Some cells, as long as it lives.
class Lease {
 public:
  explicit Lease(std::size_t count)
      : first_(isometric::detail::lease_cells(count)), count_(count) {}
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() { isometric::detail::return_cells(first_, count_); }

  [[nodiscard]] CellPlace operator[](std::size_t i) const { return first_.after(i); }

 private:
  CellPlace first_;
  std::size_t count_;
};

/// The blocks of cells that the process has.
std::size_t block_count() {
  std::size_t count = 0;
  for (auto* cells = isometric::detail::cell_store().first_cells(); cells != nullptr;
       cells = cells->next) {
    ++count;
  }
  return count;
}

/// In a thread of its own, which has ended when this returns.
template <class Work>
void in_thread(Work work) {
  std::thread(work).join();
}

}  // namespace

TEST_CASE("what threads count that start and end throughout adds up exactly") {
  const Lease counters(100);
  in_threads(4, [&](std::size_t) {
    for (int i = 0; i < 300; ++i) {
      in_thread([&] {
        for (std::size_t place = 0; place < 100; ++place) {
          add_one(counters[place]);
          add(counters[place], 2);
          add(counters[place], 0.25);
        }
      });
    }
  });
  for (std::size_t place = 0; place < 100; ++place) {
    CHECK(read_counter(counters[place]) == 4 * 300 * 3.25);
  }
}

TEST_CASE("cells are more than one segment has, and each counts for itself") {
  constexpr std::size_t count = 5000;
  std::vector<CellPlace> places;
  for (std::size_t i = 0; i < count; ++i) places.push_back(isometric::detail::lease_cells(1));
  in_threads(2, [&](std::size_t) {
    for (std::size_t i = 0; i < count; ++i) add(places[i], static_cast<double>(i));
  });
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (read_counter(places[i]) != 2 * static_cast<double>(i)) ++wrong;
    isometric::detail::return_cells(places[i], 1);
  }
  CHECK(wrong == 0);
  CHECK(places.back().segment() > places.front().segment());
}

TEST_CASE("integral increments lose nothing beyond 2^53, where doubles stand still") {
  const Lease counter(1);
  add(counter[0], 9007199254740992.0);  // 2^53
  for (int i = 0; i < 1000; ++i) add(counter[0], 1);
  add_one(counter[0]);
  add_one(counter[0]);
  CHECK(read_counter(counter[0]) == 9007199254740992.0 + 1002);
}

TEST_CASE("counters take amounts of any size") {
  const Lease counter(3);
  add(counter[0], 4294967296.0);
  add(counter[0], 4294967295.0);
  add(counter[0], 0.5);
  CHECK(read_counter(counter[0]) == 8589934591.5);
  add(counter[1], 1e300);
  add(counter[1], 1);
  CHECK(read_counter(counter[1]) == 1e300);
  add(counter[2], -0.0);
  add(counter[2], 5e-324);
  CHECK(read_counter(counter[2]) == 5e-324);
}

TEST_CASE("the cells of a thread that has ended are the next one's") {
  const Lease counter(1);
  in_thread([&] { add_one(counter[0]); });
  const std::size_t before = block_count();
  for (int i = 0; i < 100; ++i) {
    in_thread([&] {
      add_one(counter[0]);
      add(counter[0], 0.5);
    });
  }
  CHECK(block_count() == before);
  CHECK(read_counter(counter[0]) == 151);
}

TEST_CASE("leases that were given back are 0 everywhere, and used again") {
  CellPlace first;
  {
    const Lease lease(24);
    first = lease[0];
    in_threads(3, [&](std::size_t) {
      for (std::size_t i = 0; i < 24; ++i) {
        add_one(lease[i]);
        add(lease[i], 0.5);
      }
    });
  }
  const Lease again(24);
  CHECK(again[0] == first);
  for (std::size_t i = 0; i < 24; ++i) CHECK(read_counter(again[i]) == 0);
}

TEST_CASE("leases never overlap, and those of eight or more begin a cache line") {
  std::vector<std::size_t> sizes(500);
  for (std::size_t i = 0; i < sizes.size(); ++i) sizes[i] = 1 + i * i % 137;
  std::vector<CellPlace> places;
  for (int round = 0; round < 3; ++round) {
    for (const std::size_t size : sizes) {
      places.push_back(isometric::detail::lease_cells(size));
      if (size >= 8) CHECK(places.back().offset() % 8 == 0);
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      for (std::size_t cell = 0; cell < sizes[i]; ++cell) add_one(places[i].after(cell));
    }
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      for (std::size_t cell = 0; cell < sizes[i]; ++cell) {
        wrong += read_counter(places[i].after(cell)) == 1 ? 0U : 1U;
      }
      isometric::detail::return_cells(places[i], sizes[i]);
    }
    CHECK(wrong == 0);
    places.clear();
  }
}

TEST_CASE("a histogram's stripe has its buckets and its sum from all threads") {
  const Lease stripe(6);
  in_threads(3, [&](std::size_t index) {
    for (int i = 0; i < 1000; ++i) add_observation(stripe[0], index, 0.5, 1);
    add_observation(stripe[0], 4, 10, 7);
  });
  std::array<std::uint64_t, 5> buckets{};
  double sum = 0;
  read_stripe(stripe[0], buckets.size(), buckets.data(), sum);
  CHECK(buckets == std::array<std::uint64_t, 5>{1000, 1000, 1000, 0, 21});
  CHECK(sum == 1500 + 210);
}

TEST_CASE("a sum never goes backwards while threads come and go") {
  const Lease counter(1);
  std::atomic<bool> is_over = false;
  std::atomic<int> readers = 0;
  std::atomic<bool> went_back = false;
  in_threads(4, [&](std::size_t index) {
    if (index < 2) {
      while (readers < 2) std::this_thread::yield();
      for (int i = 0; i < 500; ++i) {
        in_thread([&] {
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
