#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/buckets.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/catch2/change_matchers.hpp>
#include <isometric/testing/changes.hpp>

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

using namespace isometric::testing;
using namespace test_support;
using isometric::RegistrySink;
using isometric::snapshot;

// What the matchers hold for is tested with the checks that they wrap.

TEST_CASE("matchers of changes take typed selectors") {
  const MeasuredServer server;
  server.nodes.set(4);
  const auto before = snapshot(server.sink);
  server.moves.labels("a", Direction::up).inc(2);
  server.nodes.set(1);
  const auto delta = snapshot(server.sink) - before;
  const auto a_up = server.moves.series("a", Direction::up);
  const auto a_down = server.moves.series("a", Direction::down);
  CHECK_THAT(delta,
             IncreasedBy(a_up, 2) && DecreasedBy(server.nodes.series(), 3) && Unchanged(a_down));
  CHECK_THAT(delta,
             !IncreasedBy(a_up, 1) && !DecreasedBy(server.nodes.series(), 2) && !Unchanged(a_up));
}

TEST_CASE("OnlyChanged takes one change, or several in whatever form") {
  const MeasuredServer server;
  const auto nodes = server.nodes.series();
  const auto sizes = server.sizes.series(Direction::down);
  const auto before = snapshot(server.sink);
  server.nodes.set(2);
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged(nodes, +2));
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged(nodes));
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged({{nodes, +2}}));
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged({{nodes}}));
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged({nodes, +2}));
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged({nodes}));
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged({{"app_nodes"}, +2}));
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged({{{"app_nodes", {}}, +2}}));
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged(ExpectedChange{nodes, +2}));
  CHECK_THAT(snapshot(server.sink) - before, !OnlyChanged({nodes, +1}));
  const std::vector<ExpectedChange> expected{{nodes, +2}};
  CHECK_THAT(snapshot(server.sink) - before, OnlyChanged(expected));
  CHECK_THAT(snapshot(server.sink) - before, !OnlyChanged(nodes, +1));
  server.sizes.labels(Direction::down).observe(1);
  const auto delta = snapshot(server.sink) - before;
  CHECK_THAT(delta, OnlyChanged({{nodes, +2}, {sizes}}));
  CHECK_THAT(delta, OnlyChanged(sizes, nodes));
  CHECK_THAT(delta, OnlyChanged(ExpectedChange{nodes, +2}, sizes));
  CHECK_THAT(delta, !OnlyChanged(nodes));
  CHECK_THAT(delta, !OnlyChanged({{nodes, +2}, {sizes, +2}}));
}

TEST_CASE("NothingChanged is OnlyChanged of nothing") {
  const MeasuredServer server;
  const auto before = snapshot(server.sink);
  server.moves.labels("a", Direction::up);
  CHECK_THAT(snapshot(server.sink) - before, NothingChanged() && OnlyChanged({}));
  server.nodes.set(1);
  CHECK_THAT(snapshot(server.sink) - before, !NothingChanged() && !OnlyChanged({}));
}

TEST_CASE("matchers of changes take the snapshot of a fresh sink") {
  const MeasuredServer server;
  server.nodes.set(1);
  CHECK_THAT(snapshot(server.sink), OnlyChanged(server.nodes.series(), 1));
  CHECK_THAT(snapshot(server.sink), IncreasedBy(server.nodes.series(), 1) && !NothingChanged());
}

TEST_CASE("matchers of changes say what their checks say") {
  const MeasuredServer server;
  const auto nodes = server.nodes.series();
  const auto before = snapshot(server.sink);
  server.moves.labels("a", Direction::up).inc(2);
  server.nodes.set(1);
  const auto delta = snapshot(server.sink) - before;
  const std::string others =
      "\nwhat else changed\n  app_moves_total{direction=\"up\",group=\"a\"} absent -> 2 (+2)";
  CHECK(complaint(IncreasedBy(nodes, 3), delta) ==
        "\nexpected app_nodes to increase by +3, but: app_nodes 0 -> 1 (+1)" + others);
  CHECK(complaint(DecreasedBy(nodes, 3), delta) ==
        "\nexpected app_nodes to decrease by 3, but: app_nodes 0 -> 1 (+1)" + others);
  CHECK(complaint(Unchanged(nodes), delta) ==
        "\nexpected app_nodes not to change, but: app_nodes 0 -> 1 (+1)" + others);
  CHECK(complaint(OnlyChanged(server.moves.series("a", Direction::up), 1), delta) ==
        "\nexpected +1, but: app_moves_total{direction=\"up\",group=\"a\"} absent -> 2 (+2)\n"
        "should not have changed\n"
        "  app_nodes 0 -> 1 (+1)");
  CHECK(complaint(NothingChanged(), delta) ==
        "\nshould not have changed\n"
        "  app_moves_total{direction=\"up\",group=\"a\"} absent -> 2 (+2)\n"
        "  app_nodes 0 -> 1 (+1)");
}

