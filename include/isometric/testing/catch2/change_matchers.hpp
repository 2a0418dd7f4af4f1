#pragma once

#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/change_checks.hpp>
#include <isometric/testing/histogram_checks.hpp>

#include <cstdint>
#include <initializer_list>
#include <type_traits>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

// Matchers of a SnapshotDelta, or of what converts to one: the snapshot of a fresh sink, a Changes.
// Each holds for what the check of the same name holds for.

/// The series rose by this amount, whatever else changed.
template <class Subject = SnapshotDelta>
auto IncreasedBy(SeriesSelector series, double amount) {
  return make_matcher<Subject>(increased_by<>, std::move(series), amount);
}

/// The series fell by this amount, whatever else changed.
template <class Subject = SnapshotDelta>
auto DecreasedBy(SeriesSelector series, double amount) {
  return make_matcher<Subject>(decreased_by<>, std::move(series), amount);
}

/// The series exists and did not change, whatever else did.
template <class Subject = SnapshotDelta>
auto Unchanged(SeriesSelector series) {
  return make_matcher<Subject>(unchanged<>, std::move(series));
}

/// These series changed, by these amounts, and no other did.
///
///     CHECK_THAT(after - before, OnlyChanged({{scale_operations, +1}, {duration}}));
template <class Subject = SnapshotDelta>
auto OnlyChanged(std::vector<ExpectedChange> expected) {
  return make_matcher<Subject>(only_changed<>, std::move(expected));
}

/// The same for a list in double braces, which this takes before the one for single braces does.
template <class Changes = std::vector<ExpectedChange>>
auto OnlyChanged(std::initializer_list<ExpectedChange> expected) {
  return OnlyChanged(Changes(expected));
}

/// The same for one change in single braces, `OnlyChanged({series, +1})`.
template <class = void>
auto OnlyChanged(ExpectedChange expected) {
  // Not a vector of one, for which most tests would pay.
  return make_matcher<SnapshotDelta>([expected = std::move(expected)](const SnapshotDelta& delta) {
    return detail::only_changed(delta, &expected, 1);
  });
}

template <class Change = ExpectedChange>
auto OnlyChanged(SeriesSelector series, double increase) {
  return OnlyChanged(Change{std::move(series), increase});
}

/// The same for series that may change by any amount, or expectations that have names.
template <class... Expected>
  requires(sizeof...(Expected) > 0 && ((std::is_same_v<Expected, SeriesSelector> ||
                                        std::is_same_v<Expected, ExpectedChange>) &&
                                       ...))
auto OnlyChanged(Expected... expected) {
  return OnlyChanged(std::vector<ExpectedChange>{ExpectedChange{std::move(expected)}...});
}

/// No series changed.
template <class Subject = SnapshotDelta>
auto NothingChanged() {
  return make_matcher<Subject>(nothing_changed<>);
}

// And of what a histogram or summary observed.

/// It observed this value, and nothing else.
///
///     CHECK_THAT(changes, UniqueSample(metrics.duration.series(), 0.25));
template <class Subject = SnapshotDelta>
auto UniqueSample(SeriesSelector series, double value) {
  return make_matcher<Subject>(unique_sample<>, std::move(series), value);
}

/// These buckets took so many observations, and all others none.
///
///     CHECK_THAT(changes, BucketsAre(metrics.duration.series(), {{0.1, 2}, {1, 1}}));
template <class Subject = SnapshotDelta>
auto BucketsAre(SeriesSelector series, std::vector<ExpectedBucket> expected) {
  return make_matcher<Subject>(buckets_are<>, std::move(series), std::move(expected));
}

/// These buckets took so many observations; 0 means none.
template <class Subject = SnapshotDelta>
auto BucketsInclude(SeriesSelector series, std::vector<ExpectedBucket> expected) {
  return make_matcher<Subject>(buckets_include<>, std::move(series), std::move(expected));
}

/// The histogram or summary observed so many values.
template <class Subject = SnapshotDelta>
auto CountIs(SeriesSelector series, std::uint64_t count) {
  return make_matcher<Subject>(count_is<>, std::move(series), count);
}

/// What the histogram or summary observed adds up to about this sum.
template <class Subject = SnapshotDelta>
auto SumWithin(SeriesSelector series, double sum, double tolerance) {
  return make_matcher<Subject>(sum_within<>, std::move(series), sum, tolerance);
}

template <class Sum>
auto SumWithin(SeriesSelector, Sum) {
  static_assert(sizeof(Sum) == 0, "isometric: SumWithin takes a series, a sum and a tolerance");
}

/// It observed something, all of it above `low` and up to `high`, which are bucket bounds.
template <class Subject = SnapshotDelta>
auto ObservedBetween(SeriesSelector series, double low, double high) {
  return make_matcher<Subject>(observed_between<>, std::move(series), low, high);
}

}  // namespace isometric::inline v1::testing
