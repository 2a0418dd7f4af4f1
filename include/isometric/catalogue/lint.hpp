#pragma once

#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_name.hpp>
#include <isometric/description/metric_type.hpp>

#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// The rules of promlint, by its own names, and others.
enum class LintRule : unsigned char {
  help,
  metric_units,
  counter,
  histogram_summary_reserved,
  metric_type_in_name,
  reserved_chars,
  camel_case,
  unit_abbreviations,
  duplicate_metric,  ///< of a page only: testing/lint_checks.hpp
  open_metrics,      ///< not promlint's: a name that OpenMetrics reserves
  cardinality,       ///< not promlint's: very many series
  custom,            ///< a rule of your own: testing/lint_checks.hpp
};

[[nodiscard]] constexpr bool is_promlint(LintRule rule) noexcept {
  return rule < LintRule::open_metrics;
}

/// Something that good practice would have otherwise.
struct LintFinding {
  std::string family;
  LintRule rule = LintRule::help;
  std::string text;  ///< in the words of promlint

  friend bool operator==(const LintFinding&, const LintFinding&) = default;

  /// Prints it as `promtool check metrics` does: `app_moves no help text`.
  friend std::ostream& operator<<(std::ostream& stream, const LintFinding& finding) {
    return stream << finding.family << ' ' << finding.text;
  }
};

namespace detail {

/// Looks at one family, and says what promlint would say.
template <class Finding = LintFinding>
class Linter {
 public:
  explicit Linter(const FamilyDescriptor& family) noexcept : family_(family) {}

  std::vector<Finding> take_findings() && {
    check_help();
    check_units();
    check_reserved_endings();
    check_labels();
    check_words();
    check_characters();
    check_open_metrics();
    check_cardinality();
    return std::move(findings_);
  }

 private:
  using enum MetricNameRule;

  void find(LintRule rule, std::string text) {
    findings_.push_back({std::string(family_.name), rule, std::move(text)});
  }

  [[nodiscard]] bool breaks(MetricNameRule rule) const noexcept {
    return detail::breaks(rule, family_.type, family_.name);
  }

  void check_help() {
    // promlint asks for its presence only; here an empty one is none.
    if (family_.help.empty()) find(LintRule::help, "no help text");
  }

  void check_units() {
    const UnitWord unit = find_unit(family_.name);
    if (unit.word == unit.base) return;
    find(LintRule::metric_units, "use base unit \"" + std::string(unit.base) + "\" instead of \"" +
                                     std::string(unit.word) + '"');
  }

  void check_reserved_endings() {
    if (family_.type == MetricType::unknown) return;  // it may be whatever its name says
    if (breaks(counter_name_must_end_in_total)) {
      find(LintRule::counter, "counter metrics should have \"_total\" suffix");
    }
    if (breaks(only_a_counter_name_may_end_in_total)) {
      find(LintRule::counter, "non-counter metrics should not have \"_total\" suffix");
    }
    const bool has_buckets = family_.type == MetricType::histogram;
    const bool has_sum = has_buckets || family_.type == MetricType::summary;
    const auto reserved = LintRule::histogram_summary_reserved;
    if (!has_buckets && breaks(metric_name_must_not_end_in_bucket)) {
      find(reserved, "non-histogram metrics should not have \"_bucket\" suffix");
    }
    if (!has_sum && breaks(metric_name_must_not_end_in_count)) {
      find(reserved, "non-histogram and non-summary metrics should not have \"_count\" suffix");
    }
    if (!has_sum && breaks(metric_name_must_not_end_in_sum)) {
      find(reserved, "non-histogram and non-summary metrics should not have \"_sum\" suffix");
    }
  }

  void check_labels() {
    for (const auto& label : family_.labels) check_label(label.name);
    for (const auto& label : family_.constant_labels) check_label(label.name);
  }

  void check_label(std::string_view label) {
    const auto reserved = LintRule::histogram_summary_reserved;
    const bool is_known = family_.type != MetricType::unknown;
    if (label == "le" && is_known && family_.type != MetricType::histogram) {
      find(reserved, "non-histogram metrics should not have \"le\" label");
    }
    if (label == "quantile" && is_known && family_.type != MetricType::summary) {
      find(reserved, "non-summary metrics should not have \"quantile\" label");
    }
    if (is_camel_case(label)) {
      find(LintRule::camel_case, "label names should be written in 'snake_case' not 'camelCase'");
    }
  }

  void check_words() {
    for (const std::string_view type : type_words) {
      if (find_word_after_first(family_.name, {type}).empty()) continue;
      find(LintRule::metric_type_in_name,
           "metric name should not include type '" + std::string(type) + "'");
    }
    if (breaks(metric_name_must_not_contain_abbreviated_units)) {
      find(LintRule::unit_abbreviations, "metric names should not contain abbreviated units");
    }
  }

  void check_characters() {
    if (family_.name.find(':') != family_.name.npos) {
      find(LintRule::reserved_chars, "metric names should not contain ':'");
    }
    if (breaks(metric_name_must_be_snake_case_not_camelCase)) {
      find(LintRule::camel_case, "metric names should be written in 'snake_case' not 'camelCase'");
    }
  }

  void check_open_metrics() {
    for (const auto rule : {metric_name_must_not_begin_with_an_underscore,
                            metric_name_must_not_end_in_created_gcount_or_gsum,
                            only_an_info_or_gauge_name_may_end_in_info}) {
      if (breaks(rule)) find(LintRule::open_metrics, std::string(to_string(rule)));
    }
  }

  void check_cardinality() {
    // "Investigate above 100", https://prometheus.io/docs/practices/instrumentation/
    constexpr std::size_t many = 100;
    const std::size_t count = closed_series_count(family_.labels);
    if (count > many) {
      find(LintRule::cardinality, "closed labels make " + std::to_string(count) + " series");
    }
  }

  const FamilyDescriptor& family_;
  std::vector<Finding> findings_;
};

}  // namespace detail

/// What promlint would say of a family, and what OpenMetrics would. Of names that the compiler has
/// checked there is nothing to say, of legacy names there may be.
template <class Finding = LintFinding>
[[nodiscard]] std::vector<Finding> lint(const FamilyDescriptor& family) {
  return detail::Linter<Finding>(family).take_findings();
}

/// The findings of many families, a Catalogue's for instance.
template <class Finding = LintFinding>
[[nodiscard]] std::vector<Finding> lint(std::span<const FamilyDescriptor> families) {
  std::vector<Finding> findings;
  for (const auto& family : families) {
    for (auto& finding : lint<Finding>(family)) findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace isometric::inline v1
