#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/change_refutation.hpp>
#include <isometric/testing/detail/close_numbers.hpp>
#include <isometric/testing/detail/near_misses.hpp>
#include <isometric/testing/detail/refuse_test.hpp>
#include <isometric/testing/detail/short_list.hpp>
#include <isometric/testing/expected_change.hpp>
#include <isometric/testing/verdict.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

// What is given a family name that no family can have throws std::invalid_argument: it is a
// selector that was written as a name, and there is never such a series.

namespace internal {

/// The change of the series, or null if it was never there.
inline const SeriesChange* change_of(const SnapshotDelta& delta, const SeriesSelector& series) {
  require_family_name(series.family());
  return delta.find(series);
}

/// A series that is gone has not increased, by whatever amount.
inline bool has_increased_by(const SeriesChange& change, double amount) {
  if (!change.after) return false;
  // A number of observations may be larger than those that a double tells apart; its rise is not.
  return detail::is_count(change.after)
             ? detail::is_close_change(0, change.increase(), amount)
             : detail::is_close_change(detail::extent(change.before), detail::extent(change.after),
                                       amount);
}

/// The expected series, sorted.
inline std::vector<SeriesSelector> series_of(const std::vector<ExpectedChange>& expected) {
  std::vector<SeriesSelector> series;
  for (const auto& expectation : expected) {
    require_argument(!expectation.increase || !detail::is_nan(*expectation.increase),
                     "OnlyChanged takes amounts that are numbers, not NaN");
    series.push_back(expectation.series);
  }
  std::ranges::sort(series);
  const auto twice = std::ranges::adjacent_find(series);
  if (twice != series.end()) {
    std::ostringstream text;
    text << "OnlyChanged expects " << *twice << " twice";
    refuse_test(text.str());
  }
  return series;
}

/// What is wrong with one of several expectations, on lines of its own; nothing if it is met.
inline void print_unmet(std::ostream& stream, const SnapshotDelta& delta,
                        const ExpectedChange& expected) {
  const SeriesChange* change = change_of(delta, expected.series);
  if (change == nullptr) {
    stream << expected.series << " should have changed, but does not exist";
    detail::print_near_misses(stream, delta, expected.series);
    stream << '\n';
  } else if (expected.increase && !has_increased_by(*change, *expected.increase)) {
    stream << "expected " << detail::signed_text(*expected.increase)
           << (change->after ? ", but: " : ", but it is gone: ") << *change << '\n';
  } else if (!change->is_changed() &&
             (!expected.increase || !detail::is_equal(*expected.increase, 0))) {
    stream << "should have changed: " << *change << '\n';
  }
}

}  // namespace internal

/// Whether a counter or gauge rose by this amount, or the count of a histogram or summary did;
/// other series may have changed, too. A series that did not exist before started at 0. Throws
/// std::invalid_argument if the amount is NaN.
[[nodiscard]] inline Verdict increased_by(const SnapshotDelta& delta, const SeriesSelector& series,
                                          double amount) {
  internal::require_argument(!detail::is_nan(amount), "IncreasedBy takes a number, not NaN");
  const SeriesChange* change = internal::change_of(delta, series);
  if (change != nullptr && internal::has_increased_by(*change, amount)) {
    return {true, {}};
  }
  return {false, detail::change_refutation(delta, series,
                                           "to increase by " + detail::signed_text(amount))};
}

/// Whether a gauge fell by this amount, and exists still; other series may have changed, too.
/// Throws std::invalid_argument unless the amount is 0 or more.
[[nodiscard]] inline Verdict decreased_by(const SnapshotDelta& delta, const SeriesSelector& series,
                                          double amount) {
  internal::require_argument(detail::is_at_most(0, amount),
                             "DecreasedBy takes an amount of 0 or more; IncreasedBy takes others");
  const SeriesChange* change = internal::change_of(delta, series);
  if (change != nullptr && internal::has_increased_by(*change, -amount)) {
    return {true, {}};
  }
  return {false, detail::change_refutation(delta, series,
                                           "to decrease by " + detail::number_text(amount))};
}

/// Whether the series exists afterwards and did not change. A misspelt one does not pass.
[[nodiscard]] inline Verdict unchanged(const SnapshotDelta& delta, const SeriesSelector& series) {
  const SeriesChange* change = internal::change_of(delta, series);
  if (change != nullptr && !change->is_changed()) return {true, {}};
  return {false, detail::change_refutation(delta, series, "not to change")};
}

/// Whether these series changed as expected, and no other did. One of which an amount is expected
/// exists afterwards; one that may change anyhow may also be gone. Throws std::invalid_argument if
/// a series is expected twice, or an amount is NaN.
[[nodiscard]] inline Verdict only_changed(const SnapshotDelta& delta,
                                          const std::vector<ExpectedChange>& expected) {
  const std::vector<SeriesSelector> expected_series = internal::series_of(expected);
  std::ostringstream text;
  for (const auto& expectation : expected) internal::print_unmet(text, delta, expectation);
  std::vector<SeriesChange> others = delta.changes();
  std::erase_if(others, [&](const auto& change) {
    return std::ranges::binary_search(expected_series, change.series);
  });
  if (!others.empty()) {
    text << "should not have changed";
    detail::print_short_list(text, others, [&](const SeriesChange& change) { text << change; });
    text << '\n';
  }
  std::string explanation = text.str();
  if (explanation.empty()) return {true, {}};
  explanation.pop_back();
  return {false, std::move(explanation)};
}

/// Whether no series changed.
[[nodiscard]] inline Verdict nothing_changed(const SnapshotDelta& delta) {
  return only_changed(delta, {});
}

}  // namespace isometric::inline v1::testing
