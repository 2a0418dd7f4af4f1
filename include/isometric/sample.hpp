#pragma once

#include <isometric/metric_type.hpp>
#include <isometric/series_selector.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace isometric {
inline namespace v1 {

/// The observations that are at most `upper_bound`.
struct BucketSample {
  double upper_bound = 0;
  std::uint64_t cumulative_count = 0;

  friend bool operator==(const BucketSample&, const BucketSample&) = default;
};

/// A histogram's samples; the last bucket is +Inf.
struct HistogramSample {
  std::uint64_t count = 0;
  double sum = 0;
  std::vector<BucketSample> buckets;

  friend bool operator==(const HistogramSample&, const HistogramSample&) = default;
};

struct QuantileSample {
  double quantile = 0;
  double value = 0;

  friend bool operator==(const QuantileSample&, const QuantileSample&) = default;
};

struct SummarySample {
  std::uint64_t count = 0;
  double sum = 0;
  std::vector<QuantileSample> quantiles;

  friend bool operator==(const SummarySample&, const SummarySample&) = default;
};

/// The value of a counter or gauge, or the samples of a histogram or summary.
using SampleValue = std::variant<double, HistogramSample, SummarySample>;

/// One series at the moment of the snapshot.
struct SeriesSnapshot {
  LabelPairs labels;  ///< sorted by name
  SampleValue value;

  friend bool operator==(const SeriesSnapshot&, const SeriesSnapshot&) = default;
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

}  // namespace v1
}  // namespace isometric
