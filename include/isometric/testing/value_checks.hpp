#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/detail/refutation.hpp>
#include <isometric/testing/verdict.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1 {
namespace detail {

/// A series of a snapshot, in a list of what may have been meant.
template <class = void>
std::string value_text(const SeriesInTwo& seen) {
  return joined({series_text(seen.family->name, *seen.labels), " ", sample_text(*seen.after)});
}

/// Whether the series is there, and `holds` is true of its value; else what is there, and what was
/// expected. Throws std::invalid_argument if no family can have that name.
template <class Holds>
testing::Verdict look_at(const Snapshot& snapshot, const SeriesSelector& selector,
                         const Holds& holds, std::string_view expected) {
  require_family_name(selector.family());
  const SeriesSnapshot* series = snapshot.find_series(selector);
  if (series != nullptr && holds(series->value)) return {true, {}};
  std::string text = series_text(selector.family(), selector.labels());
  if (series == nullptr) {
    append(text, {" is not in the snapshot; expected ", expected});
    const TwoSnapshots<> since_nothing(snapshot, Snapshot());
    append_near_misses(text, since_nothing.series(), selector, value_text<>);
  } else {
    append(text, {" is ", sample_text(series->value), ", expected ", expected});
  }
  return {false, text};
}

/// The same for counters and gauges. Of a histogram or summary it says what looks at those.
template <class Holds>
testing::Verdict look_at_number(const Snapshot& snapshot, const SeriesSelector& selector,
                                const Holds& holds, std::string_view expected) {
  const SampleValue* other = nullptr;
  const auto holds_for_number = [&](const SampleValue& value) {
    if (value.number() == nullptr) other = &value;
    return value.number() != nullptr && holds(*value.number());
  };
  testing::Verdict verdict = look_at(snapshot, selector, holds_for_number, expected);
  if (other != nullptr) {
    append(verdict.explanation,
           {"; it is a ", other->histogram() != nullptr ? "histogram" : "summary", ": ",
            who_looks_at_observations});
  }
  return verdict;
}

/// The family has a wrong number of series: which ones, or what has a similar name.
template <class = void>
testing::Verdict wrong_count(const Snapshot& snapshot, std::string_view name,
                             const FamilySnapshot* family, std::string_view expected) {
  const std::size_t count = family == nullptr ? 0 : family->series.size();
  std::string text = joined({name, " has ", std::to_string(count), " series, expected ", expected});
  if (family == nullptr) {
    const auto& families = snapshot.families();
    append_similar_used_families(
        text, families.size(), [&](std::size_t i) -> std::string_view { return families[i].name; },
        name);
  } else {
    append_short_list(text, count, [&](std::size_t i) {
      return series_text(family->name, family->series[i].labels);
    });
  }
  return {false, text};
}

}  // namespace detail

