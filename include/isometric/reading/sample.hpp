#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/series_selector.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace isometric::inline v1 {

/// The observations that are at most `upper_bound`.
struct BucketSample {
  double upper_bound = 0;
  std::uint64_t cumulative_count = 0;

  friend bool operator==(const BucketSample& a, const BucketSample& b) noexcept {
    return detail::is_equal(a.upper_bound, b.upper_bound) &&
           a.cumulative_count == b.cumulative_count;
  }
};

/// A histogram's samples; the last bucket is +Inf.
struct HistogramSample {
  std::uint64_t count = 0;
  double sum = 0;
  std::vector<BucketSample> buckets;

  friend bool operator==(const HistogramSample& a, const HistogramSample& b) noexcept {
    return a.count == b.count && detail::is_equal(a.sum, b.sum) && a.buckets == b.buckets;
  }
};

struct QuantileSample {
  double quantile = 0;
  double value = 0;

  friend bool operator==(const QuantileSample& a, const QuantileSample& b) noexcept {
    return detail::is_equal(a.quantile, b.quantile) && detail::is_equal(a.value, b.value);
  }
};

struct SummarySample {
  std::uint64_t count = 0;
  double sum = 0;
  std::vector<QuantileSample> quantiles;

  friend bool operator==(const SummarySample& a, const SummarySample& b) noexcept {
    return a.count == b.count && detail::is_equal(a.sum, b.sum) && a.quantiles == b.quantiles;
  }
};

/// The value of a counter or gauge, or the samples of a histogram or summary.
using SampleValue = std::variant<double, HistogramSample, SummarySample>;

/// One series at the moment of the snapshot.
struct SeriesSnapshot {
  LabelPairs labels;  ///< sorted by name
  SampleValue value;

  friend bool operator==(const SeriesSnapshot& a, const SeriesSnapshot& b) noexcept {
    const auto* number = std::get_if<double>(&a.value);
    const auto* other = std::get_if<double>(&b.value);
    const bool have_same_value = number != nullptr && other != nullptr
                                     ? detail::is_equal(*number, *other)
                                     : a.value == b.value;
    return have_same_value && a.labels == b.labels;
  }
};

/// One family at the moment of the snapshot.
struct FamilySnapshot {
  std::string name;
  std::string help;
  MetricType type = MetricType::gauge;
  std::vector<SeriesSnapshot> series;  ///< sorted by labels
  std::string unit = {};               ///< empty if there is none, or if it is not known

  friend bool operator==(const FamilySnapshot&, const FamilySnapshot&) = default;
};

}  // namespace isometric::inline v1
