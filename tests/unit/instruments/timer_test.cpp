#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/timer.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <chrono>
#include <stdexcept>
#include <type_traits>

using namespace std::chrono_literals;
using namespace test_support;
using isometric::Gauge;
using isometric::Histogram;
using isometric::ManualClock;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::Timer;
using isometric::testing::HasValue;

namespace {

struct Server {
  RegistrySink sink;
  Histogram<RegistrySink, Way> duration{sink, "app_duration_seconds", "Time.",
                                        isometric::buckets(1, 10)};
  ManualClock clock;

  isometric::HistogramSample up() const {
    return snapshot(sink).histogram(duration.series(Direction::up));
  }
};

}  // namespace

TEST_CASE("a timer observes, in seconds, when its scope ends") {
  const Server server;
  {
    const Timer timer{server.duration.labels(Direction::up), server.clock};
    server.clock.advance(1500ms);
    CHECK(server.up().count == 0);
  }
  CHECK(server.up().count == 1);
  CHECK(server.up().sum == 1.5);
  CHECK(server.up().buckets[0].cumulative_count == 0);
  CHECK(server.up().buckets[1].cumulative_count == 1);
}

TEST_CASE("a timer observes once when an exception ends its scope") {
  const Server server;
  try {
    const Timer timer{server.duration.labels(Direction::up), server.clock};
    server.clock.advance(2s);
    throw std::runtime_error("the request failed");
  } catch (const std::runtime_error&) {
  }
  CHECK(server.up().count == 1);
  CHECK(server.up().sum == 2);
}

TEST_CASE("a timer that is stopped observes at that moment and never again") {
  const Server server;
  {
    Timer timer{server.duration.labels(Direction::up), server.clock};
    server.clock.advance(3s);
    timer.stop();
    CHECK(server.up().sum == 3);
    server.clock.advance(4s);
    timer.stop();
  }
  CHECK(server.up().count == 1);
  CHECK(server.up().sum == 3);
}

TEST_CASE("a timer that is cancelled observes nothing") {
  const Server server;
  {
    Timer timer{server.duration.labels(Direction::up), server.clock};
    server.clock.advance(3s);
    timer.cancel();
    timer.stop();
  }
  CHECK(server.up().count == 0);
}

TEST_CASE("a timer that measures no time observes 0") {
  const Server server;
  {
    const Timer timer{server.duration.labels(Direction::up), server.clock};
  }
  CHECK(server.up().count == 1);
  CHECK(server.up().sum == 0);
}

TEST_CASE("a timer takes a histogram without labels, and keeps the handle of its series") {
  const RegistrySink sink;
  const ManualClock clock;
  const Histogram<RegistrySink> duration(sink, "app_duration_seconds", "Time.");
  {
    const Timer timer{duration, clock};
    STATIC_REQUIRE(std::is_same_v<decltype(timer),
                                  const Timer<Histogram<RegistrySink>::handle_type, ManualClock>>);
    clock.advance(1ns);
  }
  CHECK(snapshot(sink).histogram(duration.series()).sum == 1e-9);
}

TEST_CASE("a gauge is set to what a timer measured last") {
  const RegistrySink sink;
  const ManualClock clock;
  const Gauge<RegistrySink> last(sink, "app_last_reload_duration_seconds", "Time.");
  const Gauge<RegistrySink, Way> by_way(sink, "app_last_move_duration_seconds", "Time.");
  for (const auto pause : {4s, 3s}) {
    const Timer timer{last, clock};
    const Timer moving{by_way.labels(Direction::down), clock};
    clock.advance(pause);
  }
  CHECK_THAT(snapshot(sink), HasValue(last.series(), 3));
  CHECK_THAT(snapshot(sink), HasValue(by_way.series(Direction::down), 3));
}

TEST_CASE("a counter adds up what timers measure") {
  RegistrySink sink;
  const isometric::Counter<RegistrySink, Way> busy(sink, "app_busy_seconds_total", "Time at work.");
  const ManualClock clock;
  for (const auto time : {1500ms, 250ms}) {
    const Timer timer{busy.labels(Direction::up), clock};
    clock.advance(time);
  }
  CHECK_THAT(snapshot(sink), HasValue(busy.series(Direction::up), 1.75));
}

TEST_CASE("a timer without a clock of its own uses the steady one") {
  const Server server;
  const Timer timer{server.duration.labels(Direction::up)};
  STATIC_REQUIRE(
      std::is_same_v<decltype(timer), const Timer<Histogram<RegistrySink, Way>::handle_type,
                                                  std::chrono::steady_clock>>);
}

TEST_CASE("timers of one histogram are independent, nested or not") {
  const Server server;
  {
    const Timer outer{server.duration.labels(Direction::up), server.clock};
    server.clock.advance(1s);
    {
      const Timer inner{server.duration.labels(Direction::up), server.clock};
      server.clock.advance(5s);
    }
    CHECK(server.up().sum == 5);
  }
  CHECK(server.up().sum == 11);
}

TEST_CASE("a timer can be neither copied nor moved: it observes once") {
  using Measured = Timer<Histogram<RegistrySink, Way>::handle_type>;
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<Measured>);
  STATIC_REQUIRE_FALSE(std::is_move_constructible_v<Measured>);
}

namespace {

/// Fails the test when it is read.
struct ForbiddenClock {
  std::chrono::steady_clock::time_point now() const {
    FAIL("the clock was read");
    return {};
  }
};

}  // namespace

TEST_CASE("a timer on a sink that keeps nothing does not read the clock, and is empty") {
  const Histogram<NullSink> duration(NullSink{}, "app_duration_seconds", "Time.");
  const Gauge<NullSink, Way> last(NullSink{}, "app_last_move_duration_seconds", "Time.");
  Timer timer{duration, ForbiddenClock{}};
  Timer moving{last.labels(Direction::up), ForbiddenClock{}};
  timer.stop();
  moving.cancel();
  STATIC_REQUIRE(std::is_empty_v<decltype(timer)>);
  STATIC_REQUIRE(std::is_empty_v<decltype(moving)>);
}
