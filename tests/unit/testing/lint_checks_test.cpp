#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/measured_server.hpp"

#include <isometric/catalogue/catalogue.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/testing/lint_checks.hpp>

#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// On pages as promtool sees them. That both find the same in some thousand names more is in
// lint_test.cpp.

using isometric::CatalogueSink;
using isometric::Gauge;
using isometric::LintRule;
using isometric::testing::lint_clean;
using isometric::testing::lint_findings;
using isometric::testing::LintOptions;
using isometric::testing::LintSubject;

namespace {

using Findings = std::map<std::string, std::set<std::string>>;  // of each family

Findings findings_on(const std::string& page) {
  Findings findings;
  for (const auto& finding : lint_findings(page)) {
    if (is_promlint(finding.rule)) findings[finding.family].insert(finding.text);
  }
  return findings;
}

Findings promtool_findings_on(const std::string& page) {
  const auto run = test_support::promtool_check(page);
  CHECK((run.exit_code == 0 || run.exit_code == 3));
  Findings findings;
  std::istringstream lines(run.output);
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.find(' ');
    findings[line.substr(0, space)].insert(line.substr(space + 1));
  }
  return findings;
}

std::string gauge(const std::string& name) {
  return "# HELP " + name + " Help.\n# TYPE " + name + " gauge\n" + name + " 1\n";
}

/// A family for each rule, and what is exempt from it.
std::string page_of_rules() {
  const std::string help = "# HELP ";
  std::string page =
      "# TYPE no_help gauge\nno_help 1\n"
      "nothing_but_a_value_total 1\n"
      "# TYPE untyped_sum untyped\n# HELP untyped_sum Help.\nuntyped_sum{le=\"1\",quantile=\"1\"} "
      "1\n"
      "# HELP moves M.\n# TYPE moves counter\nmoves 1\n"
      "# HELP nodes_total N.\n# TYPE nodes_total gauge\nnodes_total 1\n"
      "# HELP waits_total W.\n# TYPE waits_total summary\nwaits_total_sum 1\nwaits_total_count 1\n"
      "# HELP sizes_count S.\n# TYPE sizes_count histogram\nsizes_count_bucket{le=\"+Inf\"} 1\n"
      "sizes_count_sum 1\nsizes_count_count 1\n"
      "# HELP labelled L.\n# TYPE labelled gauge\nlabelled{le=\"1\",quantile=\"1\",aB=\"1\"} 1\n"
      "# HELP times T.\n# TYPE times summary\ntimes{quantile=\"0.5\",aB=\"1\"} 1\n"
      "times_sum{aB=\"1\"} 1\ntimes_count{aB=\"1\"} 1\n"
      "# HELP a_untyped_x A.\n# TYPE a_untyped_x untyped\na_untyped_x 1\n"
      "# HELP a_counter_x A.\n# TYPE a_counter_x untyped\na_counter_x 1\n";
  for (const char* name :
       {"x_bucket", "y_count", "z_sum", "a_gauge", "a_counter_b", "a_summary_b", "a_histogram",
        "a:b", "aB", "A_b", "good_nodes", "gauge_of_a", "milliseconds"}) {
    page += gauge(name);
  }
  for (const auto word : isometric::detail::abbreviated_units) {
    page += gauge("abbreviated_" + std::string(word));
    page += gauge("abbreviated_" + std::string(word) + "_x");
  }
  for (const auto& unit : isometric::detail::units) {
    page += gauge("unit_" + std::string(unit.name));
    for (const auto prefix : isometric::detail::unit_prefixes) {
      if (prefix != "mebi") page += gauge("unit_" + std::string(prefix).append(unit.name));
    }
  }
  return page;
}

}  // namespace

TEST_CASE("lint finds on a page what promtool finds, word for word") {
  if (!test_support::has_promtool()) return;
  const auto page = page_of_rules();
  const auto ours = findings_on(page);
  CHECK(ours == promtool_findings_on(page));
  CHECK(ours.size() > 400);
}

TEST_CASE("promtool lets mebibytes pass on a page, which lint does not") {
  CHECK(findings_on(gauge("size_mebibytes")).size() == 1);
  if (!test_support::has_promtool()) return;
  CHECK(promtool_findings_on(gauge("size_mebibytes")).empty());
}

TEST_CASE("a series that is there twice is promlint's ninth rule") {
  // promtool 2.42 does not have it yet; the words are those of later releases.
  const auto findings = lint_findings("# HELP a A.\n# TYPE a gauge\na{b=\"1\"} 1\na{b=\"1\"} 2\n");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == LintRule::duplicate_metric);
  CHECK(is_promlint(findings[0].rule));
  CHECK(findings[0].text == "metric not unique");
  CHECK(findings[0].family == "a");
}

TEST_CASE("what is registered by the library's instruments is clean, on a page and described") {
  const test_support::MeasuredServer server;
  server.nodes.inc(std::numeric_limits<double>::infinity());  // refused, and counted
  CHECK(lint_clean(server.sink));
  CHECK(lint_clean(snapshot(server.sink)));
  const CatalogueSink catalogue;
  const Gauge<CatalogueSink> nodes{catalogue, "app_nodes", "Nodes."};
  CHECK(lint_clean(catalogue.catalogue()));
}

