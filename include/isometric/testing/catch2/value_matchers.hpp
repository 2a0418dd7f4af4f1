#pragma once

#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/value_checks.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace isometric::inline v1::testing {

// Matchers of a Snapshot. Each holds for what the check of the same name holds for.

/// The counter or gauge has exactly this value.
///
///     CHECK_THAT(snapshot(server.sink()), HasValue(server.metrics().nodes.series("rack-1"), 3));
template <class = void>
auto HasValue(SeriesSelector series, double value) {
  return make_matcher<Snapshot>([series = std::move(series), value](const Snapshot& seen) {
    return has_value(seen, series, value);
  });
}

template <class = void>
auto AtLeast(SeriesSelector series, double least) {
  return make_matcher<Snapshot>([series = std::move(series), least](const Snapshot& seen) {
    return at_least(seen, series, least);
  });
}

template <class = void>
auto AtMost(SeriesSelector series, double most) {
  return make_matcher<Snapshot>([series = std::move(series), most](const Snapshot& seen) {
    return at_most(seen, series, most);
  });
}

/// The counter or gauge is no farther than `tolerance` from `value`.
template <class = void>
auto Within(SeriesSelector series, double value, double tolerance) {
  return make_matcher<Snapshot>(
      [series = std::move(series), value, tolerance](const Snapshot& seen) {
        return within(seen, series, value, tolerance);
      });
}

template <class Value>
auto Within(SeriesSelector, Value) {
  static_assert(sizeof(Value) == 0,
                "isometric: Within takes a series, a value and a tolerance; without a tolerance it "
                "is HasValue");
}

/// There is no such series; told apart from Zero.
template <class = void>
auto Absent(SeriesSelector series) {
  return make_matcher<Snapshot>(
      [series = std::move(series)](const Snapshot& seen) { return absent(seen, series); });
}

/// The series is there, at 0; a histogram or summary has observed nothing.
template <class = void>
auto Zero(SeriesSelector series) {
  return make_matcher<Snapshot>(
      [series = std::move(series)](const Snapshot& seen) { return zero(seen, series); });
}

template <class = void>
auto SeriesCount(std::string family, std::size_t count) {
  return make_matcher<Snapshot>([family = std::move(family), count](const Snapshot& seen) {
    return series_count(seen, family, count);
  });
}

/// The family, or all families together, have at most this number of series.
template <class = void>
auto MaxSeries(std::string family, std::size_t most) {
  return make_matcher<Snapshot>([family = std::move(family), most](const Snapshot& seen) {
    return max_series(seen, family, most);
  });
}
template <class = void>
auto MaxSeries(std::size_t most) {
  return make_matcher<Snapshot>([most](const Snapshot& seen) { return max_series(seen, most); });
}

}  // namespace isometric::inline v1::testing
