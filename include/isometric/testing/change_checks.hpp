#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/change_text.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/change_refutation.hpp>
#include <isometric/testing/detail/close_numbers.hpp>
#include <isometric/testing/detail/near_misses.hpp>
#include <isometric/testing/detail/refuse_test.hpp>
#include <isometric/testing/detail/short_list.hpp>
#include <isometric/testing/expected_change.hpp>
#include <isometric/testing/verdict.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace isometric::inline v1::testing {

// What is given a family name that no family can have throws std::invalid_argument: it is a
// selector that was written as a name, and there is never such a series.

namespace internal {

/// The series before and after, or null if it was never there.
template <class = void>
const detail::SeriesInTwo* change_of(const SnapshotDelta& delta, const SeriesSelector& series) {
  require_family_name(series.family());
  return detail::find_in(detail::seen_in(delta), series);
}

/// A series that is gone has not increased, by whatever amount.
template <class = void>
bool has_increased_by(const detail::SeriesInTwo& change, double amount) {
  if (change.after == nullptr) return false;
  // A number of observations may be larger than those that a double tells apart; its rise is not.
  return detail::is_count(change.after)
             ? detail::is_close_change(0, detail::increase(change), amount)
             : detail::is_close_change(detail::extent(change.before), detail::extent(change.after),
                                       amount);
}

/// A test that expects a series twice, or what is no number, is wrong by itself.
template <class = void>
void require_distinct(const std::vector<ExpectedChange>& expected) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    require_argument(!expected[i].increase || !detail::is_nan(*expected[i].increase),
                     "OnlyChanged takes amounts that are numbers, not NaN");
    for (std::size_t j = 0; j < i; ++j) {
      if (!(expected[i].series == expected[j].series)) continue;
      refuse_test(detail::joined(
          {"OnlyChanged expects ",
           detail::series_text(expected[i].series.family(), expected[i].series.labels()),
           " twice"}));
    }
  }
}

/// What is wrong with one of several expectations, on lines of its own; nothing if it is met.
template <class = void>
void append_unmet(std::string& text, const SnapshotDelta& delta, const ExpectedChange& expected) {
  const SeriesSelector& series = expected.series;
  const detail::SeriesInTwo* change = change_of(delta, series);
  if (change == nullptr) {
    detail::append(text, {detail::series_text(series.family(), series.labels()),
                          " should have changed, but does not exist"});
    detail::append_near_misses(text, detail::seen_in(delta), series);
    text += '\n';
  } else if (expected.increase && !has_increased_by(*change, *expected.increase)) {
    detail::append(text, {"expected ", detail::signed_text(*expected.increase),
                          change->after != nullptr ? ", but: " : ", but it is gone: ",
                          detail::change_text(*change), "\n"});
  } else if (!detail::is_changed(*change) &&
             (!expected.increase || !detail::is_equal(*expected.increase, 0))) {
    detail::append(text, {"should have changed: ", detail::change_text(*change), "\n"});
  }
}

}  // namespace internal

/// Whether a counter or gauge rose by this amount, or the count of a histogram or summary did;
/// other series may have changed, too. A series that did not exist before started at 0. Throws
/// std::invalid_argument if the amount is NaN.
template <class = void>
[[nodiscard]] Verdict increased_by(const SnapshotDelta& delta, const SeriesSelector& series,
                                   double amount) {
  internal::require_argument(!detail::is_nan(amount), "IncreasedBy takes a number, not NaN");
  const detail::SeriesInTwo* change = internal::change_of(delta, series);
  if (change != nullptr && internal::has_increased_by(*change, amount)) {
    return {true, {}};
  }
  return {false,
          detail::change_refutation(
              delta, series, detail::joined({"to increase by ", detail::signed_text(amount)}))};
}

/// Whether a gauge fell by this amount, and exists still; other series may have changed, too.
/// Throws std::invalid_argument unless the amount is 0 or more.
template <class = void>
[[nodiscard]] Verdict decreased_by(const SnapshotDelta& delta, const SeriesSelector& series,
                                   double amount) {
  internal::require_argument(detail::is_at_most(0, amount),
                             "DecreasedBy takes an amount of 0 or more; IncreasedBy takes others");
  const detail::SeriesInTwo* change = internal::change_of(delta, series);
  if (change != nullptr && internal::has_increased_by(*change, -amount)) {
    return {true, {}};
  }
  return {false,
          detail::change_refutation(
              delta, series, detail::joined({"to decrease by ", detail::number_text(amount)}))};
}

/// Whether the series exists afterwards and did not change. A misspelt one does not pass.
template <class = void>
[[nodiscard]] Verdict unchanged(const SnapshotDelta& delta, const SeriesSelector& series) {
  const detail::SeriesInTwo* change = internal::change_of(delta, series);
  if (change != nullptr && !detail::is_changed(*change)) return {true, {}};
  return {false, detail::change_refutation(delta, series, "not to change")};
}

/// Whether these series changed as expected, and no other did. One of which an amount is expected
/// exists afterwards; one that may change anyhow may also be gone. Throws std::invalid_argument if
/// a series is expected twice, or an amount is NaN.
template <class = void>
[[nodiscard]] Verdict only_changed(const SnapshotDelta& delta,
                                   const std::vector<ExpectedChange>& expected) {
  internal::require_distinct(expected);
  std::string text;
  for (const auto& expectation : expected) internal::append_unmet(text, delta, expectation);
  std::vector<const detail::SeriesInTwo*> others;
  const auto& seen = detail::seen_in(delta);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    bool is_other = detail::is_changed(seen[i]);
    for (const auto& expectation : expected) {
      is_other = is_other && !detail::is_of(seen[i], expectation.series);
    }
    if (is_other) others.push_back(&seen[i]);
  }
  if (!others.empty()) {
    text += "should not have changed";
    detail::append_short_list(text, others.size(),
                              [&](std::size_t i) { return detail::change_text(*others[i]); });
    text += '\n';
  }
  if (text.empty()) return {true, {}};
  text.pop_back();
  return {false, text};
}

/// Whether no series changed.
template <class = void>
[[nodiscard]] Verdict nothing_changed(const SnapshotDelta& delta) {
  return only_changed(delta, std::vector<ExpectedChange>());
}

}  // namespace isometric::inline v1::testing
