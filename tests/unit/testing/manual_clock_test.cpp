#include "support/catch.hpp"

#include <isometric/testing/manual_clock.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using isometric::ManualClock;
using namespace std::chrono_literals;

TEST_CASE("a manual clock stands still until it is advanced") {
  const ManualClock clock;
  const auto before = clock.now();
  CHECK(clock.now() == before);
  clock.advance(90s);
  CHECK(clock.now() - before == 90s);
  clock.advance(1ns);
  CHECK(clock.now() - before == 90s + 1ns);
}

TEST_CASE("a manual clock starts at its epoch, or where it is told to") {
  CHECK(ManualClock{}.now().time_since_epoch() == 0s);
  CHECK(ManualClock{24h}.now().time_since_epoch() == 24h);
  CHECK(ManualClock{-5s}.now().time_since_epoch() == -5s);
}

TEST_CASE("copies of a manual clock share one time") {
  const ManualClock mine;
  const ManualClock theirs = mine;
  mine.advance(1s);
  CHECK(theirs.now() == mine.now());
  theirs.advance(1s);
  CHECK(mine.now().time_since_epoch() == 2s);
}

TEST_CASE("manual clocks that are no copies of one another share nothing") {
  const ManualClock one;
  const ManualClock other;
  one.advance(1s);
  CHECK(other.now().time_since_epoch() == 0s);
}

TEST_CASE("assigning a manual clock makes it a copy") {
  const ManualClock one{7s};
  ManualClock other;
  other = one;
  one.advance(1s);
  CHECK(other.now().time_since_epoch() == 8s);
}

TEST_CASE("a manual clock that was moved from still tells the time") {
  ManualClock clock{7s};
  const ManualClock copy = std::move(clock);
  copy.advance(1s);
  CHECK(clock.now() == copy.now());
}

TEST_CASE("a manual clock outlives the one it was copied from") {
  auto original = std::make_unique<ManualClock>(3s);
  const ManualClock copy = *original;
  original.reset();
  copy.advance(1s);
  CHECK(copy.now().time_since_epoch() == 4s);
}

TEST_CASE("a manual clock never goes back") {
  const ManualClock clock{5s};
  CHECK_THROWS_AS(clock.advance(-1ns), std::invalid_argument);
  CHECK(clock.now().time_since_epoch() == 5s);
  CHECK_NOTHROW(clock.advance(0s));
}

TEST_CASE("a manual clock has the members of a standard clock") {
  STATIC_REQUIRE(std::is_same_v<ManualClock::time_point::clock, ManualClock>);
  STATIC_REQUIRE(std::is_same_v<ManualClock::time_point::duration, ManualClock::duration>);
  STATIC_REQUIRE(std::is_same_v<ManualClock::duration::rep, ManualClock::rep>);
  STATIC_REQUIRE(std::is_same_v<ManualClock::duration::period, ManualClock::period>);
  STATIC_REQUIRE(ManualClock::is_steady);
  STATIC_REQUIRE(noexcept(std::declval<const ManualClock&>().now()));
}

TEST_CASE("threads that advance one manual clock lose no step") {
  const ManualClock clock;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i != 4; ++i) {
      threads.emplace_back([clock] {
        auto last = clock.now();
        for (int step = 0; step != 1'000; ++step) {
          clock.advance(1ms);
          const auto now = clock.now();
          if (now - last < 1ms) std::terminate();
          last = now;
        }
      });
    }
  }
  CHECK(clock.now().time_since_epoch() == 4s);
}
