#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/metrics_source.hpp>
#include <isometric/series_selector.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <string>

// The matchers as Catch2 sees them. What they hold for is tested with the checks that they wrap.

using namespace test_support;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::ExpectedChange;
using isometric::testing::HasValue;
using isometric::testing::IncreasedBy;
using isometric::testing::OnlyChanged;

namespace {

struct Server {
  RegistrySink sink;
  isometric::Counter<RegistrySink, Group, Way> moves{sink, "app_moves_total", "Moves."};
  isometric::Gauge<RegistrySink> nodes{sink, "app_nodes", "Nodes."};
  isometric::Histogram<RegistrySink, Way> sizes{sink, "app_size", "Sizes."};
};

/// What Catch2 would print below the assertion.
template <class Matcher, class Subject>
std::string complaint(const Matcher& matcher, const Subject& subject) {
  REQUIRE_FALSE(matcher.match(subject));
  return matcher.toString();
}

}  // namespace

TEST_CASE("matchers take typed selectors and hold for what happened") {
  const Server server;
  const auto before = snapshot(server.sink);
  server.moves.labels("a", Direction::up).inc(2);
  CHECK_THAT(snapshot(server.sink), HasValue(server.moves.series("a", Direction::up), 2));
  CHECK_THAT(snapshot(server.sink) - before,
             IncreasedBy(server.moves.series("a", Direction::up), 2));
  CHECK_THAT(snapshot(server.sink) - before,
             OnlyChanged(server.moves.series("a", Direction::up), +2.0));
  server.sizes.labels(Direction::down).observe(1);
  CHECK_THAT(snapshot(server.sink) - before,
             OnlyChanged({{server.moves.series("a", Direction::up), +2},
                          {server.sizes.series(Direction::down)}}));
}

TEST_CASE("matchers can be negated and combined") {
  const Server server;
  const auto before = snapshot(server.sink);
  server.moves.labels("a", Direction::up).inc(2);
  server.nodes.set(1);
  const auto delta = snapshot(server.sink) - before;
  CHECK_THAT(snapshot(server.sink), !HasValue(server.nodes.series(), 2));
  CHECK_THAT(delta, IncreasedBy(server.moves.series("a", Direction::up), 2) &&
                        IncreasedBy(server.nodes.series(), 1));
  CHECK_THAT(delta, IncreasedBy(server.nodes.series(), 7) || IncreasedBy(server.nodes.series(), 1));
  CHECK_THAT(delta, !OnlyChanged(server.nodes.series(), 1));
}

TEST_CASE("a matcher that fails explains itself on lines of its own") {
  const Server server;
  const auto before = snapshot(server.sink);
  server.moves.labels("a", Direction::up).inc(2);
  server.nodes.set(1);
  const auto delta = snapshot(server.sink) - before;
  CHECK(complaint(HasValue(server.nodes.series(), 3), snapshot(server.sink)) ==
        "\napp_nodes is 1, expected 3");
  CHECK(complaint(IncreasedBy(server.nodes.series(), 3), delta) ==
        "\nexpected app_nodes to increase by +3, but: app_nodes 0 -> 1 (+1)");
  CHECK(complaint(OnlyChanged(server.moves.series("a", Direction::up), 1), delta) ==
        "\nexpected +1, but: app_moves_total{direction=\"up\",group=\"a\"} absent -> 2 (+2)\n"
        "should not have changed: app_nodes 0 -> 1 (+1)");
}

TEST_CASE("a matcher that holds says so, for assertions that want the opposite") {
  const Server server;
  const auto matcher = HasValue(server.nodes.series(), 0);
  REQUIRE(matcher.match(snapshot(server.sink)));
  CHECK(matcher.toString() == "as expected");
}

TEST_CASE("Catch2 prints a snapshot by its series and a difference by its changes") {
  const isometric::Snapshot waiting(
      {{"app_waiting", "", isometric::MetricType::gauge, {{{}, 3.0}}}});
  CHECK(Catch::Detail::stringify(waiting) == "app_waiting 3\n");
  const Server server;
  const auto before = snapshot(server.sink);
  CHECK(Catch::Detail::stringify(before - before) == "nothing changed");
  server.nodes.set(4);
  CHECK(Catch::Detail::stringify(snapshot(server.sink) - before) ==
        "1 series changed\n  app_nodes 0 -> 4 (+4)");
}

TEST_CASE("HasNoFailures matches an empty list, and lists what is in another") {
  const auto matcher = isometric::testing::HasNoFailures();
  CHECK(matcher.match({}));
  CHECK_FALSE(matcher.match({"first: wrong", "second: wrong, too"}));
  CHECK(matcher.toString() == "\n- first: wrong\n- second: wrong, too");
}
