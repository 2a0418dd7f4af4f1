#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/detail/page/page_numbers.hpp>
#include <isometric/testing/detail/page/page_reader.hpp>
#include <isometric/testing/detail/page/sample_line.hpp>
#include <isometric/testing/page_problem.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The samples that belong together: one series at one time.
template <class Text>
struct PagePoint {
  LabelPairs labels;  ///< without `le` and `quantile`
  std::optional<PageTime> timestamp;
  std::vector<const PageSample<Text>*> samples;  ///< never empty
};

/// Makes the value of a series of its samples, and says what is wrong with them.
template <class Text>
class PointReader {
 public:
  PointReader(const PageFamily<Text>& family, bool is_openmetrics,
              std::vector<testing::PageProblem>& problems) noexcept
      : family_(family), is_openmetrics_(is_openmetrics), problems_(problems) {}

  /// None if the samples say nothing of the value, but when it began.
  std::optional<SampleValue> read(const PagePoint<Text>& point) {
    if (family_.type->type == MetricType::histogram) return histogram(point);
    if (family_.type->type == MetricType::summary) return summary(point);
    std::optional<SampleValue> value;
    for (const PageSample<Text>* sample : point.samples) {
      if (suffix_of(*sample) == "_created") continue;
      check_number(*sample);
      value = sample->value;
    }
    return value;
  }

 private:
  template <class Complaint>
  void report(const PageSample<Text>& sample, Complaint text) {
    problems_.push_back({sample.line, std::string(std::move(text))});
  }

  [[nodiscard]] Text suffix_of(const PageSample<Text>& sample) const noexcept {
    return sample.name.substr(family_.name.size());
  }

  void check_number(const PageSample<Text>& sample) {
    const Text type = family_.type->name;
    const double value = sample.value;
    if (type == "counter" && !is_at_most(0, value)) {
      report(sample, "a counter's value must not be " + std::string(sample.number));
    } else if (type == "info" && !is_equal(value, 1)) {
      report(sample, "an info's value must be 1, not " + std::string(sample.number));
    } else if (type == "stateset" && !is_equal(value, 0) && !is_equal(value, 1)) {
      report(sample, "a state's value must be 0 or 1, not " + std::string(sample.number));
    }
    if (type == "stateset" && label_of(sample, family_.name) == nullptr) {
      report(sample, "a state must have the label " + in_quotes(family_.name));
    }
  }

  static const std::string* label_of(const PageSample<Text>& sample, Text name) {
    for (const auto& label : sample.labels) {
      if (label.first == name) return &label.second;
    }
    return nullptr;
  }

  /// The number in a label; none, and a problem, if there is none.
  std::optional<double> number_in(const PageSample<Text>& sample, Text label) {
    const std::string* text = label_of(sample, label);
    if (text == nullptr) {
      report(sample, std::string(sample.name) + " must have the label " + in_quotes(label));
      return std::nullopt;
    }
    const std::optional<double> number = read_number(*text);
    if (!number || is_nan(*number)) {
      report(sample, std::string(label) + " is " + in_quotes(*text) + ", which is no number");
      return std::nullopt;
    }
    // What the label says is part of the series' name, so there is one spelling of it.
    if (!is_finite(*number) && *text != number_text(*number)) {
      report(sample, std::string(label) + " is " + in_quotes(*text) + ", but should be " +
                         in_quotes(number_text(*number)));
    }
    return number;
  }

  std::uint64_t count_of(const PageSample<Text>& sample) {
    const std::optional<std::uint64_t> count = read_count(sample.number);
    if (!count) {
      report(sample, "a number of observations must be whole and not negative, not " +
                         std::string(sample.number));
    }
    return count.value_or(0);
  }

