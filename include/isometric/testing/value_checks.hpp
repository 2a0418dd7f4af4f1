#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/near_misses.hpp>
#include <isometric/testing/detail/refuse_test.hpp>
#include <isometric/testing/detail/short_list.hpp>
#include <isometric/testing/verdict.hpp>

#include <cmath>
#include <cstddef>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace isometric::inline v1::testing {

// What is given a family name that no family can have throws std::invalid_argument: it is a
// selector that was written as a name, and there is never such a series.

namespace internal {

/// Whether the series is there, and `holds` is true of its value; else what is there, and what was
/// expected. Throws std::invalid_argument if no family can have that name.
template <class Holds>
Verdict look_at(const Snapshot& snapshot, const SeriesSelector& selector, const Holds& holds,
                const std::string& expected) {
  require_family_name(selector.family());
  const SeriesSnapshot* series = snapshot.find_series(selector);
  if (series != nullptr && holds(series->value)) return {true, {}};
  std::ostringstream text;
  if (series == nullptr) {
    text << selector << " is not in the snapshot; expected " << expected;
    detail::print_near_misses(text, snapshot, selector);
  } else {
    text << selector << " is " << detail::sample_text(series->value) << ", expected " << expected;
  }
  return {false, text.str()};
}

/// The same for counters and gauges. Of a histogram or summary it says what looks at those.
template <class Holds>
Verdict look_at_number(const Snapshot& snapshot, const SeriesSelector& selector, const Holds& holds,
                       const std::string& expected) {
  const auto holds_for_number = [&](const SampleValue& value) {
    const double* number = std::get_if<double>(&value);
    return number != nullptr && holds(*number);
  };
  Verdict verdict = look_at(snapshot, selector, holds_for_number, expected);
  const SeriesSnapshot* series = snapshot.find_series(selector);
  if (series != nullptr && !std::holds_alternative<double>(series->value)) {
    const bool is_histogram = std::holds_alternative<HistogramSample>(series->value);
    verdict.explanation += std::string("; it is a ") + (is_histogram ? "histogram" : "summary") +
                           ": " + detail::who_looks_at_observations;
  }
  return verdict;
}

/// The family has a wrong number of series: which ones, or what has a similar name.
inline Verdict wrong_count(const Snapshot& snapshot, std::string_view name,
                           const FamilySnapshot* family, const std::string& expected) {
  std::ostringstream text;
  text << name << " has " << std::to_string(family == nullptr ? 0 : family->series.size())
       << " series, expected " << expected;
  if (family == nullptr) {
    std::set<std::string> names;
    for (const auto& existing : snapshot.families()) names.insert(existing.name);
    detail::print_similar_used_families(text, names, name);
  } else {
    detail::print_short_list(text, family->series, [&](const SeriesSnapshot& series) {
      text << SeriesSelector(family->name, series.labels);
    });
  }
  return {false, text.str()};
}

}  // namespace internal

/// Whether the counter or gauge exists and has exactly this value.
[[nodiscard]] inline Verdict has_value(const Snapshot& snapshot, const SeriesSelector& series,
                                       double expected) {
  return internal::look_at_number(
      snapshot, series, [&](double value) { return detail::is_same_number(value, expected); },
      detail::number_text(expected));
}

/// Whether the counter or gauge exists and has this value or a greater one.
/// Throws std::invalid_argument if `least` is NaN.
[[nodiscard]] inline Verdict at_least(const Snapshot& snapshot, const SeriesSelector& series,
                                      double least) {
  internal::require_argument(!detail::is_nan(least), "AtLeast takes a number, not NaN");
  return internal::look_at_number(
      snapshot, series, [&](double value) { return detail::is_at_most(least, value); },
      "at least " + detail::number_text(least));
}