namespace testing {

// What is given a family name that no family can have throws std::invalid_argument: it is a
// selector that was written as a name, and there is never such a series.

/// Whether the counter or gauge exists and has exactly this value.
template <class = void>
[[nodiscard]] Verdict has_value(const Snapshot& snapshot, const SeriesSelector& series,
                                double expected) {
  return detail::look_at_number(
      snapshot, series, [&](double value) { return detail::is_same_number(value, expected); },
      detail::number_text(expected));
}

/// Whether the counter or gauge exists and has this value or a greater one.
/// Throws std::invalid_argument if `least` is NaN.
template <class = void>
[[nodiscard]] Verdict at_least(const Snapshot& snapshot, const SeriesSelector& series,
                               double least) {
  detail::require_argument(!detail::is_nan(least), "AtLeast takes a number, not NaN");
  return detail::look_at_number(
      snapshot, series, [&](double value) { return detail::is_at_most(least, value); },
      detail::joined({"at least ", detail::number_text(least)}));
}

/// Whether the counter or gauge exists and has this value or a smaller one.
/// Throws std::invalid_argument if `most` is NaN.
template <class = void>
[[nodiscard]] Verdict at_most(const Snapshot& snapshot, const SeriesSelector& series, double most) {
  detail::require_argument(!detail::is_nan(most), "AtMost takes a number, not NaN");
  return detail::look_at_number(
      snapshot, series, [&](double value) { return detail::is_at_most(value, most); },
      detail::joined({"at most ", detail::number_text(most)}));
}

/// Whether the counter or gauge exists and is no farther than `tolerance` from `expected`.
/// Throws std::invalid_argument unless both are finite and the tolerance is 0 or more.
template <class = void>
[[nodiscard]] Verdict within(const Snapshot& snapshot, const SeriesSelector& series,
                             double expected, double tolerance) {
  detail::require_argument(detail::is_finite(expected) && detail::is_increment(tolerance),
                           "Within takes a finite value and a finite tolerance of 0 or more");
  return detail::look_at_number(
      snapshot, series,
      [&](double value) { return detail::is_at_most(std::abs(value - expected), tolerance); },
      detail::joined({detail::number_text(expected), " +- ", detail::number_text(tolerance)}));
}

/// Whether there is no such series. A misspelt one is absent, too.
template <class = void>
[[nodiscard]] Verdict absent(const Snapshot& snapshot, const SeriesSelector& series) {
  detail::require_family_name(series.family());
  const SeriesSnapshot* found = snapshot.find_series(series);
  if (found == nullptr) return {true, {}};
  return {false, detail::joined({detail::series_text(series.family(), series.labels()), " is ",
                                 detail::sample_text(found->value), ", expected to be absent"})};
}

/// Whether the series exists and is 0: of a histogram or summary, whether it has observed nothing.
template <class = void>
[[nodiscard]] Verdict zero(const Snapshot& snapshot, const SeriesSelector& series) {
  const SeriesSnapshot* found = snapshot.find_series(series);
  const bool is_number = found == nullptr || found->value.number() != nullptr;
  return detail::look_at(
      snapshot, series,
      [](const SampleValue& value) { return detail::is_equal(detail::extent(&value), 0); },
      is_number ? "0" : "count 0");
}

/// Whether the family has this number of series; a family that does not exist has 0.
template <class = void>
[[nodiscard]] Verdict series_count(const Snapshot& snapshot, std::string_view family,
                                   std::size_t expected) {
  detail::require_family_name(family);
  const FamilySnapshot* found = snapshot.find_family(family);
  const std::size_t count = found == nullptr ? 0 : found->series.size();
  if (count == expected) return {true, {}};
  return detail::wrong_count(snapshot, family, found, std::to_string(expected));
}

/// Whether the family has this number of series or fewer. It has to exist, so that a misspelt one
/// does not pass. Throws std::invalid_argument if `most` is 0.
template <class = void>
[[nodiscard]] Verdict max_series(const Snapshot& snapshot, std::string_view family,
                                 std::size_t most) {
  detail::require_family_name(family);
  detail::require_argument(most > 0, "MaxSeries of a family takes 1 or more; SeriesCount takes 0");
  const FamilySnapshot* found = snapshot.find_family(family);
  if (found != nullptr && found->series.size() <= most) return {true, {}};
  return detail::wrong_count(snapshot, family, found,
                             detail::joined({"1 to ", std::to_string(most)}));
}

/// Whether all families together have this number of series or fewer. A histogram's series counts
/// as one.
template <class Family = FamilySnapshot>
[[nodiscard]] Verdict max_series(const Snapshot& snapshot, std::size_t most) {
  std::vector<const Family*> families;
  std::size_t total = 0;
  for (const auto& family : snapshot.families()) {
    families.push_back(&family);
    total += family.series.size();
  }
  if (total <= most) return {true, {}};
  detail::sort_stably(families, [](const Family* a, const Family* b) {
    return a->series.size() > b->series.size();
  });
  std::string text =
      detail::joined({"there are ", std::to_string(total), " series, expected at most ",
                      std::to_string(most), "; the biggest families"});
  detail::append_short_list(text, families.size(), [&](std::size_t i) {
    return detail::joined({families[i]->name, " ", std::to_string(families[i]->series.size())});
  });
  return {false, text};
}

}  // namespace testing
}  // namespace isometric::inline v1
