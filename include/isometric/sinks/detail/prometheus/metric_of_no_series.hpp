#pragma once

#include <chrono>
#include <cstddef>
#include <new>

namespace isometric::inline v1::detail {

/// Calls `make` with what the constructor of `Metric` takes.
template <class Metric, class Make>
auto with_least_arguments(const Make& make) {
  if constexpr (requires { typename Metric::BucketBoundaries; }) {
    return make(typename Metric::BucketBoundaries());
  } else if constexpr (requires { typename Metric::Quantiles; }) {
    return make(typename Metric::Quantiles(), std::chrono::milliseconds(100),
                1);  // see summary_arguments.hpp
  } else {
    return make();
  }
}

/// Takes the updates of all empty handles, and is in no scrape. Each module that makes such handles
/// may have one of its own. Never destroyed, since a handle may be updated after `main`. Those of
/// histograms and summaries allocate when they are first asked for, and may throw std::bad_alloc.
template <class Metric>
Metric& metric_of_no_series() {
  alignas(Metric) static std::byte memory[sizeof(Metric)];
  static Metric& metric = *with_least_arguments<Metric>(
      [](const auto&... arguments) { return new (memory) Metric(arguments...); });
  return metric;
}

}  // namespace isometric::inline v1::detail
