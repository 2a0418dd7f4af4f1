#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"

#include <isometric/metrics_source.hpp>
#include <isometric/snapshot_delta.hpp>
#include <isometric/testing/catch2/change_matchers.hpp>

// What the matchers hold for is tested with the checks that they wrap.

using namespace isometric::testing;
using namespace test_support;
using isometric::snapshot;

TEST_CASE("matchers of changes take typed selectors") {
  const MeasuredServer server;
  const auto before = snapshot(server.sink);
  server.moves.labels("a", Direction::up).inc(2);
  CHECK_THAT(snapshot(server.sink) - before,
             IncreasedBy(server.moves.series("a", Direction::up), 2));
  CHECK_THAT(snapshot(server.sink) - before,
             OnlyChanged(server.moves.series("a", Direction::up), +2));
  server.sizes.labels(Direction::down).observe(1);
  CHECK_THAT(snapshot(server.sink) - before,
             OnlyChanged({{server.moves.series("a", Direction::up), +2},
                          {server.sizes.series(Direction::down)}}));
}

TEST_CASE("matchers of changes say what their checks say") {
  const MeasuredServer server;
  const auto before = snapshot(server.sink);
  server.moves.labels("a", Direction::up).inc(2);
  server.nodes.set(1);
  const auto delta = snapshot(server.sink) - before;
  CHECK(complaint(IncreasedBy(server.nodes.series(), 3), delta) ==
        "\nexpected app_nodes to increase by +3, but: app_nodes 0 -> 1 (+1)");
  CHECK(complaint(OnlyChanged(server.moves.series("a", Direction::up), 1), delta) ==
        "\nexpected +1, but: app_moves_total{direction=\"up\",group=\"a\"} absent -> 2 (+2)\n"
        "should not have changed: app_nodes 0 -> 1 (+1)");
}
