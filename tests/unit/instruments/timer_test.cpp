#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/timer.hpp>
#include <isometric/metrics_source.hpp>
#include <isometric/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <chrono>
#include <stdexcept>
#include <type_traits>

using namespace std::chrono_literals;
using namespace test_support;
using isometric::Histogram;
using isometric::ManualClock;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::Timer;

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
    CHECK(timer.seconds() == 1.5);
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
    CHECK(timer.stop() == 3);
    CHECK(server.up().sum == 3);
    server.clock.advance(4s);
    CHECK(timer.stop() == 0);
    CHECK(timer.seconds() == 7);
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
    CHECK(timer.stop() == 0);
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

TEST_CASE("a timer takes a histogram without labels, and keeps it alive") {
  const RegistrySink sink;
  const ManualClock clock;
  {
    const auto timer = [&] {
      const Histogram<RegistrySink> duration(sink, "app_duration_seconds", "Time.");
      return Timer{duration, clock};
    }();
    clock.advance(1ns);
  }
  CHECK(snapshot(sink).histogram({"app_duration_seconds"}).sum == 1e-9);
}

TEST_CASE("a timer without a clock of its own uses the steady one") {
  const RegistrySink sink;
  const Histogram<RegistrySink> duration(sink, "app_duration_seconds", "Time.");
  Timer timer{duration};
  STATIC_REQUIRE(
      std::is_same_v<decltype(timer), Timer<Histogram<RegistrySink>, std::chrono::steady_clock>>);
  const double first = timer.seconds();
  const double second = timer.seconds();
  CHECK(first >= 0);
  CHECK(second >= first);
  CHECK(timer.stop() >= second);
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

TEST_CASE("a timer on a sink that keeps nothing still measures") {
  const ManualClock clock;
  const Histogram<NullSink> duration(NullSink{}, "app_duration_seconds", "Time.");
  Timer timer{duration, clock};
  clock.advance(250ms);
  CHECK(timer.stop() == 0.25);
}