/// Whether the counter or gauge exists and has this value or a smaller one.
/// Throws std::invalid_argument if `most` is NaN.
[[nodiscard]] inline Verdict at_most(const Snapshot& snapshot, const SeriesSelector& series,
                                     double most) {
  internal::require_argument(!detail::is_nan(most), "AtMost takes a number, not NaN");
  return internal::look_at_number(
      snapshot, series, [&](double value) { return detail::is_at_most(value, most); },
      "at most " + detail::number_text(most));
}

/// Whether the counter or gauge exists and is no farther than `tolerance` from `expected`.
/// Throws std::invalid_argument unless both are finite and the tolerance is 0 or more.
[[nodiscard]] inline Verdict within(const Snapshot& snapshot, const SeriesSelector& series,
                                    double expected, double tolerance) {
  internal::require_argument(detail::is_finite(expected) && detail::is_increment(tolerance),
                             "Within takes a finite value and a finite tolerance of 0 or more");
  return internal::look_at_number(
      snapshot, series,
      [&](double value) { return detail::is_at_most(std::abs(value - expected), tolerance); },
      detail::number_text(expected) + " +- " + detail::number_text(tolerance));
}

/// Whether there is no such series. A misspelt one is absent, too.
[[nodiscard]] inline Verdict absent(const Snapshot& snapshot, const SeriesSelector& series) {
  internal::require_family_name(series.family());
  const SeriesSnapshot* found = snapshot.find_series(series);
  if (found == nullptr) return {true, {}};
  std::ostringstream text;
  text << series << " is " << detail::sample_text(found->value) << ", expected to be absent";
  return {false, text.str()};
}

/// Whether the series exists and is 0: of a histogram or summary, whether it has observed nothing.
[[nodiscard]] inline Verdict zero(const Snapshot& snapshot, const SeriesSelector& series) {
  const SeriesSnapshot* found = snapshot.find_series(series);
  const bool is_number = found == nullptr || std::holds_alternative<double>(found->value);
  return internal::look_at(
      snapshot, series,
      [](const SampleValue& value) { return detail::is_equal(detail::extent(value), 0); },
      is_number ? "0" : "count 0");
}

/// Whether the family has this number of series; a family that does not exist has 0.
[[nodiscard]] inline Verdict series_count(const Snapshot& snapshot, std::string_view family,
                                          std::size_t expected) {
  internal::require_family_name(family);
  const FamilySnapshot* found = snapshot.find_family(family);
  const std::size_t count = found == nullptr ? 0 : found->series.size();
  if (count == expected) return {true, {}};
  return internal::wrong_count(snapshot, family, found, std::to_string(expected));
}

/// Whether the family has this number of series or fewer. It has to exist, so that a misspelt one
/// does not pass. Throws std::invalid_argument if `most` is 0.
[[nodiscard]] inline Verdict max_series(const Snapshot& snapshot, std::string_view family,
                                        std::size_t most) {
  internal::require_family_name(family);
  internal::require_argument(most > 0,
                             "MaxSeries of a family takes 1 or more; SeriesCount takes 0");
  const FamilySnapshot* found = snapshot.find_family(family);
  if (found != nullptr && found->series.size() <= most) return {true, {}};
  return internal::wrong_count(snapshot, family, found, "1 to " + std::to_string(most));
}

/// Whether all families together have this number of series or fewer. A histogram's series counts
/// as one.
[[nodiscard]] inline Verdict max_series(const Snapshot& snapshot, std::size_t most) {
  std::vector<std::pair<std::size_t, std::string_view>> families;
  std::size_t total = 0;
  for (const auto& family : snapshot.families()) {
    families.emplace_back(family.series.size(), family.name);
    total += family.series.size();
  }
  if (total <= most) return {true, {}};
  detail::sort_stably(families, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::ostringstream text;
  text << "there are " << std::to_string(total) << " series, expected at most "
       << std::to_string(most) << "; the biggest families";
  detail::print_short_list(text, families, [&](const auto& sized) {
    text << sized.second << ' ' << std::to_string(sized.first);
  });
  return {false, text.str()};
}

}  // namespace isometric::inline v1::testing