TEST_CASE("a change that is expected twice fails, though it is negated") {
  const MeasuredServer server;
  const auto nodes = server.nodes.series();
  CHECK_THROWS_AS((!OnlyChanged(nodes, nodes)).match({}), std::invalid_argument);
}

// What the matchers hold for is tested with the checks that they wrap.

namespace {

struct ObservingServer {
  RegistrySink sink;
  isometric::Histogram<RegistrySink, Way> sizes{sink, "app_size_bytes", "Sizes.",
                                                isometric::buckets(1, 5, 10)};
  isometric::Summary<RegistrySink> delays{sink, "app_delay_seconds", "Delays."};
};

}  // namespace

TEST_CASE("matchers of histograms take typed selectors") {
  const ObservingServer server;
  const auto up = server.sizes.series(Direction::up);
  server.sizes.labels(Direction::up).observe(700);
  const Changes changes(server.sink);
  server.sizes.labels(Direction::up).observe(3);
  CHECK_THAT(changes, UniqueSample(up, 3) && CountIs(up, 1) && SumWithin(up, 3, 0.001));
  server.sizes.labels(Direction::up).observe(7);
  CHECK_THAT(changes, BucketsAre(up, {{5, 1}, {10, 1}}) && BucketsInclude(up, {{INFINITY, 0}}) &&
                          ObservedBetween(up, 1, 10));
  CHECK_THAT(changes, !UniqueSample(up, 3) && !CountIs(up, 1) && !SumWithin(up, 3, 1) &&
                          !BucketsAre(up, {{5, 1}}) && !BucketsInclude(up, {{INFINITY, 1}}) &&
                          !ObservedBetween(up, 1, 5));
  CHECK_THAT(snapshot(server.sink), BucketsAre(up, {{5, 1}, {10, 1}, {INFINITY, 1}}));
}

TEST_CASE("matchers of histograms take summaries for what those tell") {
  const ObservingServer server;
  server.delays.observe(0.5);
  CHECK_THAT(snapshot(server.sink), UniqueSample(server.delays.series(), 0.5));
  server.delays.observe(0.25);
  CHECK_THAT(snapshot(server.sink),
             CountIs(server.delays.series(), 2) && SumWithin(server.delays.series(), 0.75, 0));
}

TEST_CASE("matchers of histograms draw what they saw") {
  const ObservingServer server;
  const Changes changes(server.sink);
  server.sizes.labels(Direction::up).observe(3);
  server.sizes.labels(Direction::up).observe(4);
  server.sizes.labels(Direction::down).observe(4);
  CHECK(complaint(UniqueSample(server.sizes.series(Direction::up), 12), changes) ==
        "\nexpected app_size_bytes{direction=\"up\"} to observe 12 and nothing else, but: "
        "app_size_bytes{direction=\"up\"} count 0 -> 2, sum 0 -> 7, le=5 +2 (+2)\n"
        "  le=1       0\n"
        "  le=5    ## 2, expected 0\n"
        "  le=10      0\n"
        "  le=+Inf    0, expected 1\n"
        "what else changed\n"
        "  app_size_bytes{direction=\"down\"} count 0 -> 1, sum 0 -> 4, le=5 +1 (+1)");
}

TEST_CASE("bounds that a histogram does not have fail, though the matcher is negated") {
  const ObservingServer server;
  const auto up = server.sizes.series(Direction::up);
  server.sizes.labels(Direction::up).observe(3);
  CHECK_THROWS_AS((!ObservedBetween(up, 0, 5)).match(snapshot(server.sink)), std::invalid_argument);
  CHECK_THROWS_AS((!BucketsAre(up, {{4, 1}})).match(snapshot(server.sink)), std::invalid_argument);
}
