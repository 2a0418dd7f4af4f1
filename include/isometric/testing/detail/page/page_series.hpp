#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/number_text.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/detail/page/page_reader.hpp>
#include <isometric/testing/detail/page/sample_line.hpp>
#include <isometric/testing/page_problem.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
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

/// Makes a family of a snapshot of one of a page, and says what is wrong with its series.
template <class Text>
class SeriesReader {
 public:
  SeriesReader(const PageFamily<Text>& family, bool is_openmetrics,
               std::vector<testing::PageProblem>& problems) noexcept
      : family_(family), is_openmetrics_(is_openmetrics), problems_(problems) {}

  FamilySnapshot read() {
    const PageType& type = *family_.type;
    const bool may_have_unit = type.name != "info" && type.name != "stateset";
    if (!may_have_unit && !family_.unit.value_or("").empty()) {
      problems_.push_back(
          {family_.line, "a family of type " + std::string(type.name) + " must have no unit"});
    }
    FamilySnapshot family{std::string(family_.name).append(type.snapshot_suffix),
                          family_.help.value_or(""),
                          type.type,
                          {},
                          std::string(family_.unit.value_or(""))};
    for (const auto& sample : family_.samples) add(sample);
    std::map<Labels, std::size_t> places;
    for (auto& point : points_) {
      auto value = value_of(point);
      if (!value) continue;
      const auto [place, is_new] = places.emplace(point.labels, family.series.size());
      if (is_new) {
        family.series.push_back({std::move(point.labels), std::move(*value)});
      } else {
        family.series[place->second].value = std::move(*value);  // a later one
      }
    }
    return family;
  }

  /// Whether a series was there twice. Of a histogram or summary, it is their parts that can be.
  [[nodiscard]] bool is_repeating() const noexcept { return is_repeating_; }

 private:
  using Labels = decltype(PageSample<Text>::labels);

  template <class Complaint>
  void report(const PageSample<Text>& sample, Complaint text) {
    problems_.push_back({sample.line, std::string(std::move(text))});
  }

  [[nodiscard]] Text suffix_of(const PageSample<Text>& sample) const noexcept {
    return sample.name.substr(family_.name.size());
  }

  void add(const PageSample<Text>& sample) {
    const bool is_bucket = suffix_of(sample) == "_bucket";
    const bool is_summary = family_.type->type == MetricType::summary;
    LabelPairs labels = sample.labels;
    if (is_bucket || is_summary) {
      const Text part = is_bucket ? "le" : "quantile";
      std::erase_if(labels, [&](const auto& label) { return label.first == part; });
    }
    const bool may_have_exemplar =
        is_bucket || (family_.type->type == MetricType::counter && suffix_of(sample) == "_total");
    if (sample.has_exemplar && !may_have_exemplar) {
      report(sample, "only counters and buckets have exemplars");
    }
    PagePoint<Text>& point = point_for(sample, labels);
    const auto index = static_cast<std::size_t>(&point - points_.data());
    const auto [first, is_new] =
        seen_.emplace(std::tuple(index, sample.name, std::cref(sample.labels)), sample.line);
    if (is_new) {
      point.samples.push_back(&sample);
      return;
    }
    const MetricType type = family_.type->type;
    is_repeating_ = type != MetricType::histogram && type != MetricType::summary;
    report(sample, joined({series_text(sample.name, sample.labels), " is in line ",
                           std::to_string(first->second), " as well"}));
  }

  PagePoint<Text>& point_for(const PageSample<Text>& sample, const LabelPairs& labels) {
    const auto [latest, is_new] = latest_.emplace(labels, points_.size());
    bool is_later = false;
    if (!is_new && is_openmetrics_) {
      const PagePoint<Text>& point = points_[latest->second];
      if (&point != &points_.back()) {
        report(sample, "the lines of this series are not together");
      } else if (sample.timestamp.has_value() != point.timestamp.has_value()) {
        report(sample, "of one series, all samples have a timestamp or none has");
      } else if (sample.timestamp < point.timestamp) {
        report(sample, "the timestamps of a series must not go back");
      }
      is_later = sample.timestamp && point.timestamp && *sample.timestamp > *point.timestamp;
    }
    if (is_new || is_later) {
      latest->second = points_.size();
      points_.push_back({labels, sample.timestamp, {}});
    }
    return points_[latest->second];
  }

  /// None if the samples say nothing of the value, but when it began.
  std::optional<SampleValue> value_of(const PagePoint<Text>& point) {
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

  struct ByValue {
    template <class Key>
    bool operator()(const Key& a, const Key& b) const {
      const auto& [a_point, a_name, a_labels] = a;
      const auto& [b_point, b_name, b_labels] = b;
      return std::tie(a_point, a_name, a_labels.get()) < std::tie(b_point, b_name, b_labels.get());
    }
  };

  const PageFamily<Text>& family_;
  const bool is_openmetrics_;
  bool is_repeating_ = false;
  std::vector<testing::PageProblem>& problems_;
  std::vector<PagePoint<Text>> points_;
  std::map<Labels, std::size_t> latest_;  ///< of each series, its last point
  /// The line of each sample that was there already.
  std::map<std::tuple<std::size_t, Text, std::reference_wrapper<const Labels>>, std::size_t,
           ByValue>
      seen_;
};

}  // namespace isometric::inline v1::detail
