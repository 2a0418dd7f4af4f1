#include "support/catch.hpp"
#include "support/threads.hpp"

#include <isometric/exposition/detail/process/process_reader.hpp>

#include <cstddef>
#include <vector>

namespace {

using isometric::detail::BootTime;

TEST_CASE("a boot time stays as it was measured first while the clocks only tremble") {
  BootTime boot;
  CHECK(boot.update(1'700'000'000.25) == 1'700'000'000.25);
  CHECK(boot.update(1'700'000'000.2500001) == 1'700'000'000.25);
  CHECK(boot.update(1'700'000'000.2) == 1'700'000'000.25);
  CHECK(boot.update(1'700'000'000.7) == 1'700'000'000.25);
}

TEST_CASE("a boot time moves when the wall clock is set, either way, and stays there") {
  BootTime boot;
  boot.update(0);
  CHECK(boot.update(1'700'000'000) == 1'700'000'000);
  CHECK(boot.update(1'700'000'000.1) == 1'700'000'000);
  CHECK(boot.update(1'699'999'999) == 1'699'999'999);
  CHECK(boot.update(1'699'999'999.1) == 1'699'999'999);
}

TEST_CASE("threads that measure a boot time for the first time agree on one measurement") {
  for (int round = 0; round < 200; ++round) {
    BootTime boot;
    std::vector<double> kept(4);
    test_support::in_threads(kept.size(), [&](std::size_t index) {
      kept[index] = boot.update(100 + static_cast<double>(index) * 0.01);
    });
    CHECK(kept == std::vector<double>(kept.size(), kept.front()));
  }
}

}  // namespace
