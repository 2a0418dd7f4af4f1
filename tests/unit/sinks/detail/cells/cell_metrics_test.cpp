#include "support/catch.hpp"
#include "support/threads.hpp"

#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/cells/cell_gauge.hpp>
#include <isometric/sinks/detail/cells/cell_metrics.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

using isometric::BucketSample;
using isometric::detail::CellCounter;
using isometric::detail::CellGauge;
using isometric::detail::CellHistogram;
using test_support::in_threads;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

namespace {

isometric::HistogramSample reading_of(const CellHistogram& histogram) {
  isometric::HistogramSample sample;
  histogram.put_bounds(sample);
  const auto stripe = histogram.place();
  isometric::detail::read_histogram_cells(&stripe, 1, &sample);
  return sample;
}

}  // namespace

TEST_CASE("a counter of cells has what all threads counted, and a new one nothing of an old one") {
  for (int round = 0; round < 3; ++round) {
    CellCounter counter;
    CHECK(counter.Value() == 0);
    in_threads(3, [&](std::size_t) {
      for (int i = 0; i < 1000; ++i) counter.Increment();
      counter.Increment(1.5);
    });
    CHECK(counter.Value() == 3004.5);
  }
}

TEST_CASE("a gauge beside cells is set by one thread and moved by all") {
  CellGauge gauge(1);
  CHECK(gauge.Value() == 1);
  gauge.Set(10);
  in_threads(3, [&](std::size_t) {
    for (int i = 0; i < 1000; ++i) {
      gauge.Increment(2);
      gauge.Decrement(1);
    }
  });
  CHECK(gauge.Value() == 3010);
  gauge.Set(-infinity);
  CHECK(gauge.Value() == -infinity);
}

TEST_CASE("a histogram of cells has a bucket beyond its last bound, and its count is theirs") {
  CellHistogram histogram({-1, 0.5, 2});
  in_threads(2, [&](std::size_t) {
    histogram.Observe(-1);
    histogram.Observe(0.5);
    histogram.Observe(2.5);
    histogram.Observe(1, 3);
  });
  const auto sample = reading_of(histogram);
  CHECK(sample.count == 12);
  CHECK(histogram.count() == 12);
  CHECK(sample.sum == 10);
  CHECK(histogram.sum() == 10);
  CHECK(sample.buckets == std::vector<BucketSample>{{-1, 2}, {0.5, 4}, {2, 10}, {infinity, 12}});
}

TEST_CASE("a histogram of cells has a bucket of +Inf once, also if it is among the bounds") {
  CellHistogram histogram({1, infinity});
  histogram.Observe(7);
  CHECK(reading_of(histogram).buckets == std::vector<BucketSample>{{1, 0}, {infinity, 1}});
  CHECK(reading_of(CellHistogram({})).buckets == std::vector<BucketSample>{{infinity, 0}});
}
