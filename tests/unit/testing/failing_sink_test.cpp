#include "support/catch.hpp"
#include "support/labels.hpp"
#include "support/text_matchers.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/testing/failing_sink.hpp>
#include <isometric/testing/sink_conformance.hpp>

#include <atomic>
#include <cstddef>
#include <new>
#include <stdexcept>
#include <string>
#include <type_traits>

using namespace test_support;
using isometric::NullSink;
using isometric::RecordingSink;
using isometric::RegistrySink;
using isometric::Removable;
using isometric::snapshot;
using isometric::testing::check_sink_conformance;
using isometric::testing::FailingSink;
using isometric::testing::FailureKind;
using isometric::testing::HasNoFailures;
using isometric::testing::HasValue;
using isometric::testing::InducedFailure;

namespace {

using Failing = FailingSink<RegistrySink>;
using Moves = isometric::Counter<Failing, Group>;

}  // namespace

TEST_CASE("a failing sink that is told nothing, or told not to fail, conforms") {
  CHECK_THAT(check_sink_conformance([] { return FailingSink{RegistrySink{}}; }), HasNoFailures());
  CHECK_THAT(check_sink_conformance([] {
               FailingSink<RecordingSink> sink;
               sink.fail_at(1);
               sink.never_fail();
               return sink;
             }),
             HasNoFailures());
}

TEST_CASE("a failing sink fails at the operation that it was told, once, and says which it was") {
  const Failing sink;
  const Moves moves(sink, "app_moves_total", "Moves.");
  sink.fail_at(2);
  moves.labels("rack");
  CHECK(sink.failed_operation().empty());
  CHECK_THROWS_WITH(moves.labels("attic"),
                    "isometric: induced failure of operation 3, look-up in app_moves_total");
  CHECK(sink.failed_operation() == "operation 3, look-up in app_moves_total");
  moves.labels("attic");
  CHECK(sink.operations() == 4);
}

TEST_CASE("a failing sink counts from the moment when it is told, and forgets what it was told") {
  const Failing sink;
  const Moves moves(sink, "app_moves_total", "Moves.");
  sink.fail_at(1);
  sink.fail_at(2);
  moves.labels("rack");
  CHECK_THROWS_AS(moves.labels("rack"), InducedFailure);
  sink.fail_at(1);
  CHECK(sink.failed_operation().empty());
  CHECK_THROWS_AS(moves.labels("rack"), InducedFailure);
  sink.fail_at(1);
  sink.never_fail();
  moves.labels("rack");
  CHECK(sink.failed_operation().empty());
}

TEST_CASE("an operation that fails does not reach the sink inside") {
  const Failing sink;
  sink.fail_at(1);
  CHECK_THROWS_AS(Moves(sink, "app_moves_total", "Moves."), InducedFailure);
  // Its name is still free for anything.
  const isometric::Counter<Failing, Zone> zones(sink, "app_moves_total", "By zone.");
  sink.fail_at(1);
  CHECK_THROWS_AS(zones.labels("east"), InducedFailure);
  CHECK(snapshot(sink).families().empty());
}

TEST_CASE("a failing sink can fail as if there were no memory") {
  const Failing sink;
  sink.fail_at(1, FailureKind::bad_alloc);
  CHECK_THROWS_AS(Moves(sink, "app_moves_total", "Moves."), std::bad_alloc);
  CHECK(sink.failed_operation() == "operation 1, declaration of app_moves_total");
}

TEST_CASE("copies, the removable half and callbacks count together") {
  const FailingSink sink{RegistrySink{}};
  const auto copy = sink;
  copy.fail_at(3);
  const isometric::Gauge<Removable<Failing>, Group> nodes(sink, "app_nodes", "Nodes.");
  const isometric::CallbackGauge<Failing> free(copy, "app_free_bytes", "Free.");
  CHECK_THROWS_WITH(nodes.labels("rack"), Contains("look-up in app_nodes"));
  CHECK(sink.operations() == 3);
  CHECK(copy.failed_operation() == sink.failed_operation());
}

