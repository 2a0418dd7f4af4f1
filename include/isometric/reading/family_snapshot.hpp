#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>

#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1 {

/// The value of a counter or gauge, or the samples of a histogram or summary. Not a std::variant,
/// for which every file pays that reads a value.
class SampleValue {
 public:
  SampleValue(double number = 0) noexcept : number_(number) {}
  SampleValue(HistogramSample histogram) noexcept
      : kind_(Kind::histogram), histogram_(std::move(histogram)) {}
  SampleValue(SummarySample summary) noexcept
      : kind_(Kind::summary), summary_(std::move(summary)) {}

  /// What it is; the other two are null.
  [[nodiscard]] const double* number() const noexcept {
    return kind_ == Kind::number ? &number_ : nullptr;
  }
  [[nodiscard]] const HistogramSample* histogram() const noexcept {
    return kind_ == Kind::histogram ? &histogram_ : nullptr;
  }
  [[nodiscard]] const SummarySample* summary() const noexcept {
    return kind_ == Kind::summary ? &summary_ : nullptr;
  }

  template <class = void>
  void swap(SampleValue& other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(number_, other.number_);
    std::swap(histogram_.count, other.histogram_.count);
    std::swap(histogram_.sum, other.histogram_.sum);
    histogram_.buckets.swap(other.histogram_.buckets);
    std::swap(summary_.count, other.summary_.count);
    std::swap(summary_.sum, other.summary_.sum);
    summary_.quantiles.swap(other.summary_.quantiles);
  }

  template <class = void>
  friend bool operator==(const SampleValue& a, const SampleValue& b) noexcept {
    return a.kind_ == b.kind_ && detail::is_equal(a.number_, b.number_) &&
           a.histogram_ == b.histogram_ && a.summary_ == b.summary_;
  }

 private:
  enum class Kind : unsigned char { number, histogram, summary };

  Kind kind_ = Kind::number;
  double number_ = 0;
  HistogramSample histogram_;
  SummarySample summary_;
};

/// One series at the moment of the snapshot.
struct SeriesSnapshot {
  LabelPairs labels;  ///< sorted by name
  SampleValue value;

  template <class = void>
  friend bool operator==(const SeriesSnapshot& a, const SeriesSnapshot& b) {
    return a.value == b.value && detail::compare_labels(a.labels, b.labels) == 0;
  }
};

/// One family at the moment of the snapshot.
struct FamilySnapshot {
  std::string name;
  std::string help;
  MetricType type = MetricType::gauge;
  std::vector<SeriesSnapshot> series;  ///< sorted by labels
  std::string unit = {};               ///< empty if there is none, or if it is not known

  template <class = void>
  friend bool operator==(const FamilySnapshot& a, const FamilySnapshot& b) {
    return a.type == b.type && detail::are_equal(a.name, b.name) &&
           detail::are_equal(a.help, b.help) && detail::are_equal(a.unit, b.unit) &&
           detail::are_equal(a.series, b.series);
  }
};

}  // namespace isometric::inline v1
