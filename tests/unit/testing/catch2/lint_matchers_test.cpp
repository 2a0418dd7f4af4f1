#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"

#include <isometric/catalogue/lint.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/testing/catch2/lint_matchers.hpp>

#include <stdexcept>

using namespace isometric::testing;
using isometric::LintRule;
using test_support::complaint;
using test_support::MeasuredServer;

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
