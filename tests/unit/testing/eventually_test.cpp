#include "support/catch.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/change_checks.hpp>
#include <isometric/testing/changes.hpp>
#include <isometric/testing/eventually.hpp>
#include <isometric/testing/manual_clock.hpp>
#include <isometric/testing/value_checks.hpp>
#include <isometric/testing/verdict.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using isometric::ManualClock;
using isometric::testing::eventually;
using isometric::testing::Verdict;
using namespace std::chrono_literals;

namespace {

/// A world in which time goes by only while somebody sleeps or reads.
struct StillWorld {
  ManualClock clock;
  std::chrono::nanoseconds reading_takes = 0ns;
  std::vector<std::chrono::nanoseconds> pauses;
  int readings = 0;

  std::chrono::nanoseconds now() const { return clock.now().time_since_epoch(); }

  /// Waits until the time `holds_from`.
  Verdict wait(std::chrono::nanoseconds holds_from, std::chrono::nanoseconds timeout) {
    return eventually(
        [&] {
          ++readings;
          const auto seen = now();
          clock.advance(reading_takes);
          return seen;
        },
        [&](std::chrono::nanoseconds seen) {
          return seen >= holds_from ? Verdict{true, {}} : Verdict{false, "too early"};
        },
        timeout, clock,
        [&](std::chrono::nanoseconds time) {
          pauses.push_back(time);
          clock.advance(time);
        });
  }
};

}  // namespace

TEST_CASE("what holds at once is read once, without a pause") {
  StillWorld world;
  CHECK(world.wait(0s, 2s));
  CHECK(world.readings == 1);
  CHECK(world.pauses.empty());
}

TEST_CASE("what comes to hold is waited for, and no longer") {
  StillWorld world;
  const auto verdict = world.wait(100ms, 2s);
  CHECK(verdict.holds);
  CHECK(verdict.explanation.empty());
  CHECK(world.now() >= 100ms);
  CHECK(world.now() <= 120ms);
}

TEST_CASE("pauses grow from 1 ms to 20 ms, and end with the timeout") {
  StillWorld world;
  CHECK(!world.wait(1h, 100ms));
  CHECK(world.pauses ==
        std::vector<std::chrono::nanoseconds>{1ms, 2ms, 4ms, 8ms, 16ms, 20ms, 20ms, 20ms, 9ms});
  CHECK(world.now() == 100ms);
}

TEST_CASE("what never holds says how long it was waited for, and what the last reading was like") {
  StillWorld world;
  CHECK(world.wait(1h, 2s).explanation == "after 2 s, 105 readings: too early");
  CHECK(StillWorld{}.wait(1h, 0s).explanation == "after 0 s, 1 reading: too early");
  CHECK(StillWorld{}.wait(1h, 1500us).explanation == "after 0.002 s, 3 readings: too early");
}

TEST_CASE("the last reading begins when the timeout has passed") {
  StillWorld world;
  CHECK(world.wait(2s, 2s));
  CHECK(!world.wait(5s, 1s));
  CHECK(world.now() == 3s);
}

TEST_CASE("a machine so slow that one reading takes longer than the timeout reads once more") {
  StillWorld world;
  world.reading_takes = 10s;
  CHECK(world.wait(5s, 2s));
  CHECK(world.readings == 2);
  CHECK(world.pauses.empty());
}

TEST_CASE("without any time there is one reading") {
  StillWorld world;
  CHECK(world.wait(0s, 0s));
  CHECK(!world.wait(1h, -1s));
  CHECK(world.readings == 2);
}

TEST_CASE("what a reading throws passes through eventually()") {
  const auto read = []() -> int { throw std::runtime_error("no such sink"); };
  CHECK_THROWS_WITH(eventually(read, [](int) { return Verdict{true, {}}; }, 1s), "no such sink");
}

TEST_CASE("eventually() reads a sink, and sees what another thread does") {
  using Sink = isometric::RegistrySink;
  const Sink sink;
  const isometric::Gauge<Sink> jobs(sink, "app_jobs", "Jobs.");
  std::thread worker([&] { jobs.set(3); });
  const auto verdict = eventually(
      sink,
      [&](const isometric::Snapshot& seen) {
        return isometric::testing::has_value(seen, jobs.series(), 3);
      },
      1min);
  worker.join();
  CHECK(verdict);
}

TEST_CASE("of changes, each reading is what changed up to then") {
  const isometric::RegistrySink sink;
  const isometric::Counter<isometric::RegistrySink> done{sink, "app_jobs_done_total", "Jobs."};
  done.inc(5);
  const isometric::testing::Changes changes(sink);
  const ManualClock clock;
  const auto work_on = [&](std::chrono::nanoseconds time) {
    clock.advance(time);
    done.inc();
  };
  const auto three_are_done = [&](const isometric::SnapshotDelta& delta) {
    return isometric::testing::increased_by(delta, done.series(), 3);
  };
  CHECK(eventually(changes, three_are_done, 2s, clock, work_on));
  CHECK(clock.now().time_since_epoch() == 7ms);
}
