#pragma once

#include <isometric/detail/conflict_message.hpp>
#include <isometric/detail/number_reading.hpp>
#include <isometric/detail/page_reader.hpp>
#include <isometric/detail/sample_line.hpp>
#include <isometric/sample.hpp>
#include <isometric/series_selector.hpp>
#include <isometric/testing/page_problem.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace detail {

/// The samples that belong together: one series at one time.
struct PagePoint {
  LabelPairs labels;  ///< without `le` and `quantile`
  std::optional<double> timestamp;
  std::vector<const PageSample*> samples;  ///< never empty
};

/// Makes the value of a series of its samples, and says what is wrong with them.
class PointReader {
 public:
  PointReader(const PageFamily& family, bool is_openmetrics,
              std::vector<testing::PageProblem>& problems) noexcept
      : family_(family), is_openmetrics_(is_openmetrics), problems_(problems) {}

  /// None if the samples say nothing of the value, but when it began.
  std::optional<SampleValue> read(const PagePoint& point) {
    if (family_.type->type == MetricType::histogram) return histogram(point);
    if (family_.type->type == MetricType::summary) return summary(point);
    std::optional<SampleValue> value;
    for (const PageSample* sample : point.samples) {
      if (suffix_of(*sample) == "_created") continue;
      check_number(*sample);
      value = sample->value;
    }
    return value;
  }

 private:
  void report(const PageSample& sample, std::string text) {
    problems_.push_back({sample.line, std::move(text)});
  }

  [[nodiscard]] std::string_view suffix_of(const PageSample& sample) const noexcept {
    return sample.name.substr(family_.name.size());
  }

  void check_number(const PageSample& sample) {
    const std::string_view type = family_.type->name;
    const double value = sample.value;
    if (type == "counter" && !(value >= 0)) {
      report(sample, "a counter's value must not be " + std::string(sample.number));
    } else if (type == "info" && value != 1) {
      report(sample, "an info's value must be 1, not " + std::string(sample.number));
    } else if (type == "stateset" && value != 0 && value != 1) {
      report(sample, "a state's value must be 0 or 1, not " + std::string(sample.number));
    }
    if (type == "stateset" && label_of(sample, family_.name) == nullptr) {
      report(sample, "a state must have the label " + in_quotes(family_.name));
    }
  }

  static const std::string* label_of(const PageSample& sample, std::string_view name) {
    const auto found = std::ranges::find(sample.labels, name, &LabelPairs::value_type::first);
    return found == sample.labels.end() ? nullptr : &found->second;
  }

  /// The number in a label; none, and a problem, if there is none.
  std::optional<double> number_in(const PageSample& sample, std::string_view label) {
    const std::string* text = label_of(sample, label);
    if (text == nullptr) {
      report(sample, std::string(sample.name) + " must have the label " + in_quotes(label));
      return std::nullopt;
    }
    const std::optional<double> number = read_number(*text);
    if (!number || std::isnan(*number)) {
      report(sample, std::string(label) + " is " + in_quotes(*text) + ", which is no number");
      return std::nullopt;
    }
    if (is_openmetrics_ && *number == std::numeric_limits<double>::infinity() && *text != "+Inf") {
      report(sample, std::string(label) + " is " + in_quotes(*text) + ", but should be '+Inf'");
    }
    return number;
  }

  std::uint64_t count_of(const PageSample& sample) {
    const std::optional<std::uint64_t> count = read_count(sample.number);
    if (!count) {
      report(sample, "a number of observations must be whole and not negative, not " +
                         std::string(sample.number));
    }
    return count.value_or(0);
  }

