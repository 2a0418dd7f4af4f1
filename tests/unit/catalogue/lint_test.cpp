#include "support/catch.hpp"
#include "support/exposition.hpp"

#include <isometric/catalogue/lint.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_name.hpp>

#include <array>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// promtool is the reference for the rules that isometric takes over from promlint: it must find in
// each of some thousand names what isometric finds, word for word.

using isometric::FamilyDescriptor;
using isometric::LabelDescriptor;
using isometric::lint;
using isometric::LintRule;
using isometric::MetricType;

namespace {

using Problems = std::set<std::string>;

FamilyDescriptor described(MetricType type, std::string_view name,
                           std::span<const LabelDescriptor> labels = {}) {
  FamilyDescriptor family;
  family.type = type;
  family.name = name;
  family.help = "Help.";
  family.labels = labels;
  return family;
}

/// What promlint would say, as isometric sees it.
Problems promlint_problems(const FamilyDescriptor& family) {
  Problems problems;
  for (const auto& finding : lint(family)) {
    if (is_promlint(finding.rule)) problems.insert(finding.text);
  }
  return problems;
}

std::vector<std::string> names_to_judge() {
  namespace detail = isometric::detail;
  std::vector<std::string> names;
  int number = 0;
  // A word at each place in a name; numbered, because two families must not share a sample's name.
  const auto everywhere = [&](const std::string& word) {
    const std::string stem = "stem" + std::to_string(++number);
    names.push_back(word);
    names.push_back(word + "_" + stem + "a");
    names.push_back(stem + "b_" + word + "_tail");
    names.push_back(stem + "c_" + word);
    names.push_back(stem + "d_" + word + "_total");
    names.push_back(stem + "e" + word);
    names.push_back(stem + "f_" + word + "z");
  };
  for (const detail::Unit& unit : detail::units) {
    const std::string name{unit.name};
    everywhere(name);
    everywhere(std::string(1, static_cast<char>(name[0] - 'a' + 'A')) + name.substr(1));
    for (const std::string_view prefix : detail::unit_prefixes) {
      if (prefix != "mebi") everywhere(std::string{prefix} + name);
    }
  }
  for (const std::string word :
       {"s",       "ms",        "us",      "ns",    "sec",       "b",       "kb",     "mb",
        "gb",      "tb",        "pb",      "m",     "h",         "d",       "MS",     "Kb",
        "min",     "hz",        "counter", "gauge", "histogram", "summary", "Gauge",  "untyped",
        "info",    "percent",   "ratio",   "total", "count",     "sum",     "bucket", "le",
        "created", "camelCase", "Total",   "nodes"}) {
    everywhere(word);
  }
  for (const char* name : {"a:b", ":a", "a:bC", "snakeCase", "A_B", "Abc", "aB_total", "x__y",
                           "x_total_", "http_requests_total_seconds", "thermometers_total"}) {
    names.emplace_back(name);
  }
  return names;
}

/// A page with one series of each family.
std::string page_of(const std::vector<FamilyDescriptor>& families) {
  std::ostringstream text;
  for (const auto& family : families) {
    std::string labels;
    for (const auto& label : family.labels) {
      labels += (labels.empty() ? "" : ",") + std::string(label.name) + "=\"1\"";
    }
    if (!family.help.empty()) text << "# HELP " << family.name << ' ' << family.help << '\n';
    text << "# TYPE " << family.name << ' ' << to_string(family.type) << '\n';
    if (family.type == MetricType::histogram) {
      text << family.name << "_bucket{" << labels << (labels.empty() ? "" : ",")
           << "le=\"+Inf\"} 1\n";
    }
    if (family.type == MetricType::histogram || family.type == MetricType::summary) {
      text << family.name << "_sum{" << labels << "} 1\n";
      text << family.name << "_count{" << labels << "} 1\n";
    } else {
      text << family.name << '{' << labels << "} 1\n";
    }
  }
  return text.str();
}

std::map<std::string, Problems> promtool_problems(const std::vector<FamilyDescriptor>& families) {
  const auto run = test_support::promtool_check(page_of(families));
  std::map<std::string, Problems> result;
  std::istringstream lines{run.output};
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.find(' ');
    result[line.substr(0, space)].insert(line.substr(space + 1));
  }
  return result;
}

/// Where the two do not agree, a line each; empty if they do.
std::string differences(const std::vector<FamilyDescriptor>& families) {
  auto promtool = promtool_problems(families);
  std::ostringstream text;
  for (const auto& family : families) {
    const Problems ours = promlint_problems(family);
    const Problems& theirs = promtool[std::string(family.name)];
    if (ours == theirs) continue;
    text << family.name << ": isometric finds";
    for (const auto& problem : ours) text << " [" << problem << ']';
    text << ", promtool";
    for (const auto& problem : theirs) text << " [" << problem << ']';
    text << '\n';
  }
  return text.str();
}

}  // namespace

TEST_CASE("isometric and promtool find the same in every name, word for word") {
  if (!test_support::has_promtool()) return;
  const auto type =
      GENERATE(MetricType::counter, MetricType::gauge, MetricType::histogram, MetricType::summary);
  const auto names = names_to_judge();
  std::vector<FamilyDescriptor> families;
  for (const auto& name : names) families.push_back(described(type, name));
  CHECK(differences(families) == "");
  std::size_t with_problems = 0;
  for (const auto& family : families) {
    if (!promlint_problems(family).empty()) ++with_problems;
  }
  CHECK(with_problems > 1000);
  CHECK(with_problems < names.size());
}

