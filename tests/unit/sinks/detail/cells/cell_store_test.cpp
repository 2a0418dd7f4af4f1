#include "support/catch.hpp"
#include "support/cells.hpp"
#include "support/threads.hpp"

#include <isometric/sinks/detail/cells/cell_lease.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <atomic>
#include <cstddef>
#include <vector>

using isometric::detail::add;
using isometric::detail::add_one;
using isometric::detail::CellLease;
using isometric::detail::CellPlace;
using isometric::detail::read_counter;
using test_support::in_a_thread;
using test_support::in_threads;

TEST_CASE("leases that were given back are 0 everywhere, and used again") {
  CellPlace first;
  {
    const CellLease lease(24);
    first = lease[0];
    in_threads(3, [&](std::size_t) {
      for (std::size_t i = 0; i < 24; ++i) {
        add_one(lease[i]);
        add(lease[i], 0.5);
      }
    });
  }
  const CellLease again(24);
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

TEST_CASE("leases come and go in all threads, and each counts what was counted in it") {
  std::atomic<std::size_t> wrong = 0;
  in_threads(4, [&](std::size_t index) {
    for (std::size_t i = 0; i < 200; ++i) {
      const CellLease lease(1 + (index + i) % 20);
      add_one(lease[0]);
      in_a_thread([&] {
        add_one(lease[0]);
        add(lease[0], 0.5);
      });
      if (read_counter(lease[0]) != 2.5) ++wrong;
    }
  });
  CHECK(wrong == 0);
}
