#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"

#include <isometric/metrics_source.hpp>
#include <isometric/testing/catch2/value_matchers.hpp>

// What the matchers hold for is tested with the checks that they wrap.

using namespace isometric::testing;
using namespace test_support;
using isometric::snapshot;

TEST_CASE("matchers of values take typed selectors") {
  const MeasuredServer server;
  server.moves.labels("a", Direction::up).inc(2);
  CHECK_THAT(snapshot(server.sink), HasValue(server.moves.series("a", Direction::up), 2));
  CHECK_THAT(snapshot(server.sink), !HasValue(server.nodes.series(), 2));
}

TEST_CASE("matchers of values say what their checks say") {
  const MeasuredServer server;
  server.nodes.set(1);
  CHECK(complaint(HasValue(server.nodes.series(), 3), snapshot(server.sink)) ==
        "\napp_nodes is 1, expected 3");
}
