#pragma once

#include <isometric/sinks/detail/series/metric_handles.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/summary.h>

// What a sink on a prometheus registry hands to instruments: two words each, the backend's metric
// and the family that it belongs to, of which an update touches the first only.
namespace isometric::inline v1::detail {

struct RegistryMetrics {
  using Counter = prometheus::Counter;
  using Gauge = prometheus::Gauge;
  using Histogram = prometheus::Histogram;
  using Summary = prometheus::Summary;
};

using RegistryCounter = CounterOf<FixedHandle<prometheus::Counter>>;
using RegistryGauge = GaugeOf<FixedHandle<prometheus::Gauge>>;
using RegistryHistogram = HistogramOf<FixedHandle<prometheus::Histogram>>;
using RegistrySummary = SummaryOf<FixedHandle<prometheus::Summary>>;

/// What a ledger's sink is to hand out.
struct RegistryHandles {
  using Counter = RegistryCounter;
  using Gauge = RegistryGauge;
  using Histogram = RegistryHistogram;
  using Summary = RegistrySummary;
  using Metrics = RegistryMetrics;  ///< of series that can be removed
};

}  // namespace isometric::inline v1::detail
