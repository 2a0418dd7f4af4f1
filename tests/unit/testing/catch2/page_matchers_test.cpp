#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/testing/catch2/page_matchers.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

// What the matchers hold for is tested with the checks that they wrap.

using namespace isometric::testing;
using test_support::complaint;
using test_support::MeasuredServer;

TEST_CASE("matchers of pages take text, snapshots and sinks") {
  const MeasuredServer server;
  const std::string text = "# HELP app_nodes Nodes.\n# TYPE app_nodes gauge\napp_nodes 0\n";
  CHECK_THAT(text, ValidExposition() && ExposesText(text));
  CHECK_THAT("app_nodes 0\n", ExposesText("app_nodes 0"));
  CHECK_THAT(std::string_view("app_nodes 0\n"), ExposesText("app_nodes 0"));
  CHECK_THAT(snapshot(server.sink), ValidExposition() && ExposesText(text, {"app_nodes"}));
  CHECK_THAT(server.sink, ValidExposition() && !ExposesText(text));
  CHECK_THAT("app_nodes zero\n", !ValidExposition());
  CHECK_THAT(server.sink, !ExposesFile("/nowhere/at/all.txt"));
}

TEST_CASE("matchers of pages say what their checks say") {
  CHECK(complaint(ValidExposition(), "a b\n") ==
        "\nthe page has 1 problem\n  line 1: 'b' is no number\n    a b");
  CHECK(complaint(ExposesText("a 1"), "a 2\n") ==
        "\n--- expected\n+++ exposed\n@@ -1,2 +1,2 @@\n # TYPE a untyped\n-a 1\n+a 2");
  CHECK(
      complaint(ExposesFile("/nowhere/at/all.txt"), "a 2\n") ==
      "\nthere is no file /nowhere/at/all.txt; run this test once with ISOMETRIC_UPDATE_GOLDEN=1, "
      "and it writes it");
}

TEST_CASE("a filter that names nothing fails, though it is negated") {
  CHECK_THROWS_AS((!ExposesText("a 1", {"b"})).match("a 1\n"), std::invalid_argument);
}
