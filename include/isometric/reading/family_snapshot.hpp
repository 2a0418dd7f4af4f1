#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>

#include <string>
#include <variant>
#include <vector>

namespace isometric::inline v1 {

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
