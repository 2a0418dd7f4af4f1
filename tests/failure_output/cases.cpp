// Test cases that fail, as users' tests do. What Catch2 prints of them is compared with a file, so
// that the messages are seen where people read them: behind the subject, wrapped and indented.
#include "support/catch.hpp"
#include "support/measured_server.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/buckets.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <chrono>
#include <string>

using namespace isometric::testing;
using isometric::Field;
using isometric::Gauge;
using isometric::Histogram;
using isometric::RegistrationConflict;
using isometric::RegistrySink;
using isometric::snapshot;
using test_support::Direction;
using test_support::MeasuredServer;

namespace {

/// What a server exposes once it has been asked.
struct UsedServer : MeasuredServer {
  UsedServer() {
    nodes.set(3);
    moves.labels("rack-1", Direction::up).inc(2);
    moves.labels("rack-2", Direction::up).inc();
    sizes.labels(Direction::up).observe(0.2);
  }
};

}  // namespace

TEST_CASE("another value") {
  const UsedServer server;
  CHECK_THAT(snapshot(server.sink), HasValue(server.nodes.series(), 4));
}

TEST_CASE("a series that is not there, and those of its family that are") {
  const UsedServer server;
  CHECK_THAT(snapshot(server.sink), HasValue(server.moves.series("rack-3", Direction::up), 1));
}

TEST_CASE("a misspelt family, and those of similar names") {
  const UsedServer server;
  CHECK_THAT(snapshot(server.sink), HasValue(series("app_node"), 3));
}

TEST_CASE("a value among very many") {
  const RegistrySink sink;
  const Gauge<RegistrySink, isometric::Label<"rack">> nodes(sink, "app_nodes", "Nodes.");
  for (int i = 100; i < 300; ++i) nodes.labels(std::to_string(i)).set(1);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series("299"), 2));
}

TEST_CASE("an increase by another amount, and what else changed") {
  const UsedServer server;
  const Changes changes(server.sink);
  server.nodes.set(5);
  server.moves.labels("rack-1", Direction::down).inc();
  CHECK_THAT(changes, IncreasedBy(server.nodes.series(), 1));
}

TEST_CASE("a change that nobody expected") {
  const UsedServer server;
  const Changes changes(server.sink);
  server.moves.labels("rack-1", Direction::down).inc();
  server.sizes.labels(Direction::up).observe(0.2);
  CHECK_THAT(changes, OnlyChanged(server.moves.series("rack-1", Direction::down), +1));
}

TEST_CASE("a histogram that observed something else") {
  const UsedServer server;
  const Changes changes(server.sink);
  server.sizes.labels(Direction::up).observe(0.3);
  server.sizes.labels(Direction::up).observe(0.4);
  CHECK_THAT(changes, UniqueSample(server.sizes.series(Direction::up), 0.02));
}

TEST_CASE("buckets that took something else") {
  const RegistrySink sink;
  const Histogram<RegistrySink> waits(sink, "app_wait_seconds", "Waits.",
                                      isometric::buckets(0.1, 1, 10));
  waits.observe(0.05);
  waits.observe(5);
  CHECK_THAT(snapshot(sink), BucketsAre(waits.series(), {{0.1, 1}, {1, 1}}));
}

TEST_CASE("a page that says something else") {
  const UsedServer server;
  const std::string expected = R"(
    # HELP app_moves_total Moves.
    # TYPE app_moves_total counter
    app_moves_total{direction="down",group="rack-1"} 0
    app_moves_total{direction="up",group="rack-1"} 2
    app_moves_total{direction="down",group="rack-2"} 0
    app_moves_total{direction="up",group="rack-2"} 2
  )";
  CHECK_THAT(server.sink, ExposesText(expected, {"app_moves_total"}));
}

TEST_CASE("a page that is not valid") {
  CHECK_THAT("app_nodes 3\napp_jobs{kind=\"print\"} many\n", ValidExposition());
}

TEST_CASE("a page that could be better") {
  CHECK_THAT("# HELP app_size_kb Size.\n# TYPE app_size_kb gauge\napp_size_kb 3\n", LintClean());
}

TEST_CASE("what is declared and not exposed") {
  const isometric::CatalogueSink declared;
  const Gauge<isometric::CatalogueSink> nodes(declared, "app_nodes", "Nodes known.");
  const Gauge<isometric::CatalogueSink> jobs(declared, "app_jobs", "Jobs.");
  const UsedServer server;
  CHECK_THAT(snapshot(server.sink), AllDeclaredExposed(declared.catalogue()));
}

TEST_CASE("a conflict over something else") {
  // As a sink throws it, but without the paths of this build.
  const auto declare = [] {
    throw RegistrationConflict(
        {"app_size_bytes", Field::buckets, "(1, 2)", "(5)", "disk.cpp:3", "tape.cpp:4"});
  };
  CHECK_THROWS_MATCHES(declare(), RegistrationConflict, ConflictsOn(Field::type));
}

TEST_CASE("what has not come to pass in time") {
  const UsedServer server;
  const isometric::ManualClock clock;
  CHECK_THAT(server.sink,
             Eventually(HasValue(server.nodes.series(), 4), std::chrono::milliseconds(50), clock,
                        [&](auto time) { clock.advance(time); }));
}

TEST_CASE("a test that is wrong by itself") {
  const UsedServer server;
  CHECK_THAT(server.sink, !ExposesText("app_nodes 3", {"app_node"}));
}
