#pragma once

#include <isometric/description/detail/conflict_message.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/description/series_kind.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/detail/short_list.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace isometric::inline v1::testing::internal {

/// A family as it was declared, for comparison with what is exposed under its name.
class DeclaredFamily {
 public:
  explicit DeclaredFamily(const FamilyDescriptor& declared) : declared_(declared) {
    for (const auto& label : declared.labels) names_.emplace_back(label.name);
    for (const auto& label : declared.constant_labels) names_.emplace_back(label.name);
    std::ranges::sort(names_);
  }

  /// Prints a line for each thing that is otherwise, below what was printed so far.
  void compare(const FamilySnapshot& exposed, std::ostream& out) const {
    // The text format has no infos, so that a scraped one is a gauge.
    const bool is_scraped_info =
        declared_.type == MetricType::info && exposed.type == MetricType::gauge;
    if (exposed.type != declared_.type && !is_scraped_info) {
      out << '\n'
          << declared_.name << " has the type " << to_string(exposed.type) << ", declared is "
          << to_string(declared_.type);
    }
    if (exposed.help != declared_.help) {
      out << '\n'
          << declared_.name << " has the help " << detail::in_quotes(exposed.help)
          << ", declared is " << detail::in_quotes(declared_.help);
    }
    print_list(out, " has series with other labels than declared", other_labels(exposed));
    if (declared_.type == MetricType::histogram) compare_buckets(exposed, out);
    if (declared_.type == MetricType::summary) compare_quantiles(exposed, out);
    // Removable and callback series come and go one by one.
    if (declared_.series_kind != SeriesKind::fixed) return;
    print_list(out, " lacks series of its closed labels", missing(exposed));
  }

 private:
  using Numbers = std::vector<double>;

  /// Pages round bounds and quantiles to 16 digits.
  static bool are_same(const Numbers& exposed, const Numbers& declared) {
    return std::ranges::equal(exposed, declared, [](double a, double b) {
      return detail::is_equal(a, b) || detail::is_at_most(std::abs(a - b), 1e-15 * std::abs(b));
    });
  }

  void compare_buckets(const FamilySnapshot& exposed, std::ostream& out) const {
    const Numbers declared(declared_.buckets.begin(), declared_.buckets.end());
    for (const auto& series : exposed.series) {
      const auto* sample = std::get_if<HistogramSample>(&series.value);
      if (sample == nullptr) continue;
      Numbers bounds;
      for (const auto& bucket : sample->buckets) {
        if (detail::is_finite(bucket.upper_bound)) bounds.push_back(bucket.upper_bound);
      }
      if (are_same(bounds, declared)) continue;
      return print_numbers(out, " has the buckets ", bounds, declared);
    }
  }

  void compare_quantiles(const FamilySnapshot& exposed, std::ostream& out) const {
    Numbers declared;
    for (const auto& quantile : declared_.quantiles) declared.push_back(quantile.quantile);
    std::ranges::sort(declared, detail::is_less);
    for (const auto& series : exposed.series) {
      const auto* sample = std::get_if<SummarySample>(&series.value);
      if (sample == nullptr) continue;
      Numbers quantiles;
      for (const auto& quantile : sample->quantiles) quantiles.push_back(quantile.quantile);
      std::ranges::sort(quantiles, detail::is_less);
      if (are_same(quantiles, declared)) continue;
      return print_numbers(out, " has the quantiles ", quantiles, declared);
    }
  }

  /// One series is enough: in a family, all are alike.
  void print_numbers(std::ostream& out, std::string_view what, const Numbers& exposed,
                     const Numbers& declared) const {
    const auto print = [&](const Numbers& numbers) {
      out << '(';
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        out << (i == 0 ? "" : ", ") << detail::number_text(numbers[i]);
      }
      out << ')';
    };
    out << '\n' << declared_.name << what;
    print(exposed);
    out << ", declared are ";
    print(declared);
  }

  void print_list(std::ostream& out, std::string_view what,
                  const std::vector<SeriesSelector>& series) const {
    if (series.empty()) return;
    out << '\n' << declared_.name << what;
    detail::print_short_list(out, series, [&](const auto& each) { out << each; });
  }

  [[nodiscard]] bool has_declared_labels(const LabelPairs& labels) const {
    return std::ranges::equal(labels, names_, {}, &LabelPairs::value_type::first);
  }

  [[nodiscard]] std::vector<SeriesSelector> other_labels(const FamilySnapshot& exposed) const {
    std::vector<SeriesSelector> found;
    for (const auto& series : exposed.series) {
      if (!has_declared_labels(series.labels)) found.emplace_back(exposed.name, series.labels);
    }
    return found;
  }

  /// For each tuple of open values that is there, the closed combinations that are not.
  [[nodiscard]] std::vector<SeriesSelector> missing(const FamilySnapshot& exposed) const {
    std::set<LabelPairs> present;
    std::set<std::vector<std::string_view>> open_values;
    for (const auto& series : exposed.series) {
      present.insert(series.labels);
      if (has_declared_labels(series.labels)) open_values.insert(open_values_of(series.labels));
    }
    std::vector<SeriesSelector> found;
    for (const auto& values : open_values) {
      for (std::size_t i = 0; i < closed_series_count(declared_.labels); ++i) {
        auto series = SeriesSelector::of(declared_, values, i, true);
        if (!present.contains(series.labels())) found.push_back(std::move(series));
      }
    }
    return found;
  }

  [[nodiscard]] std::vector<std::string_view> open_values_of(const LabelPairs& labels) const {
    std::vector<std::string_view> values;
    for (const auto& label : declared_.labels) {
      if (label.is_closed()) continue;
      values.emplace_back(
          std::ranges::find(labels, label.name, &LabelPairs::value_type::first)->second);
    }
    return values;
  }

  const FamilyDescriptor& declared_;
  std::vector<std::string> names_;  ///< of all labels, sorted
};

}  // namespace isometric::inline v1::testing::internal
