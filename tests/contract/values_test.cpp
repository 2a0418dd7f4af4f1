// What prometheus-cpp does with values. The instruments refuse what poisons a series here.

#include "support/catch.hpp"

#include <prometheus/client_metric.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

namespace {

using Boundaries = prometheus::Histogram::BucketBoundaries;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// The cumulative counts of a histogram, bucket by bucket, +Inf last.
std::vector<std::uint64_t> counts_of(const prometheus::Histogram& histogram) {
  const prometheus::ClientMetric metric = histogram.Collect();
  std::vector<std::uint64_t> counts;
  for (const auto& bucket : metric.histogram.bucket) {
    counts.push_back(bucket.cumulative_count);
  }
  return counts;
}

}  // namespace

TEST_CASE("counters, gauges and histograms can be constructed stand-alone", "[contract]") {
  prometheus::Counter counter;
  counter.Increment(2);
  CHECK(counter.Value() == 2.0);

  prometheus::Gauge gauge{1.0};
  gauge.Decrement(3);
  CHECK(gauge.Value() == -2.0);

  prometheus::Histogram histogram{Boundaries{1.0}};
  histogram.Observe(0.5);
  CHECK(histogram.Collect().histogram.sample_count == 1);
}

TEST_CASE("a negative increment of a counter is ignored silently", "[contract]") {
  prometheus::Counter counter;
  counter.Increment(2);
  counter.Increment(-1);
  counter.Increment(-infinity);
  CHECK(counter.Value() == 2.0);
}

TEST_CASE("a negative zero leaves a counter as it is", "[contract]") {
  prometheus::Counter counter;
  counter.Increment(2);
  counter.Increment(-0.0);
  CHECK(counter.Value() == 2.0);
}

TEST_CASE("an increment by NaN poisons a counter for ever", "[contract]") {
  prometheus::Counter counter;
  counter.Increment(not_a_number);
  counter.Increment();
  CHECK(std::isnan(counter.Value()));
}

TEST_CASE("an infinite increment poisons a counter for ever", "[contract]") {
  prometheus::Counter counter;
  counter.Increment(infinity);
  counter.Increment();
  CHECK(counter.Value() == infinity);
}

TEST_CASE("an increment by NaN poisons a gauge until it is set", "[contract]") {
  prometheus::Gauge gauge;
  gauge.Increment(not_a_number);
  gauge.Decrement(1);
  CHECK(std::isnan(gauge.Value()));
  gauge.Set(4);
  CHECK(gauge.Value() == 4.0);
}

TEST_CASE("a counter stops counting single events at two to the power of 53", "[contract]") {
  prometheus::Counter counter;
  counter.Increment(9007199254740992.0);
  counter.Increment();
  CHECK(counter.Value() == 9007199254740992.0);
}

TEST_CASE("the upper bound of a histogram bucket is inclusive", "[contract]") {
  prometheus::Histogram histogram{Boundaries{1.0, 2.0}};
  histogram.Observe(1.0);
  CHECK(counts_of(histogram) == std::vector<std::uint64_t>{1, 1, 1});
  histogram.Observe(std::nextafter(1.0, 2.0));
  CHECK(counts_of(histogram) == std::vector<std::uint64_t>{1, 2, 2});
  histogram.Observe(std::nextafter(2.0, 3.0));
  CHECK(counts_of(histogram) == std::vector<std::uint64_t>{1, 2, 3});
}

TEST_CASE("observing NaN counts in the lowest bucket and poisons the sum for ever", "[contract]") {
  prometheus::Histogram histogram{Boundaries{1.0, 2.0}};
  histogram.Observe(not_a_number);
  histogram.Observe(1.5);
  CHECK(counts_of(histogram) == std::vector<std::uint64_t>{1, 2, 2});
  CHECK(std::isnan(histogram.Collect().histogram.sample_sum));
}

TEST_CASE("a histogram without boundaries has the one bucket +Inf", "[contract]") {
  prometheus::Histogram histogram{Boundaries{}};
  histogram.Observe(3.0);
  CHECK(counts_of(histogram) == std::vector<std::uint64_t>{1});
}

TEST_CASE("unsorted or equal boundaries are refused", "[contract]") {
  CHECK_THROWS_AS((prometheus::Histogram{Boundaries{2.0, 1.0}}), std::invalid_argument);
  CHECK_THROWS_AS((prometheus::Histogram{Boundaries{1.0, 1.0}}), std::invalid_argument);
}

TEST_CASE("a NaN boundary defeats the check of the order", "[contract]") {
  CHECK_NOTHROW(prometheus::Histogram{Boundaries{1.0, not_a_number, 0.5}});
}

TEST_CASE("a boundary at infinity is accepted and gives a second bucket +Inf", "[contract]") {
  prometheus::Histogram histogram{Boundaries{1.0, infinity}};
  const prometheus::ClientMetric metric = histogram.Collect();
  const auto& buckets = metric.histogram.bucket;
  REQUIRE(buckets.size() == 3);
  CHECK(buckets[1].upper_bound == infinity);
  CHECK(buckets[2].upper_bound == infinity);
}
