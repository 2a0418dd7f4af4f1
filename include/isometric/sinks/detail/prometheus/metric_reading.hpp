#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/raise.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

// What the backend's histograms and summaries can be asked and told besides what is done to all
// metrics. Templates, so that only who asks compiles them.
namespace isometric::inline v1::detail {

template <class Histogram, class Sample>
void copy_histogram(const Histogram& from, Sample& to) {
  to.count = from.sample_count;
  to.sum = from.sample_sum;
  to.buckets.resize(from.bucket.size());
  for (std::size_t i = 0; i < from.bucket.size(); ++i) {
    to.buckets[i] = {from.bucket[i].upper_bound, from.bucket[i].cumulative_count};
  }
}

template <class Summary, class Sample>
void copy_summary(const Summary& from, Sample& to) {
  to.count = from.sample_count;
  to.sum = from.sample_sum;
  to.quantiles.resize(from.quantile.size());
  for (std::size_t i = 0; i < from.quantile.size(); ++i) {
    to.quantiles[i] = {from.quantile[i].quantile, from.quantile[i].value};
  }
}

/// For a table: what the summary holds that a series points to.
template <class Metric, class Sample>
void read_metric_summary(const void* series, Sample& into) {
  copy_summary(static_cast<const Metric*>(series)->Collect().summary, into);
}

/// Calls `read` with what a histogram or summary holds. As expensive as its part of a scrape.
template <class Metric, class Read>
auto read_observations(const Metric& metric, const Read& read) {
  const auto collected = metric.Collect();
  if constexpr (requires { typename Metric::BucketBoundaries; }) {
    return read(collected.histogram);
  } else {
    return read(collected.summary);
  }
}

template <class Metric>
std::uint64_t count_of_metric(const Metric& metric) {
  if constexpr (requires { metric.count(); }) {
    return metric.count();
  } else {
    return read_observations(metric,
                             [](const auto& held) -> std::uint64_t { return held.sample_count; });
  }
}

template <class Metric>
double sum_of_metric(const Metric& metric) {
  if constexpr (requires { metric.sum(); }) {
    return metric.sum();
  } else {
    return read_observations(metric, [](const auto& held) { return held.sample_sum; });
  }
}

/// Adds so many observations of one value in one step. Asks the histogram itself for its bounds:
/// other code may have made it with its own. Without memory for that, in as many steps.
template <class Histogram>
void observe_metric_times(Histogram& histogram, double value, std::uint64_t times) noexcept {
  const auto add = [&] {
    const auto buckets = histogram.Collect().histogram.bucket;
    std::vector<double> increments(buckets.size());
    std::size_t i = 0;
    while (i + 1 < buckets.size() && is_less(buckets[i].upper_bound, value)) ++i;
    const auto count = static_cast<double>(times);
    increments[i] = count;
    histogram.ObserveMultiple(increments, value * count);
  };
  try_or(add, [&] {
    for (; times > 0; --times) histogram.Observe(value);
  });
}

/// Metrics of ours can do so.
template <class Histogram>
  requires requires(Histogram& histogram) { histogram.Observe(1.0, std::uint64_t{1}); }
void observe_metric_times(Histogram& histogram, double value, std::uint64_t times) noexcept {
  histogram.Observe(value, times);
}

}  // namespace isometric::inline v1::detail
