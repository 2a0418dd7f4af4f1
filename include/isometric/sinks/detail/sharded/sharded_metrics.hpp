#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/cells/cell_metrics.hpp>
#include <isometric/sinks/detail/cells/cell_place.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/family/bounds_rules.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/sharded/sharded_backend.hpp>

// What series are made of that come and go one by one, in the removable and dynamic families of a
// ShardedSink: cells of their own, or what its fixed series are made of, too.
namespace isometric::inline v1::detail {

template <class Metric>
CellPlace place_of_metric(const void* series) noexcept {
  return static_cast<const Metric*>(series)->place();
}

template <>
struct BackendOf<CellCounter> {
  template <class Make>
  static auto construct(const FamilyDescriptor&, const Make& make) {
    return make();
  }
  static void read_values(const void* const* series, std::size_t count, double* into) {
    read_counters(PlacesOf(series, count, place_of_metric<CellCounter>).places, count, into);
  }
  static constexpr Backend table() noexcept {
    Backend made{};
    made.read_values = read_values;
    return made;
  }
};

template <>
struct BackendOf<CellHistogram> {
  template <class Make>
  static auto construct(const FamilyDescriptor& family, const Make& make) {
    return make(CellHistogram::BucketBoundaries(family.buckets.begin(), family.buckets.end()));
  }
  static void read_histograms(const void* const* series, std::size_t count, const FamilyDescriptor&,
                              HistogramSample* into) {
    for (std::size_t i = 0; i < count; ++i) {
      static_cast<const CellHistogram*>(series[i])->put_bounds(into[i]);
    }
    const PlacesOf of(series, count, place_of_metric<CellHistogram>);
    read_histogram_cells(of.places, count, into);
  }
  static constexpr Backend table() noexcept {
    Backend made{};
    made.read_histograms = read_histograms;
    made.bounds = bounds_rules<MetricType::histogram>();
    return made;
  }
};

struct ShardedMetrics {
  using Counter = CellCounter;
  using Gauge = CellGauge;
  using Histogram = CellHistogram;
  using Summary = ShardedSummaryMetric;
};

}  // namespace isometric::inline v1::detail