TEST_CASE("lint_clean lists the findings") {
  CHECK(lint_clean("app_size_kb 1\n").explanation ==
        "lint finds 2 things\n"
        "  app_size_kb no help text\n"
        "  app_size_kb metric names should not contain abbreviated units");
  const CatalogueSink catalogue;
  const Gauge<CatalogueSink> nodes{catalogue, isometric::legacy_name("app_nodes_total"), "Nodes."};
  CHECK(lint_clean(catalogue.catalogue()).explanation ==
        "lint finds 1 thing\n"
        "  app_nodes_total non-counter metrics should not have \"_total\" suffix");
}

TEST_CASE("a page that is not valid is not clean") {
  CHECK(lint_clean("app_nodes many\n").explanation ==
        "the page is not valid; it has 1 problem\n"
        "  line 1: 'many' is no number\n"
        "    app_nodes many");
  const auto text = lint_clean("app_nodes 1\napp_nodes 1\n").explanation;
  CHECK(
      text.starts_with("lint finds 2 things\n  app_nodes no help text\n"
                       "  app_nodes metric not unique\nthe page is not valid; it has 1 problem"));
}

TEST_CASE("a rule of one's own sees each family of a page or catalogue") {
  LintOptions options;
  options.rules.push_back([](const isometric::FamilyDescriptor& family) {
    std::vector<std::string> found;
    if (!family.name.starts_with("app_")) found.emplace_back("should begin with app_");
    for (const auto& label : family.labels) found.push_back("has " + std::string(label.name));
    return found;
  });
  CHECK(lint_clean(
            "# HELP nodes N.\n# TYPE nodes gauge\nnodes{b=\"1\"} 1\nnodes{a=\"1\",b=\"2\"} 1\n",
            options)
            .explanation ==
        "lint finds 3 things\n"
        "  nodes should begin with app_\n"
        "  nodes has a\n"
        "  nodes has b");
  const CatalogueSink catalogue;
  const Gauge<CatalogueSink> nodes{catalogue, "nodes", "Nodes."};
  const auto findings = lint_findings(catalogue.catalogue(), options);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == LintRule::custom);
  CHECK_FALSE(is_promlint(findings[0].rule));
}

TEST_CASE("a family can be excepted from a rule, or from all") {
  const std::string page = "a_kb 1\nb_kb 1\n";
  const auto left = [&](const LintOptions& options) { return lint_findings(page, options).size(); };
  CHECK(left({}) == 4);
  CHECK(left({{}, {{"a_kb", LintRule::help}}}) == 3);
  CHECK(left({{}, {{"a_kb", LintRule::camel_case}}}) == 4);
  CHECK(left({{}, {{"a_kb"}}}) == 2);
  CHECK(left({{}, {{"a_kb"}, {"b_kb", LintRule::help}}}) == 1);
  CHECK(left({{}, {{"a_k"}}}) == 4);
}

TEST_CASE("to lint nothing is an error, and never a pass") {
  const std::string nothing = "isometric: there is nothing to lint: the ";
  CHECK_THROWS_WITH(lint_clean(""), nothing + "page has no series");
  CHECK_THROWS_WITH(lint_clean("# EOF\n"), nothing + "page has no series");
  CHECK_THROWS_WITH(lint_clean("# HELP a A.\n# TYPE a gauge\n"), nothing + "page has no series");
  CHECK_THROWS_WITH(lint_clean(isometric::Snapshot()), nothing + "page has no series");
  CHECK_THROWS_WITH(lint_clean(isometric::Catalogue()), nothing + "catalogue is empty");
  CHECK_THROWS_AS(lint_clean(""), std::invalid_argument);
}

TEST_CASE("an exception for a family that is not there is an error, and never a pass") {
  const std::string page = gauge("app_nodes") + gauge("app_jobs");
  CHECK(lint_clean(page, {{}, {{"app_nodes"}}}));
  CHECK_THROWS_AS(lint_clean(page, {{}, {{"app_node"}}}), std::invalid_argument);
  CHECK_THROWS_WITH(lint_clean(page, {{}, {{"app_nodes"}, {"app_node", LintRule::help}}}),
                    "isometric: the exception for app_node is of no use; there is no such family, "
                    "but\n  app_nodes\n  app_jobs");
  // What is not valid may be what the exception is for.
  CHECK_FALSE(lint_clean(page + "app_node x\n", {{}, {{"app_node"}}}));
}

TEST_CASE("lint_clean cuts what would be endless") {
  std::string page;
  for (int i = 10; i < 40; ++i) page += "app_" + std::to_string(i) + " 1\n";
  const auto text = lint_clean(page).explanation;
  CHECK(text.starts_with("lint finds 30 things\n  app_10 no help text\n"));
  CHECK(text.ends_with("\n  app_19 no help text\n  and 20 more"));
}