  SampleValue histogram(const PagePoint& point) {
    HistogramSample histogram;
    const PageSample* count = nullptr;
    const PageSample* sum = nullptr;
    const PageSample* last_bucket = nullptr;
    for (const PageSample* sample : point.samples) {
      const std::string_view suffix = suffix_of(*sample);
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
    histogram.sum = sum != nullptr ? sum->value : std::numeric_limits<double>::quiet_NaN();
    const PageSample& end = last_bucket != nullptr ? *last_bucket : *point.samples.front();
    const bool is_complete =
        !histogram.buckets.empty() &&
        histogram.buckets.back().upper_bound == std::numeric_limits<double>::infinity();
    if (!is_complete) {
      report(end, "the last bucket of " + in_quotes(family_.name) + " must be le=\"+Inf\"");
    } else if (count == nullptr) {
      histogram.count = histogram.buckets.back().cumulative_count;
    } else if (histogram.count != histogram.buckets.back().cumulative_count) {
      report(end, "the bucket le=\"+Inf\" has " +
                      std::to_string(histogram.buckets.back().cumulative_count) +
                      ", but the count is " + std::to_string(histogram.count));
    }
    check_sum(histogram, end, count, sum);
    std::ranges::stable_sort(histogram.buckets, {}, &BucketSample::upper_bound);
    return histogram;
  }

  void add_bucket(const PageSample& sample, std::vector<BucketSample>& buckets) {
    const std::optional<double> bound = number_in(sample, "le");
    if (!bound) return;
    const BucketSample bucket{*bound, count_of(sample)};
    if (!buckets.empty() && bucket.upper_bound <= buckets.back().upper_bound) {
      report(sample, "the buckets are not in ascending order of 'le'");
    } else if (!buckets.empty() && bucket.cumulative_count < buckets.back().cumulative_count) {
      report(sample, "a bucket has less than the one before, though it holds that one, too");
    }
    buckets.push_back(bucket);
  }

  void check_sum(const HistogramSample& histogram, const PageSample& end, const PageSample* count,
                 const PageSample* sum) {
    const std::string name(family_.name);
    if (!is_openmetrics_) {
      if (count == nullptr) report(end, "the histogram has no " + name + "_count");
      if (sum == nullptr) report(end, "the histogram has no " + name + "_sum");
      return;
    }
    if ((count == nullptr) != (sum == nullptr)) {
      report(end, "a histogram has both a sum and a count, or neither of them");
    }
    if (sum == nullptr) return;
    const bool has_negative_bound =
        std::ranges::any_of(histogram.buckets, [](const auto& b) { return b.upper_bound < 0; });
    const bool may_fall = family_.type->name == "gaugehistogram";
    if (has_negative_bound && !may_fall) {
      report(*sum, "a histogram with negative bounds must have no sum");
    } else if (std::isnan(sum->value) || (sum->value < 0 && !has_negative_bound)) {
      report(*sum, "the sum must not be " + std::string(sum->number));
    }
  }

  SampleValue summary(const PagePoint& point) {
    SummarySample summary{0, std::numeric_limits<double>::quiet_NaN(), {}};
    for (const PageSample* sample : point.samples) {
      const std::string_view suffix = suffix_of(*sample);
      if (suffix.empty()) {
        add_quantile(*sample, summary.quantiles);
      } else if (suffix == "_count") {
        summary.count = count_of(*sample);
      } else if (suffix == "_sum") {
        summary.sum = sample->value;
        if (is_openmetrics_ && !(sample->value >= 0)) {
          report(*sample, "the sum must not be " + std::string(sample->number));
        }
      }
    }
    std::ranges::stable_sort(summary.quantiles, {}, &QuantileSample::quantile);
    return summary;
  }

  void add_quantile(const PageSample& sample, std::vector<QuantileSample>& quantiles) {
    const std::optional<double> quantile = number_in(sample, "quantile");
    if (!quantile) return;
    if (*quantile < 0 || *quantile > 1) {
      report(sample, "a quantile lies between 0 and 1");
    } else if (is_openmetrics_ && sample.value < 0) {
      report(sample, "the value of a quantile must not be negative");
    }
    quantiles.push_back({*quantile, sample.value});
  }

  const PageFamily& family_;
  const bool is_openmetrics_;
  std::vector<testing::PageProblem>& problems_;
};

}  // namespace detail
}  // namespace v1
}  // namespace isometric
