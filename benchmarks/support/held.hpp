#pragma once

#include "support/jobs.hpp"

#include <isometric/description/buckets.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

// What is updated through handles, and the same in prometheus-cpp.
namespace benchmarks {

template <class Sink>
struct HeldInstruments {
  explicit HeldInstruments(isometric::Buckets bounds) : buckets(bounds) {}

  isometric::Buckets buckets;
  Sink sink;
  isometric::Counter<Sink> counter{sink, "held_total", "Held."};
  isometric::Gauge<Sink> gauge{sink, "held_level", "Held."};
  isometric::Histogram<Sink> histogram{sink, "held_seconds", "Held.", buckets};
};

struct HeldMetrics {
  explicit HeldMetrics(isometric::Buckets buckets)
      : histogram(prometheus::BuildHistogram()
                      .Name("held_seconds")
                      .Help("Held.")
                      .Register(registry)
                      .Add({}, bounds_of(buckets))) {}

  prometheus::Registry registry;
  prometheus::Counter& counter =
      prometheus::BuildCounter().Name("held_total").Help("Held.").Register(registry).Add({});
  prometheus::Gauge& gauge =
      prometheus::BuildGauge().Name("held_level").Help("Held.").Register(registry).Add({});
  prometheus::Histogram& histogram;
};

}  // namespace benchmarks
