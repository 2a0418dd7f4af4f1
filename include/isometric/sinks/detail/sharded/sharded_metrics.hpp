#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/cells/cell_metrics.hpp>
#include <isometric/sinks/detail/family/bounds_rules.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/sharded/sharded_backend.hpp>

// What series are made of that come and go one by one, in the removable and dynamic families of a
// ShardedSink: cells of their own, or what its fixed series are made of, too.
namespace isometric::inline v1::detail {

template <>
struct BackendOf<CellCounter> {
  template <class Make>
  static auto construct(const FamilyDescriptor&, const Make& make) {
    return make();
  }
  static constexpr Backend table() noexcept {
    Backend made{};
    made.value = value_of_metric<CellCounter>;
    return made;
  }
};

template <>
struct BackendOf<CellHistogram> {
  template <class Make>
  static auto construct(const FamilyDescriptor& family, const Make& make) {
    return make(CellHistogram::BucketBoundaries(family.buckets.begin(), family.buckets.end()));
  }
  static void read_histogram(const void* series, const FamilyDescriptor&, HistogramSample& into) {
    static_cast<const CellHistogram*>(series)->read(into);
  }
  static constexpr Backend table() noexcept {
    Backend made{};
    made.read_histogram = read_histogram;
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
