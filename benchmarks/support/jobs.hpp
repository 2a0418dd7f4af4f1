#pragma once

#include <isometric/description/buckets.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <string>

// A family of many series with three labels each, which scrapes show.
namespace benchmarks {

using Zone = isometric::Label<"zone">;
using Rack = isometric::Label<"rack">;
using Node = isometric::Label<"node">;

/// Calls `use` with the label values of so many series.
template <class Use>
void for_each_series(std::size_t count, Use use) {
  for (std::size_t i = 0; i < count; ++i) {
    use("zone-" + std::to_string(i % 3), "rack-" + std::to_string(i % 50),
        "node-" + std::to_string(i));
  }
}

/// Counters of so many series, each incremented once.
inline void count_jobs(prometheus::Registry& registry, std::size_t count) {
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Jobs.").Register(registry);
  for_each_series(count, [&](const auto& zone, const auto& rack, const auto& node) {
    family.Add({{"zone", zone}, {"rack", rack}, {"node", node}}).Increment();
  });
}
template <class Sink>
void count_jobs(const Sink& sink, std::size_t count) {
  const isometric::Counter<Sink, Zone, Rack, Node> counter{
      sink, "jobs_total", "Jobs.", {.max_series = count}};
  for_each_series(count, [&](const auto& zone, const auto& rack, const auto& node) {
    counter.labels(zone, rack, node).inc();
  });
}

inline prometheus::Histogram::BucketBoundaries bounds_of(isometric::Buckets buckets) {
  return {buckets.data(), buckets.data() + buckets.size()};
}

/// The same of histograms with the default buckets, each with one observation.
inline void time_jobs(prometheus::Registry& registry, std::size_t count) {
  auto& family = prometheus::BuildHistogram().Name("job_seconds").Help("Jobs.").Register(registry);
  const auto bounds = bounds_of(isometric::default_buckets);
  for_each_series(count, [&](const auto& zone, const auto& rack, const auto& node) {
    family.Add({{"zone", zone}, {"rack", rack}, {"node", node}}, bounds).Observe(0.3);
  });
}
template <class Sink>
void time_jobs(const Sink& sink, std::size_t count) {
  const isometric::Histogram<Sink, Zone, Rack, Node> histogram{
      sink, "job_seconds", "Jobs.", isometric::default_buckets, {.max_series = count}};
  for_each_series(count, [&](const auto& zone, const auto& rack, const auto& node) {
    histogram.labels(zone, rack, node).observe(0.3);
  });
}

}  // namespace benchmarks
