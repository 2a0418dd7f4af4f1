#pragma once

#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/histogram_checks.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

// Matchers of what a histogram observed, in a SnapshotDelta or what converts to one: the snapshot
// of a fresh sink, a Changes. Each holds for what the check of the same name holds for.

/// It observed this value, and nothing else.
///
///     CHECK_THAT(changes, UniqueSample(metrics.duration.series(), 0.25));
template <class = void>
auto UniqueSample(SeriesSelector series, double value) {
  return make_matcher<SnapshotDelta>(
      [series = std::move(series), value](const SnapshotDelta& delta) {
        return unique_sample(delta, series, value);
      });
}

/// These buckets took so many observations, and all others none.
///
///     CHECK_THAT(changes, BucketsAre(metrics.duration.series(), {{0.1, 2}, {1, 1}}));
template <class = void>
auto BucketsAre(SeriesSelector series, std::vector<ExpectedBucket> expected) {
  return make_matcher<SnapshotDelta>(
      [series = std::move(series), expected = std::move(expected)](const SnapshotDelta& delta) {
        return buckets_are(delta, series, expected);
      });
}

/// These buckets took so many observations; 0 means none.
template <class = void>
auto BucketsInclude(SeriesSelector series, std::vector<ExpectedBucket> expected) {
  return make_matcher<SnapshotDelta>(
      [series = std::move(series), expected = std::move(expected)](const SnapshotDelta& delta) {
        return buckets_include(delta, series, expected);
      });
}

/// The histogram or summary observed so many values.
template <class = void>
auto CountIs(SeriesSelector series, std::uint64_t count) {
  return make_matcher<SnapshotDelta>(
      [series = std::move(series), count](const SnapshotDelta& delta) {
        return count_is(delta, series, count);
      });
}

/// What the histogram or summary observed adds up to about this sum.
template <class = void>
auto SumWithin(SeriesSelector series, double sum, double tolerance) {
  return make_matcher<SnapshotDelta>(
      [series = std::move(series), sum, tolerance](const SnapshotDelta& delta) {
        return sum_within(delta, series, sum, tolerance);
      });
}

template <class Sum>
auto SumWithin(SeriesSelector, Sum) {
  static_assert(sizeof(Sum) == 0, "isometric: SumWithin takes a series, a sum and a tolerance");
}

/// It observed something, all of it above `low` and up to `high`, which are bucket bounds.
template <class = void>
auto ObservedBetween(SeriesSelector series, double low, double high) {
  return make_matcher<SnapshotDelta>(
      [series = std::move(series), low, high](const SnapshotDelta& delta) {
        return observed_between(delta, series, low, high);
      });
}

}  // namespace isometric::inline v1::testing