  SampleValue histogram(const PagePoint<Text>& point) {
    HistogramSample histogram;
    const PageSample<Text>* count = nullptr;
    const PageSample<Text>* sum = nullptr;
    const PageSample<Text>* last_bucket = nullptr;
    for (const PageSample<Text>* sample : point.samples) {
      const Text suffix = suffix_of(*sample);
      if (suffix == "_bucket") {
        add_bucket(*sample, histogram.buckets);
        last_bucket = sample;
      } else if (suffix.ends_with("count")) {
        count = sample;
        histogram.count = count_of(*sample);
      } else if (suffix.ends_with("sum")) {
        sum = sample;
      }
    }
    histogram.sum = double_of(sum != nullptr ? bits_of(sum->value) : bits_of_nan);
    const PageSample<Text>& end = last_bucket != nullptr ? *last_bucket : *point.samples.front();
    const bool is_complete =
        !histogram.buckets.empty() && is_equal(histogram.buckets.back().upper_bound, infinity);
    if (!is_complete) {
      report(end, "the last bucket of " + in_quotes(family_.name) + " must be le=\"+Inf\"");
    } else if (count == nullptr) {
      histogram.count = histogram.buckets.back().cumulative_count;
    } else if (histogram.count != histogram.buckets.back().cumulative_count) {
      report(end, joined({"the bucket le=\"+Inf\" has ",
                          std::to_string(histogram.buckets.back().cumulative_count),
                          ", but the count is ", std::to_string(histogram.count)}));
    }
    check_sum(histogram, end, count, sum);
    sort_stably(histogram.buckets,
                [](const auto& a, const auto& b) { return is_less(a.upper_bound, b.upper_bound); });
    return histogram;
  }

  template <class Bucket>
  void add_bucket(const PageSample<Text>& sample, std::vector<Bucket>& buckets) {
    const std::optional<double> bound = number_in(sample, "le");
    if (!bound) return;
    const Bucket bucket{*bound, count_of(sample)};
    if (!buckets.empty() && is_at_most(bucket.upper_bound, buckets.back().upper_bound)) {
      report(sample, "the buckets are not in ascending order of 'le'");
    } else if (!buckets.empty() && bucket.cumulative_count < buckets.back().cumulative_count) {
      report(sample, "a bucket has less than the one before, though it holds that one, too");
    }
    buckets.push_back(bucket);
  }

  void check_sum(const HistogramSample& histogram, const PageSample<Text>& end,
                 const PageSample<Text>* count, const PageSample<Text>* sum) {
    const Text name = family_.name;
    if (!is_openmetrics_) {
      if (count == nullptr) report(end, joined({"the histogram has no ", name, "_count"}));
      if (sum == nullptr) report(end, joined({"the histogram has no ", name, "_sum"}));
      return;
    }
    if ((count == nullptr) != (sum == nullptr)) {
      report(end, "a histogram has both a sum and a count, or neither of them");
    }
    if (sum == nullptr) return;
    bool has_negative_bound = false;
    for (const auto& bucket : histogram.buckets) {
      has_negative_bound = has_negative_bound || is_less(bucket.upper_bound, 0);
    }
    const bool may_fall = family_.type->name == "gaugehistogram";
    if (has_negative_bound && !may_fall) {
      report(*sum, "a histogram with negative bounds must have no sum");
    } else if (is_nan(sum->value) || (is_less(sum->value, 0) && !has_negative_bound)) {
      report(*sum, "the sum must not be " + std::string(sum->number));
    }
  }

  SampleValue summary(const PagePoint<Text>& point) {
    SummarySample summary{0, not_a_number, {}};
    for (const PageSample<Text>* sample : point.samples) {
      const Text suffix = suffix_of(*sample);
      if (suffix.empty()) {
        add_quantile(*sample, summary.quantiles);
      } else if (suffix == "_count") {
        summary.count = count_of(*sample);
      } else if (suffix == "_sum") {
        summary.sum = sample->value;
        if (is_openmetrics_ && !is_at_most(0, sample->value)) {
          report(*sample, "the sum must not be " + std::string(sample->number));
        }
      }
    }
    sort_stably(summary.quantiles,
                [](const auto& a, const auto& b) { return is_less(a.quantile, b.quantile); });
    return summary;
  }

  template <class Quantile>
  void add_quantile(const PageSample<Text>& sample, std::vector<Quantile>& quantiles) {
    const std::optional<double> quantile = number_in(sample, "quantile");
    if (!quantile) return;
    if (is_less(*quantile, 0) || is_less(1, *quantile)) {
      report(sample, "a quantile lies between 0 and 1");
    } else if (is_openmetrics_ && is_less(sample.value, 0)) {
      report(sample, "the value of a quantile must not be negative");
    }
    quantiles.push_back({*quantile, sample.value});
  }

  const PageFamily<Text>& family_;
  const bool is_openmetrics_;
  std::vector<testing::PageProblem>& problems_;
};

}  // namespace isometric::inline v1::detail
