#pragma once

#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/change_checks.hpp>
#include <isometric/testing/expected_change.hpp>

#include <type_traits>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

// Matchers of a SnapshotDelta, or of what converts to one: the snapshot of a fresh sink, a Changes.
// Each holds for what the check of the same name holds for.

/// The series rose by this amount, whatever else changed.
template <class = void>
auto IncreasedBy(SeriesSelector series, double amount) {
  return make_matcher<SnapshotDelta>(
      [series = std::move(series), amount](const SnapshotDelta& delta) {
        return increased_by(delta, series, amount);
      });
}

/// The series fell by this amount, whatever else changed.
template <class = void>
auto DecreasedBy(SeriesSelector series, double amount) {
  return make_matcher<SnapshotDelta>(
      [series = std::move(series), amount](const SnapshotDelta& delta) {
        return decreased_by(delta, series, amount);
      });
}

/// The series exists and did not change, whatever else did.
template <class = void>
auto Unchanged(SeriesSelector series) {
  return make_matcher<SnapshotDelta>([series = std::move(series)](const SnapshotDelta& delta) {
    return unchanged(delta, series);
  });
}

/// These series changed, by these amounts, and no other did.
///
///     CHECK_THAT(after - before, OnlyChanged({{scale_operations, +1}, {duration}}));
inline auto OnlyChanged(std::vector<ExpectedChange> expected) {
  return make_matcher<SnapshotDelta>([expected = std::move(expected)](const SnapshotDelta& delta) {
    return only_changed(delta, expected);
  });
}

template <class = void>
auto OnlyChanged(SeriesSelector series, double increase) {
  return OnlyChanged(std::vector<ExpectedChange>{{std::move(series), increase}});
}

/// The same for one change in single braces, `OnlyChanged({series, +1})`. A template beside one
/// that is none, so that a list in double braces is one.
template <int = 0>
auto OnlyChanged(ExpectedChange expected) {
  return OnlyChanged(std::vector<ExpectedChange>{std::move(expected)});
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
template <class = void>
auto NothingChanged() {
  return make_matcher<SnapshotDelta>(
      [](const SnapshotDelta& delta) { return nothing_changed(delta); });
}

}  // namespace isometric::inline v1::testing
