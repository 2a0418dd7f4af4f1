#include "support/catch.hpp"

#include <isometric/instruments/stopwatch.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <chrono>
#include <type_traits>

using namespace std::chrono_literals;
using isometric::ManualClock;
using isometric::Stopwatch;

TEST_CASE("a stopwatch tells the seconds since it was made, as often as it is asked") {
  const ManualClock clock{5s};
  const Stopwatch stopwatch{clock};
  CHECK(stopwatch.seconds() == 0);
  clock.advance(250ms);
  CHECK(stopwatch.seconds() == 0.25);
  CHECK(stopwatch.seconds() == 0.25);
  clock.advance(2min);
  CHECK(stopwatch.seconds() == 120.25);
}

TEST_CASE("a copy of a stopwatch has the same start") {
  const ManualClock clock;
  const Stopwatch stopwatch{clock};
  clock.advance(1s);
  const Stopwatch copy = stopwatch;
  clock.advance(1s);
  CHECK(copy.seconds() == 2);
}

TEST_CASE("a stopwatch without a clock of its own uses the steady one") {
  const Stopwatch stopwatch;
  STATIC_REQUIRE(std::is_same_v<decltype(stopwatch), const Stopwatch<std::chrono::steady_clock>>);
  STATIC_REQUIRE(sizeof(stopwatch) == sizeof(std::chrono::steady_clock::time_point));
  const double first = stopwatch.seconds();
  const double second = stopwatch.seconds();
  CHECK(first >= 0);
  CHECK(second >= first);
}
