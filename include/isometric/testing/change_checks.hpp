#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/change_text.hpp>
#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/detail/refutation.hpp>
#include <isometric/testing/verdict.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace isometric::inline v1 {
namespace testing {

/// A series that is expected to change: by an amount, and then it exists afterwards; or anyhow, and
/// then it may be gone.
struct ExpectedChange {
  SeriesSelector series;
  std::optional<double> increase = std::nullopt;
};

}  // namespace testing

namespace detail {

/// The series before and after, or null if it was never there.
template <class = void>
const SeriesInTwo* change_of(const SnapshotDelta& delta, const SeriesSelector& series) {
  require_family_name(series.family());
  return find_in(seen_in(delta), series);
}

/// A series that is gone has not increased, by whatever amount.
template <class = void>
bool has_increased_by(const SeriesInTwo& change, double amount) {
  if (change.after == nullptr) return false;
  // A number of observations may be larger than those that a double tells apart; its rise is not.
  return is_count(change.after)
             ? is_close_change(0, increase(change), amount)
             : is_close_change(extent(change.before), extent(change.after), amount);
}

/// What is wrong with one of several expectations, on lines of its own; nothing if it is met.
template <class Expected>
void append_unmet(std::string& text, const SnapshotDelta& delta, const Expected& expected) {
  const SeriesSelector& series = expected.series;
  const SeriesInTwo* change = change_of(delta, series);
  if (change == nullptr) {
    append(text, {series_text(series.family(), series.labels()),
                  " should have changed, but does not exist"});
    append_near_misses(text, seen_in(delta), series, change_text<>);
    text += '\n';
  } else if (expected.increase && !has_increased_by(*change, *expected.increase)) {
    append(text, {"expected ", signed_text(*expected.increase),
                  change->after != nullptr ? ", but: " : ", but it is gone: ", change_text(*change),
                  "\n"});
  } else if (!is_changed(*change) && (!expected.increase || !is_equal(*expected.increase, 0))) {
    append(text, {"should have changed: ", change_text(*change), "\n"});
  }
}

/// testing::only_changed(), of so many expectations.
template <class Expected>
testing::Verdict only_changed(const SnapshotDelta& delta, const Expected* expected,
                              std::size_t count) {
  // A test that expects a series twice, or what is no number, is wrong by itself.
  for (std::size_t i = 0; i < count; ++i) {
    require_argument(!expected[i].increase || !is_nan(*expected[i].increase),
                     "OnlyChanged takes amounts that are numbers, not NaN");
    for (std::size_t j = 0; j < i; ++j) {
      const SeriesSelector& series = expected[i].series;
      if (!(series == expected[j].series)) continue;
      refuse_test(joined(
          {"OnlyChanged expects ", series_text(series.family(), series.labels()), " twice"}));
    }
  }
  std::string text;
  for (std::size_t i = 0; i < count; ++i) append_unmet(text, delta, expected[i]);
  const SeenSeries all = seen_in(delta);
  const FixedArray<const SeriesInTwo*> others(all.count);
  std::size_t other_count = 0;
  for (const SeriesInTwo& seen : all) {
    bool is_other = is_changed(seen);
    for (std::size_t i = 0; i < count; ++i) {
      is_other = is_other && !is_of(seen, expected[i].series);
    }
    if (is_other) others[other_count++] = &seen;
  }
  if (other_count > 0) {
    text += "should not have changed";
    append_short_list(text, other_count, [&](std::size_t i) { return change_text(*others[i]); });
    text += '\n';
  }
  if (text.empty()) return {true, {}};
  text.pop_back();
  return {false, text};
}

}  // namespace detail

namespace testing {

// What is given a family name that no family can have throws std::invalid_argument: it is a
// selector that was written as a name, and there is never such a series.

/// Whether a counter or gauge rose by this amount, or the count of a histogram or summary did;
/// other series may have changed, too. A series that did not exist before started at 0. Throws
/// std::invalid_argument if the amount is NaN.
template <class = void>
[[nodiscard]] Verdict increased_by(const SnapshotDelta& delta, const SeriesSelector& series,
                                   double amount) {
  detail::require_argument(!detail::is_nan(amount), "IncreasedBy takes a number, not NaN");
  const detail::SeriesInTwo* change = detail::change_of(delta, series);
  if (change != nullptr && detail::has_increased_by(*change, amount)) {
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
  detail::require_argument(detail::is_at_most(0, amount),
                           "DecreasedBy takes an amount of 0 or more; IncreasedBy takes others");
  const detail::SeriesInTwo* change = detail::change_of(delta, series);
  if (change != nullptr && detail::has_increased_by(*change, -amount)) {
    return {true, {}};
  }
  return {false,
          detail::change_refutation(
              delta, series, detail::joined({"to decrease by ", detail::number_text(amount)}))};
}

/// Whether the series exists afterwards and did not change. A misspelt one does not pass.
template <class = void>
[[nodiscard]] Verdict unchanged(const SnapshotDelta& delta, const SeriesSelector& series) {
  const detail::SeriesInTwo* change = detail::change_of(delta, series);
  if (change != nullptr && !detail::is_changed(*change)) return {true, {}};
  return {false, detail::change_refutation(delta, series, "not to change")};
}

/// Whether these series changed as expected, and no other did. One of which an amount is expected
/// exists afterwards; one that may change anyhow may also be gone. Throws std::invalid_argument if
/// a series is expected twice, or an amount is NaN.
template <class = void>
[[nodiscard]] Verdict only_changed(const SnapshotDelta& delta,
                                   const std::vector<ExpectedChange>& expected) {
  return detail::only_changed(delta, expected.data(), expected.size());
}

/// Whether no series changed.
template <class = void>
[[nodiscard]] Verdict nothing_changed(const SnapshotDelta& delta) {
  return detail::only_changed<ExpectedChange>(delta, nullptr, 0);
}

}  // namespace testing
}  // namespace isometric::inline v1