TEST_CASE("all that may throw in a sink can be made to") {
  const Failing sink;
  const isometric::Counter<Failing, Way> turns(sink, "app_turns_total", "Turns.");
  const isometric::Gauge<Removable<Failing>, Group> nodes(sink, "app_nodes", "Nodes.");
  const isometric::CallbackGauge<Failing, Way> free(sink, "app_free_bytes", "Free.");
  const auto unknown = static_cast<Direction>(9);
  const auto fails = [&](auto operation) {
    sink.fail_at(1);
    try {
      operation();
    } catch (const InducedFailure&) {
      return sink.failed_operation().substr(sink.failed_operation().find(',') + 2);
    }
    return std::string("nothing");
  };
  CHECK(fails([&] { turns.labels(unknown); }) == "rejected series of app_turns_total");
  CHECK(fails([&] { nodes.labels("rack"); }) == "look-up in app_nodes");
  CHECK(fails([&] { nodes.remove("rack"); }) == "removal from app_nodes");
  CHECK(fails([&] { nodes.clear(); }) == "removal from app_nodes");
  CHECK(fails([&] { static_cast<void>(nodes.own("rack")); }) == "acquisition in app_nodes");
  const auto add = [&](Direction way) { static_cast<void>(free.add(way, [] { return 1.0; })); };
  CHECK(fails([&] { add(Direction::up); }) == "callback for app_free_bytes");
  CHECK(fails([&] { add(unknown); }) == "rejected callback for app_free_bytes");
  // But not what the contract says does not throw.
  CHECK(fails([&] { turns.labels(Direction::up).inc(-1); }) == "nothing");
  CHECK(fails([&] { static_cast<void>(snapshot(sink)); }) == "nothing");
}

TEST_CASE("updates through a failing sink reach the sink inside") {
  const RegistrySink inner;
  const FailingSink sink{inner};
  const Moves moves(sink, "app_moves_total", "Moves.");
  moves.labels("rack").inc(3);
  CHECK_THAT(snapshot(inner), HasValue(moves.series("rack"), 3));
  CHECK_THAT(snapshot(sink), HasValue(moves.series("rack"), 3));
}

TEST_CASE("a failing sink has the halves of the sink inside") {
  STATIC_REQUIRE(isometric::RemovableSink<FailingSink<NullSink>>);
  STATIC_REQUIRE(isometric::CallbackSink<FailingSink<NullSink>>);
  STATIC_REQUIRE(!isometric::MetricsSource<FailingSink<NullSink>>);
  using Half = isometric::detail::RemovableHalf<NullSink>;
  STATIC_REQUIRE(!isometric::RemovableSink<FailingSink<Half>>);
  STATIC_REQUIRE(!isometric::CallbackSink<FailingSink<Half>>);
}

TEST_CASE("there is no operation 0") {
  CHECK_THROWS_AS(Failing().fail_at(0), std::invalid_argument);
}

TEST_CASE("of many threads, one meets the failure") {
  const Failing sink;
  const Moves moves(sink, "app_moves_total", "Moves.");
  sink.fail_at(50);
  std::atomic<int> failures = 0;
  in_threads(4, [&](std::size_t) {
    for (int i = 0; i < 100; ++i) {
      try {
        moves.labels("rack").inc();
      } catch (const InducedFailure&) {
        ++failures;
      }
    }
  });
  CHECK(failures == 1);
  CHECK(sink.operations() == 401);
  CHECK_THAT(snapshot(sink), HasValue(moves.series("rack"), 399));
}

TEST_CASE("an induced failure says what failed, and that it was meant to") {
  CHECK(InducedFailure("operation 3, look-up in app_x").what() ==
        std::string("isometric: induced failure of operation 3, look-up in app_x"));
}

TEST_CASE("an induced failure is a runtime error that can be copied safely") {
  STATIC_REQUIRE(std::is_base_of_v<std::runtime_error, InducedFailure>);
  STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<InducedFailure>);
}
