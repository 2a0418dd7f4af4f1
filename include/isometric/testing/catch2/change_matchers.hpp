#pragma once

#include <isometric/series_selector.hpp>
#include <isometric/snapshot_delta.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/change_checks.hpp>
#include <isometric/testing/expected_change.hpp>

#include <utility>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace testing {

/// Matches a SnapshotDelta in which the series rose by this amount, whatever else changed.
inline auto IncreasedBy(SeriesSelector series, double amount) {
  return make_matcher<SnapshotDelta>(
      [series = std::move(series), amount](const auto& delta) {
        return increased_by(delta, series, amount);
      });
}

/// Matches a SnapshotDelta in which these series changed, by these amounts, and no other did.
///
///     CHECK_THAT(after - before, OnlyChanged({{scale_operations, +1}, {duration}}));
inline auto OnlyChanged(std::vector<ExpectedChange> expected) {
  return make_matcher<SnapshotDelta>([expected = std::move(expected)](const auto& delta) {
    return only_changed(delta, expected);
  });
}

inline auto OnlyChanged(SeriesSelector series, double increase) {
  return OnlyChanged(std::vector<ExpectedChange>{{std::move(series), increase}});
}

}  // namespace testing
}  // namespace v1
}  // namespace isometric
