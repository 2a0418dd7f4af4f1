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
template <class Subject = Snapshot>
auto HasValue(SeriesSelector series, double value) {
  return make_matcher<Subject>(has_value<>, std::move(series), value);
}

template <class Subject = Snapshot>
auto AtLeast(SeriesSelector series, double least) {
  return make_matcher<Subject>(at_least<>, std::move(series), least);
}

template <class Subject = Snapshot>
auto AtMost(SeriesSelector series, double most) {
  return make_matcher<Subject>(at_most<>, std::move(series), most);
}

/// The counter or gauge is no farther than `tolerance` from `value`.
template <class Subject = Snapshot>
auto Within(SeriesSelector series, double value, double tolerance) {
  return make_matcher<Subject>(within<>, std::move(series), value, tolerance);
}

template <class Value>
auto Within(SeriesSelector, Value) {
  static_assert(sizeof(Value) == 0,
                "isometric: Within takes a series, a value and a tolerance; without a tolerance it "
                "is HasValue");
}

/// There is no such series; told apart from Zero.
template <class Subject = Snapshot>
auto Absent(SeriesSelector series) {
  return make_matcher<Subject>(absent<>, std::move(series));
}

/// The series is there, at 0; a histogram or summary has observed nothing.
template <class Subject = Snapshot>
auto Zero(SeriesSelector series) {
  return make_matcher<Subject>(zero<>, std::move(series));
}

template <class Subject = Snapshot>
auto SeriesCount(std::string family, std::size_t count) {
  return make_matcher<Subject>(series_count<>, std::move(family), count);
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
