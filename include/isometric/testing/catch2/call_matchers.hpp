#pragma once

#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/call_checks.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>

#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

/// Matches a CallLog in which the series was updated exactly once.
template <class Log = CallLog>
auto CalledOnce(SeriesSelector series) {
  return make_matcher<Log>(
      [series = std::move(series)](const auto& log) { return called_once(log, series); });
}

/// Matches a CallLog that has these calls in this order, among whatever others.
///
///     CHECK_THAT(sink.log(), CalledOnce(requests) &&
///                                CalledInOrder({requests, ExpectedCall::mark("response sent")}));
template <class Log = CallLog>
auto CalledInOrder(std::vector<ExpectedCall> expected) {
  return make_matcher<Log>(
      [expected = std::move(expected)](const auto& log) { return called_in_order(log, expected); });
}

}  // namespace isometric::inline v1::testing
