#include "support/catch.hpp"
#include "support/measured_server.hpp"

#include <isometric/testing/catch2.hpp>

// What the one header is for: it brings all matchers, and Catch2 knows how to print their subjects.

using namespace isometric::testing;
using isometric::snapshot;
using test_support::MeasuredServer;

TEST_CASE("one header has all that an ordinary test asks for") {
  const MeasuredServer server;
  const auto before = snapshot(server.sink);
  server.nodes.set(2);
  const auto after = snapshot(server.sink);
  CHECK_THAT(after, HasValue(server.nodes.series(), 2));
  CHECK_THAT(after - before,
             IncreasedBy(server.nodes.series(), 2) && OnlyChanged(server.nodes.series(), +2));
}

TEST_CASE("Catch2 prints a snapshot by its series and a difference by its changes") {
  const isometric::Snapshot waiting(
      {{"app_waiting", "", isometric::MetricType::gauge, {{{}, 3.0}}}});
  CHECK(Catch::Detail::stringify(waiting) == "app_waiting 3\n");
  const MeasuredServer server;
  const auto before = snapshot(server.sink);
  CHECK(Catch::Detail::stringify(before - before) == "nothing changed");
  server.nodes.set(4);
  CHECK(Catch::Detail::stringify(snapshot(server.sink) - before) ==
        "1 series changed\n  app_nodes 0 -> 4 (+4)");
}
