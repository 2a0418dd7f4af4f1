#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/testing/catch2/value_matchers.hpp>

#include <stdexcept>

// What the matchers hold for is tested with the checks that they wrap.

using namespace isometric::testing;
using namespace test_support;
using isometric::snapshot;

TEST_CASE("matchers of values take typed selectors") {
  const MeasuredServer server;
  server.moves.labels("a", Direction::up).inc(2);
  const auto a_up = server.moves.series("a", Direction::up);
  const auto seen = snapshot(server.sink);
  CHECK_THAT(seen, HasValue(a_up, 2) && AtLeast(a_up, 1) && AtMost(a_up, 2.5) &&
                       Within(a_up, 1.8, 0.3) && Zero(server.nodes.series()) &&
                       Absent(server.moves.series("b", Direction::up)));
  CHECK_THAT(seen, !HasValue(a_up, 3) && !AtLeast(a_up, 3) && !AtMost(a_up, 1) &&
                       !Within(a_up, 1.8, 0.1) && !Zero(a_up) && !Absent(a_up));
}

TEST_CASE("matchers count series") {
  const MeasuredServer server;
  server.moves.labels("a", Direction::up).inc(2);  // its block: up and down
  const auto seen = snapshot(server.sink);
  CHECK_THAT(seen,
             SeriesCount("app_moves_total", 2) && MaxSeries("app_moves_total", 2) && MaxSeries(5));
  CHECK_THAT(seen, !SeriesCount("app_moves_total", 1) && !MaxSeries("app_moves_total", 1) &&
                       !MaxSeries(4));
}

TEST_CASE("matchers of values say what their checks say") {
  const MeasuredServer server;
  server.nodes.set(1);
  const auto seen = snapshot(server.sink);
  const auto nodes = server.nodes.series();
  CHECK(complaint(HasValue(nodes, 3), seen) == "\napp_nodes is 1, expected 3");
  CHECK(complaint(AtLeast(nodes, 3), seen) == "\napp_nodes is 1, expected at least 3");
  CHECK(complaint(AtMost(nodes, 0), seen) == "\napp_nodes is 1, expected at most 0");
  CHECK(complaint(Within(nodes, 3, 1), seen) == "\napp_nodes is 1, expected 3 +- 1");
  CHECK(complaint(Absent(nodes), seen) == "\napp_nodes is 1, expected to be absent");
  CHECK(complaint(Zero(nodes), seen) == "\napp_nodes is 1, expected 0");
  CHECK(complaint(SeriesCount("app_nodes", 2), seen) ==
        "\napp_nodes has 1 series, expected 2\n  app_nodes");
}

TEST_CASE("a test that is wrong by itself fails, though it is negated") {
  CHECK_THROWS_AS((!Within(MeasuredServer().nodes.series(), 3, -1)).match({}),
                  std::invalid_argument);
}
