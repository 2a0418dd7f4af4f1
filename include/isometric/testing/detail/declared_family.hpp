#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/list_text.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/message_text.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// A family as it was declared, for comparison with what is exposed under its name.
template <class Text = std::string_view>
class DeclaredFamily {
 public:
  explicit DeclaredFamily(const FamilyDescriptor& declared) : declared_(declared) {
    for (const auto& label : declared.labels) names_.emplace_back(label.name);
    for (const auto& label : declared.constant_labels) names_.emplace_back(label.name);
    sort_stably(names_, [](const auto& a, const auto& b) { return a.compare(b) < 0; });
  }

  /// Adds a line for each thing that is otherwise.
  void compare(const FamilySnapshot& exposed, std::string& out) const {
    // The text format has no infos, so that a scraped one is a gauge.
    const bool is_scraped_info =
        declared_.type == MetricType::info && exposed.type == MetricType::gauge;
    if (exposed.type != declared_.type && !is_scraped_info) {
      append(out, {"\n", declared_.name, " has the type ", to_string(exposed.type),
                   ", declared is ", to_string(declared_.type)});
    }
    if (declared_.help.compare(exposed.help) != 0) {
      append(out, {"\n", declared_.name, " has the help ", in_quotes(exposed.help),
                   ", declared is ", in_quotes(declared_.help)});
    }
    // Each series of a dynamic family has labels of its own, and may have other bounds.
    if (declared_.series_kind == SeriesKind::dynamic) return;
    append_list(out, " has series with other labels than declared", other_labels(exposed));
    if (declared_.type == MetricType::histogram) compare_buckets(exposed, out);
    if (declared_.type == MetricType::summary) compare_quantiles(exposed, out);
    // Removable and callback series come and go one by one.
    if (declared_.series_kind != SeriesKind::fixed) return;
    append_list(out, " lacks series of its closed labels", missing(exposed));
  }

 private:
  using Numbers = std::vector<double>;

  /// Pages round bounds and quantiles to 16 digits.
  static bool are_same(const Numbers& exposed, const Numbers& declared) {
    if (exposed.size() != declared.size()) return false;
    for (std::size_t i = 0; i < exposed.size(); ++i) {
      const double a = exposed[i];
      const double b = declared[i];
      if (!is_equal(a, b) && !is_at_most(std::abs(a - b), 1e-15 * std::abs(b))) {
        return false;
      }
    }
    return true;
  }

  void compare_buckets(const FamilySnapshot& exposed, std::string& out) const {
    Numbers declared;
    for (const double bound : declared_.buckets) declared.push_back(bound);
    for (const auto& series : exposed.series) {
      const HistogramSample* sample = series.value.histogram();
      if (sample == nullptr) continue;
      Numbers bounds;
      for (const auto& bucket : sample->buckets) {
        if (is_finite(bucket.upper_bound)) bounds.push_back(bucket.upper_bound);
      }
      if (are_same(bounds, declared)) continue;
      return append_numbers(out, " has the buckets ", bounds, declared);
    }
  }

  void compare_quantiles(const FamilySnapshot& exposed, std::string& out) const {
    Numbers declared;
    for (const auto& quantile : declared_.quantiles) declared.push_back(quantile.quantile);
    sort_stably(declared, is_less);
    for (const auto& series : exposed.series) {
      const SummarySample* sample = series.value.summary();
      if (sample == nullptr) continue;
      Numbers quantiles;
      for (const auto& quantile : sample->quantiles) quantiles.push_back(quantile.quantile);
      sort_stably(quantiles, is_less);
      if (are_same(quantiles, declared)) continue;
      return append_numbers(out, " has the quantiles ", quantiles, declared);
    }
  }

  /// One series is enough: in a family, all are alike.
  void append_numbers(std::string& out, std::string_view what, const Numbers& exposed,
                      const Numbers& declared) const {
    append(out, {"\n", declared_.name, what, numbers_text(exposed), ", declared are ",
                 numbers_text(declared)});
  }

  void append_list(std::string& out, std::string_view what,
                   const std::vector<std::string>& series) const {
    if (series.empty()) return;
    append(out, {"\n", declared_.name, what});
    append_short_list(out, series.size(),
                      [&](std::size_t i) -> const std::string& { return series[i]; });
  }

  [[nodiscard]] bool has_declared_labels(const LabelPairs& labels) const {
    if (labels.size() != names_.size()) return false;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (labels[i].first.compare(names_[i]) != 0) return false;
    }
    return true;
  }

  [[nodiscard]] std::vector<std::string> other_labels(const FamilySnapshot& exposed) const {
    std::vector<std::string> found;
    for (const auto& series : exposed.series) {
      if (has_declared_labels(series.labels)) continue;
      found.push_back(series_text(exposed.name, series.labels));
    }
    return found;
  }

  /// For each tuple of open values that is there, the closed combinations that are not.
  [[nodiscard]] std::vector<std::string> missing(const FamilySnapshot& exposed) const {
    using Values = std::vector<Text>;
    std::vector<Values> tuples;
    for (const auto& series : exposed.series) {
      if (has_declared_labels(series.labels)) tuples.push_back(open_values_of(series.labels));
    }
    sort_stably(tuples, [](const Values& a, const Values& b) { return order(a, b) < 0; });
    std::vector<std::string> found;
    for (std::size_t t = 0; t < tuples.size(); ++t) {
      if (t > 0 && order(tuples[t - 1], tuples[t]) == 0) continue;
      for (std::size_t i = 0; i < closed_series_count(declared_.labels); ++i) {
        const auto series = SeriesSelector::of(declared_, tuples[t], i, true);
        const auto* at = find_sorted(exposed.series, [&](const SeriesSnapshot& other) {
          return compare_labels(other.labels, series.labels());
        });
        if (at != nullptr) continue;
        found.push_back(series_text(series.family(), series.labels()));
      }
    }
    return found;
  }

  static int order(const std::vector<Text>& a, const std::vector<Text>& b) noexcept {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (const int order = a[i].compare(b[i])) return order;
    }
    return 0;
  }

  [[nodiscard]] std::vector<Text> open_values_of(const LabelPairs& labels) const {
    std::vector<Text> values;
    for (const auto& label : declared_.labels) {
      for (std::size_t i = 0; i < labels.size() && !label.is_closed(); ++i) {
        if (label.name.compare(labels[i].first) == 0) values.push_back(labels[i].second);
      }
    }
    return values;
  }

  const FamilyDescriptor& declared_;
  std::vector<std::string> names_;  ///< of all labels, sorted
};

}  // namespace isometric::inline v1::detail
