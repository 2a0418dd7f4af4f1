#include "support/catch.hpp"

#include <isometric/detail/unit_rules.hpp>
#include <isometric/metric_name.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

// promtool is the reference for the rules that isometric takes over from promlint: it must find in
// each of some thousand names what isometric finds, rule by rule. Internal functions are used, as
// the public ones name only the first rule that a name breaks.

namespace {

using isometric::MetricType;
using isometric::detail::MetricNameRule;

using Problems = std::set<std::string>;

struct Correspondence {
  MetricNameRule rule;
  std::string_view promlint;  // what promlint's message contains
};

constexpr Correspondence correspondences[] = {
    {MetricNameRule::metric_name_must_not_contain_a_colon, "should not contain ':'"},
    {MetricNameRule::metric_name_must_be_snake_case_not_camelCase, "not 'camelCase'"},
    {MetricNameRule::counter_name_must_end_in_total, "counter metrics should have \"_total\""},
    {MetricNameRule::only_a_counter_name_may_end_in_total, "should not have \"_total\" suffix"},
    {MetricNameRule::metric_name_must_not_end_in_bucket, "should not have \"_bucket\" suffix"},
    {MetricNameRule::metric_name_must_not_end_in_count, "should not have \"_count\" suffix"},
    {MetricNameRule::metric_name_must_not_end_in_sum, "should not have \"_sum\" suffix"},
    {MetricNameRule::metric_name_must_not_include_a_metric_type, "should not include type"},
    {MetricNameRule::metric_name_must_use_base_units_such_as_seconds_and_bytes, "use base unit"},
    {MetricNameRule::metric_name_must_not_contain_abbreviated_units, "abbreviated units"},
};

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

std::string page(MetricType type, const std::vector<std::string>& names) {
  std::ostringstream text;
  for (const std::string& name : names) {
    text << "# HELP " << name << " Help.\n# TYPE " << name << ' ' << to_string(type) << '\n';
    if (type == MetricType::histogram) text << name << "_bucket{le=\"+Inf\"} 1\n";
    if (type == MetricType::histogram || type == MetricType::summary) {
      text << name << "_sum 1\n" << name << "_count 1\n";
    } else {
      text << name << " 1\n";
    }
  }
  return text.str();
}

std::string output_of(const std::string& command) {
  std::string output;
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  char buffer[4096];
  while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe)) {
    output.append(buffer, size);
  }
  ::pclose(pipe);
  return output;
}

std::map<std::string, Problems> promtool_problems(const std::string& text) {
  std::string path = (std::filesystem::temp_directory_path() / "isometric_lint_XXXXXX").string();
  const int descriptor = ::mkstemp(path.data());
  REQUIRE(descriptor >= 0);
  ::close(descriptor);
  std::ofstream{path} << text;
  std::istringstream lines{output_of("promtool check metrics 2>&1 < '" + path + "'")};
  std::filesystem::remove(path);

  std::map<std::string, Problems> result;
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.find(' ');
    const std::string message = line.substr(space + 1);
    const auto* const found = std::find_if(
        std::begin(correspondences), std::end(correspondences), [&](const Correspondence& known) {
          return message.find(known.promlint) != std::string::npos;
        });
    INFO("promtool says: " << line);
    REQUIRE(found != std::end(correspondences));
    result[line.substr(0, space)].insert(std::string{found->promlint});
  }
  return result;
}

Problems isometric_problems(MetricType type, std::string_view name) {
  Problems result;
  for (const auto& [rule, promlint] : correspondences) {
    if (isometric::detail::breaks(rule, type, name)) result.insert(std::string{promlint});
  }
  return result;
}

bool have_promtool() {
  if (output_of("command -v promtool") != "") return true;
  WARN("promtool is not installed: isometric's naming rules are not compared with promlint's");
  return false;
}

TEST_CASE("isometric and promtool find the same in every name, rule by rule") {
  if (!have_promtool()) return;
  const auto type =
      GENERATE(MetricType::counter, MetricType::gauge, MetricType::histogram, MetricType::summary);
  const auto names = names_to_judge();
  auto promtool = promtool_problems(page(type, names));

  std::ostringstream differences;
  std::size_t with_problems = 0;
  for (const std::string& name : names) {
    Problems ours = isometric_problems(type, name);
    // On purpose: promlint lets histograms and summaries end like the series they consist of.
    if (type == MetricType::histogram) ours.erase("should not have \"_bucket\" suffix");
    if (type == MetricType::histogram || type == MetricType::summary) {
      ours.erase("should not have \"_count\" suffix");
      ours.erase("should not have \"_sum\" suffix");
    }
    with_problems += ours.empty() ? 0 : 1;
    if (ours == promtool[name]) continue;
    differences << name << ": isometric finds";
    for (const auto& problem : ours) differences << " [" << problem << ']';
    differences << ", promtool";
    for (const auto& problem : promtool[name]) differences << " [" << problem << ']';
    differences << '\n';
  }
  CHECK(differences.str() == "");
  CHECK(with_problems > 1000);
  CHECK(with_problems < names.size());
}

TEST_CASE("promtool lets mebibytes pass, by a slip that isometric does not repeat") {
  if (!have_promtool()) return;
  auto promtool = promtool_problems(page(MetricType::gauge, {"a_mebibytes", "b_mibibytes"}));
  CHECK(promtool["a_mebibytes"].empty());
  CHECK(promtool["b_mibibytes"] == Problems{"use base unit"});
  CHECK(isometric_problems(MetricType::gauge, "a_mebibytes") == Problems{"use base unit"});
  CHECK(isometric_problems(MetricType::gauge, "b_mibibytes") == Problems{"use base unit"});
}

}  // namespace
