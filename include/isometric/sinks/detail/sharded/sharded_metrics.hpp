#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/cells/cell_metrics.hpp>
#include <isometric/sinks/detail/family/bounds_rules.hpp>
#include <isometric/sinks/detail/prometheus/metric_reading.hpp>
#include <isometric/sinks/detail/prometheus/summary_arguments.hpp>
#include <isometric/sinks/detail/series/backend.hpp>

#include <prometheus/summary.h>

// Metrics that come and go one by one, for the removable and dynamic families of a ShardedSink, and
// the tables of their classes.
namespace isometric::inline v1::detail {

template <>
struct BackendOf<CellCounter> {
  template <class Make>
  static auto construct(const FamilyDescriptor&, const Make& make) {
    return make();
  }
  static double value(const void* series) {
    return static_cast<const CellCounter*>(series)->Value();
  }
  static constexpr Backend table() noexcept {
    Backend made{};
    made.value = value;
    return made;
  }
};

template <>
struct BackendOf<CellGauge> {
  template <class Make>
  static auto construct(const FamilyDescriptor& family, const Make& make) {
    return make(family.type == MetricType::info ? 1.0 : 0.0);
  }
  static double value(const void* series) { return static_cast<const CellGauge*>(series)->Value(); }
  static constexpr Backend table() noexcept {
    Backend made{};
    made.value = value;
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

/// prometheus-cpp's, with a table for sinks that have no registry.
struct ShardedSummaryMetric : prometheus::Summary {
  using Summary::Summary;
};

template <>
struct BackendOf<ShardedSummaryMetric> {
  template <class Make>
  static auto construct(const FamilyDescriptor& family, const Make& make) {
    return with_quantiles<ShardedSummaryMetric>(family, make);
  }
  static void read_summary(const void* series, SummarySample& into) {
    copy_summary(static_cast<const ShardedSummaryMetric*>(series)->Collect().summary, into);
  }
  static constexpr Backend table() noexcept {
    Backend made{};
    made.read_summary = read_summary;
    made.bounds = bounds_rules<MetricType::summary>();
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