TEST_CASE("isometric and promtool find the same in labels and help") {
  if (!test_support::has_promtool()) return;
  static constexpr LabelDescriptor le[] = {{"group", {}}, {"le", {}}};
  static constexpr LabelDescriptor quantile[] = {{"quantile", {}}};
  static constexpr LabelDescriptor camel[] = {{"groupName", {}}, {"Group", {}}};
  auto without_help = described(MetricType::gauge, "without_help");
  without_help.help = {};
  std::vector<FamilyDescriptor> families{
      described(MetricType::counter, "a_total", le),
      described(MetricType::gauge, "b", le),
      described(MetricType::counter, "c_total", quantile),
      described(MetricType::histogram, "d", quantile),
      described(MetricType::gauge, "e", camel),
      described(MetricType::histogram, "f", camel),
      described(MetricType::summary, "g", camel),
      without_help,
  };
  CHECK(differences(families) == "");
  for (const auto& family : families) CHECK_FALSE(promlint_problems(family).empty());
}

TEST_CASE("promtool lets mebibytes pass, by a slip that isometric does not repeat") {
  const auto correct = described(MetricType::gauge, "a_mebibytes");
  const auto misspelt = described(MetricType::gauge, "b_mibibytes");
  CHECK(promlint_problems(correct) == Problems{"use base unit \"bytes\" instead of \"mebibytes\""});
  CHECK(promlint_problems(misspelt) ==
        Problems{"use base unit \"bytes\" instead of \"mibibytes\""});
  if (!test_support::has_promtool()) return;
  auto promtool = promtool_problems({correct, misspelt});
  CHECK(promtool["a_mebibytes"].empty());
  CHECK(promtool["b_mibibytes"] == promlint_problems(misspelt));
}

TEST_CASE("promlint's words are those of promlint") {
  const auto texts = [](MetricType type, std::string_view name) {
    return promlint_problems(described(type, name));
  };
  CHECK(texts(MetricType::counter, "app_moves") ==
        Problems{"counter metrics should have \"_total\" suffix"});
  CHECK(texts(MetricType::gauge, "app_moves_total") ==
        Problems{"non-counter metrics should not have \"_total\" suffix"});
  CHECK(texts(MetricType::gauge, "app_x_bucket") ==
        Problems{"non-histogram metrics should not have \"_bucket\" suffix"});
  CHECK(texts(MetricType::gauge, "app_gauge_counter:xY_ms") ==
        Problems{"metric name should not include type 'gauge'",
                 "metric names should not contain ':'",
                 "metric names should be written in 'snake_case' not 'camelCase'",
                 "metric names should not contain abbreviated units"});
  CHECK(texts(MetricType::info, "app_build_info").empty());
}

TEST_CASE("a finding tells its family and rule, and prints as promtool prints it") {
  const auto findings = lint(described(MetricType::gauge, "app_size_kilobytes"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].family == "app_size_kilobytes");
  CHECK(findings[0].rule == LintRule::metric_units);
  std::ostringstream text;
  text << findings[0];
  CHECK(text.str() == "app_size_kilobytes use base unit \"bytes\" instead of \"kilobytes\"");
}

TEST_CASE("what OpenMetrics reserves is found, and is not promlint's") {
  for (const auto* name : {"_app_nodes", "app_nodes_created", "app_nodes_gsum", "app_nodes_info"}) {
    const auto findings = lint(described(MetricType::summary, name));
    CAPTURE(name);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].rule == LintRule::open_metrics);
    CHECK_FALSE(is_promlint(findings[0].rule));
  }
  CHECK(lint(described(MetricType::info, "app_build_info")).empty());
}

TEST_CASE("very many series of closed labels are found") {
  static constexpr std::string_view values[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  static constexpr LabelDescriptor labels[] = {{"x", values}, {"y", values}, {"z", {values, 2}}};
  const auto many = lint(described(MetricType::gauge, "app_nodes", labels));
  REQUIRE(many.size() == 1);
  CHECK(many[0].rule == LintRule::cardinality);
  CHECK(many[0].text == "closed labels make 200 series");
  CHECK(lint(described(MetricType::gauge, "app_nodes", std::span(labels).first(2))).empty());
}

TEST_CASE("the findings of many families come family by family") {
  const std::array families{described(MetricType::gauge, "b_total"),
                            described(MetricType::gauge, "good"),
                            described(MetricType::counter, "a")};
  const auto findings = lint(families);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].family == "b_total");
  CHECK(findings[1].family == "a");
}

TEST_CASE("there is nothing to find in a name that the compiler has taken") {
  constexpr std::string_view names[] = {"app_size_bytes", "app_build_info", "app_load_ratio"};
  for (const auto name : names) {
    REQUIRE(isometric::detail::first_broken<isometric::detail::MetricNameRule>(
                MetricType::gauge, name) == isometric::detail::MetricNameRule::none);
    CHECK(lint(described(MetricType::gauge, name)).empty());
  }
}
