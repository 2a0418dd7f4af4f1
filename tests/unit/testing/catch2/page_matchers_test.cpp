#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"

#include <isometric/catalogue/lint.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/testing/catch2/page_matchers.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

using namespace isometric::testing;
using isometric::CatalogueSink;
using isometric::Gauge;
using isometric::LintRule;
using isometric::Snapshot;
using test_support::complaint;
using test_support::MeasuredServer;

// What the matchers hold for is tested with the checks that they wrap.

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

TEST_CASE("AllDeclaredExposed matches what its check holds for, and says what that says") {
  const CatalogueSink sink;
  const Gauge<CatalogueSink> nodes(sink, "app_nodes", "Nodes.");
  const test_support::MeasuredServer server;
  CHECK_THAT(snapshot(server.sink), AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT(server.sink, AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT("# HELP app_nodes Nodes.\n# TYPE app_nodes gauge\napp_nodes 3\n",
             AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT("# HELP app_nodes Nodes.\n# TYPE app_nodes gauge\napp_nodes 3\na x\n",
             !AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT(Snapshot(), !AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT(Snapshot(), AllDeclaredExposed(sink.catalogue(), {"app_nodes"}));
  CHECK(test_support::complaint(AllDeclaredExposed(sink.catalogue()), Snapshot()) ==
        "\n1 of 1 declared families are not exposed as declared\n"
        "app_nodes is not exposed; there are no series at all");
}

TEST_CASE("one matcher lints sinks, snapshots, pages and catalogues") {
  const MeasuredServer server;
  CHECK_THAT(server.sink, LintClean());
  CHECK_THAT(snapshot(server.sink), LintClean());
  CHECK_THAT("app_nodes 3\n", !LintClean());
  CHECK_THAT("app_nodes 3\n", LintClean({{}, {{"app_nodes", LintRule::help}}}));
  const isometric::CatalogueSink sink;
  const isometric::Gauge<isometric::CatalogueSink> nodes{sink, "app_nodes", "Nodes."};
  CHECK_THAT(sink.catalogue(), LintClean());
}

TEST_CASE("LintClean says what its check says") {
  CHECK(complaint(LintClean(), "app_nodes 3\n") ==
        "\nlint finds 1 thing\n  app_nodes no help text");
}

TEST_CASE("an empty page fails, though the matcher is negated") {
  CHECK_THROWS_AS((!LintClean()).match(""), std::invalid_argument);
  CHECK_THROWS_AS((!LintClean({{}, {{"app_node"}}})).match("app_nodes 3\n"), std::invalid_argument);
}
