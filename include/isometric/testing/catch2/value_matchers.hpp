#pragma once

#include <isometric/series_selector.hpp>
#include <isometric/snapshot.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/value_checks.hpp>

#include <utility>

namespace isometric {
inline namespace v1 {
namespace testing {

/// Matches a Snapshot that has the counter or gauge with exactly this value.
///
///     CHECK_THAT(snapshot(server.sink()), HasValue(server.metrics().nodes.series("rack-1"), 3));
inline auto HasValue(SeriesSelector series, double value) {
  return make_matcher<Snapshot>([series = std::move(series), value](const auto& subject) {
    return has_value(subject, series, value);
  });
}

}  // namespace testing
}  // namespace v1
}  // namespace isometric
