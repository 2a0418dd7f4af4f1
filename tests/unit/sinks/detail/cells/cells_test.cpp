#include "support/cells.hpp"

#include "support/catch.hpp"
#include "support/threads.hpp"

#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/cells/cell_lease.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
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
using isometric::detail::add_observations;
using isometric::detail::add_one;
using isometric::detail::CellLease;
using isometric::detail::CellPlace;
using isometric::detail::read_counter;
using test_support::in_a_thread;
using test_support::in_threads;
using test_support::read_stripe;

TEST_CASE("what threads count that start and end throughout adds up exactly") {
  const CellLease counters(100);
  in_threads(4, [&](std::size_t) {
    for (int i = 0; i < 300; ++i) {
      in_a_thread([&] {
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
  std::vector<CellPlace> places;
  do {
    places.push_back(isometric::detail::lease_cells(1));
  } while (places.size() < 1000 || places.back().segment() == places.front().segment());
  const std::size_t count = places.size();
  in_threads(2, [&](std::size_t) {
    for (std::size_t i = 0; i < count; ++i) add(places[i], static_cast<double>(i));
  });
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (read_counter(places[i]) != 2 * static_cast<double>(i)) ++wrong;
    isometric::detail::return_cells(places[i], 1);
  }
  CHECK(wrong == 0);
}

TEST_CASE("integral increments lose nothing beyond 2^53, where doubles stand still") {
  const CellLease counter(1);
  add(counter[0], 9007199254740992.0);  // 2^53
  for (int i = 0; i < 1000; ++i) add(counter[0], 1);
  add_one(counter[0]);
  add_one(counter[0]);
  CHECK(read_counter(counter[0]) == 9007199254740992.0 + 1002);
}

TEST_CASE("counters take amounts of any size") {
  const CellLease counter(3);
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

TEST_CASE("no counter falls when the cells of threads that ended hold numbers near 2^63") {
  const CellLease counter(1);
  double before = 0;
  for (int i = 0; i < 8; ++i) {
    // Whoever comes next counts on in the cells that this one leaves.
    in_threads(1, [&](std::size_t) { add(counter[0], 4.6e18); });
    const double now = read_counter(counter[0]);
    CHECK(now == before + 4.6e18);
    before = now;
  }
  for (int i = 0; i < 8; ++i) add(counter[0], 9e18);
  add(counter[0], 4294967295.0);
  CHECK(read_counter(counter[0]) >= before + 8 * 9e18);
}

TEST_CASE("no count falls, however often a value is observed at once") {
  const CellLease stripe(3);
  const CellPlace place = stripe[0];
  isometric::HistogramSample before;
  before.buckets.resize(2);
  for (int i = 0; i < 8; ++i) {
    in_threads(1, [&](std::size_t) {
      add_observations(place, 1, 0.5, std::uint64_t{1} << 62);
      if (i > 5) add_observations(place, 0, 0.5, ~std::uint64_t{0});
    });
    isometric::HistogramSample now = before;
    isometric::detail::read_histogram_cells(&place, 1, &now);
    CHECK(now.buckets[0].cumulative_count >= before.buckets[0].cumulative_count);
    CHECK(now.buckets[1].cumulative_count >= before.buckets[1].cumulative_count);
    CHECK(now.count == now.buckets[1].cumulative_count);
    CHECK(isometric::detail::read_stripe_count(place, 2) == now.count);
    before = now;
  }
}

TEST_CASE("a histogram's stripe has its buckets and its sum from all threads") {
  const CellLease stripe(6);
  in_threads(3, [&](std::size_t index) {
    for (int i = 0; i < 1000; ++i) add_observation(stripe[0], index, 0.5);
    add_observations(stripe[0], 4, 10, 7);
  });
  std::array<std::uint64_t, 5> buckets{};
  double sum = 0;
  read_stripe(stripe[0], buckets.size(), buckets.data(), sum);
  CHECK(buckets == std::array<std::uint64_t, 5>{1000, 1000, 1000, 0, 21});
  CHECK(sum == 1500 + 210);
}
