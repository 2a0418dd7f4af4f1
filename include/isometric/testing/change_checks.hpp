#pragma once

#include <isometric/detail/near_misses.hpp>
#include <isometric/detail/sample_text.hpp>
#include <isometric/series_selector.hpp>
#include <isometric/snapshot_delta.hpp>
#include <isometric/testing/expected_change.hpp>
#include <isometric/testing/verdict.hpp>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace testing {

namespace internal {

/// Amounts are sums of doubles and need not be exact: 0.3 - 0.1 is not 0.2. Whole numbers are
/// exact, and have to be: a tolerance that suits a large counter would swallow small increments.
inline bool is_close(const SeriesChange& change, double expected) {
  const double actual = change.increase();
  if (detail::same_number(actual, expected)) return true;
  const double numbers[] = {actual, expected, detail::extent(change.before),
                            detail::extent(change.after)};
  bool are_whole = true;
  double scale = 0;
  for (const double number : numbers) {
    if (!std::isfinite(number)) return false;
    are_whole = are_whole && number == std::trunc(number);
    scale = std::max(scale, std::abs(number));
  }
  return !are_whole && std::abs(actual - expected) <= 1e-12 * scale;
}

}  // namespace internal

/// Whether a counter or gauge rose by this amount, or the count of a histogram or summary did;
/// other series may have changed, too. A series that did not exist before started at 0.
[[nodiscard]] inline Verdict increased_by(const SnapshotDelta& delta,
                                          const SeriesSelector& selector, double expected) {
  const SeriesChange* change = delta.find(selector);
  if (change != nullptr && change->after && internal::is_close(*change, expected)) {
    return {true, {}};
  }
  std::ostringstream text;
  text << "expected " << selector << " to increase by " << detail::signed_text(expected) << ", ";
  if (change == nullptr) {
    text << "but it does not exist";
    detail::print_near_misses(text, delta, selector);
  } else {
    text << "but: " << *change;
  }
  return {false, text.str()};
}

/// Whether these series changed as expected, and no other did.
[[nodiscard]] inline Verdict only_changed(const SnapshotDelta& delta,
                                          const std::vector<ExpectedChange>& expected) {
  std::ostringstream text;
  for (const auto& expectation : expected) {
    const SeriesChange* change = delta.find(expectation.series);
    if (change == nullptr) {
      text << expectation.series << " should have changed, but does not exist";
      detail::print_near_misses(text, delta, expectation.series);
      text << '\n';
    } else if (expectation.increase && !internal::is_close(*change, *expectation.increase)) {
      text << "expected " << detail::signed_text(*expectation.increase) << ", but: " << *change
           << '\n';
    } else if (!change->is_changed() && (!expectation.increase || *expectation.increase != 0)) {
      text << "should have changed: " << *change << '\n';
    }
  }
  for (const auto& change : delta.changes()) {
    const bool is_expected = std::ranges::any_of(
        expected, [&](const auto& expectation) { return expectation.series == change.series; });
    if (!is_expected) text << "should not have changed: " << change << '\n';
  }
  std::string explanation = text.str();
  if (explanation.empty()) return {true, {}};
  explanation.pop_back();
  return {false, std::move(explanation)};
}

}  // namespace testing
}  // namespace v1
}  // namespace isometric
