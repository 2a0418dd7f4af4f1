#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/change_text.hpp>
#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/message_text.hpp>

#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>

// What to say of a series that is not as expected: what it is, what somebody may have meant who
// asked for one that is not there, and what happened to others.
namespace isometric::inline v1::detail {

/// Whether the difference `after - before` is the expected one, up to rounding. 0.3 - 0.1 is not
/// 0.2: so a few units in the last place of the greatest number do not count, and nor does what
/// `of_amount`, a fraction of the amount, says beside. Where all are whole numbers, all are exact
/// and have to be: a tolerance that suits a large counter would swallow small increments.
template <class = void>
bool is_close(double before, double after, double expected, double of_amount = 0) {
  const double actual = after - before;
  if (is_same_number(actual, expected)) return true;
  bool are_whole = true;
  double scale = 0;
  for (const double number : {actual, expected, before, after}) {
    if (!is_finite(number)) return false;
    are_whole = are_whole && is_equal(number, std::trunc(number));
    if (std::abs(number) > scale) scale = std::abs(number);
  }
  constexpr double few_units = 4 * std::numeric_limits<double>::epsilon();
  const double tolerance = few_units * scale + of_amount * std::abs(expected);
  return !are_whole && is_at_most(std::abs(actual - expected), tolerance);
}

/// Whether a number that code adds to changed by the expected amount. One that stayed the same
/// meets 0 and nothing else; one that moved, however little, does not meet 0.
template <class = void>
bool is_close_change(double before, double after, double expected) {
  const bool is_same = is_same_number(before, after);
  const bool is_none = is_equal(expected, 0);
  if (is_same || is_none) return is_same && is_none;
  // What a thousand additions of equal amounts, each rounded by half a unit, can add up to.
  constexpr double thousand_additions = 1e-13;
  return is_close(before, after, expected, thousand_additions);
}

/// The least number of insertions, deletions and replacements that make `a` of `b`; of long texts
/// their beginnings, because the time it takes is the product of the lengths.
template <class = void>
std::size_t edit_distance(std::string_view a, std::string_view b) {
  constexpr std::size_t longest = 100;
  a = a.substr(0, longest);
  b = b.substr(0, longest);
  std::size_t row[longest + 1];
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t least = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      if (row[j] + 1 < least) least = row[j] + 1;
      if (row[j - 1] + 1 < least) least = row[j - 1] + 1;
      row[j] = least;
    }
  }
  return row[b.size()];
}

/// How far something is from what was wanted: by how many labels, and then by how many edits.
struct Distance {
  std::size_t labels = 0;
  std::size_t edits = 0;
  std::size_t place = 0;  ///< of what it is the distance of
};

/// The places of so many of them, the nearest first.
template <class = void>
void rank(const FixedArray<std::size_t>& places, const Distance* distances) {
  sort_places(places, distances, [](const void* all, std::size_t i, std::size_t j) {
    const Distance& a = static_cast<const Distance*>(all)[i];
    const Distance& b = static_cast<const Distance*>(all)[j];
    return a.labels != b.labels ? a.labels < b.labels : a.edits < b.edits;
  });
}

/// The families with the most similar names, for somebody who asked for one that is not there.
/// Those that exist, `name_at(i)`, are in order; one that is there more than once counts once.
template <class NameAt>
void append_similar_families(std::string& text, std::size_t count, const NameAt& name_at,
                             std::string_view wanted,
                             std::string_view absence = "there is no such family, but") {
  constexpr std::size_t most_shown = 3;
  if (count == 0) {
    text += "; there are no series at all";
    return;
  }
  const FixedArray<Distance> distances(count);
  std::size_t names = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view name = name_at(i);
    if (i > 0 && name.compare(name_at(i - 1)) == 0) continue;
    distances[names++] = {0, edit_distance(name, wanted), i};
  }
  const FixedArray<std::size_t> ranked(names);
  rank(ranked, distances.data());
  append(text, {"; ", absence});
  for (std::size_t i = 0; i < names && i < most_shown; ++i) {
    append(text, {"\n  ", name_at(distances[ranked[i]].place)});
  }
}

/// The same for somebody who asked for series. Whether their family is declared cannot be told: a
/// source shows what has series.
template <class NameAt>
void append_similar_used_families(std::string& text, std::size_t count, const NameAt& name_at,
                                  std::string_view wanted) {
  append_similar_families(text, count, name_at, wanted,
                          "no series of that family exists (with open labels there is none before "
                          "its first use); similar names");
}

/// The checks of what a histogram or summary observed, for somebody who asked for its value.
inline constexpr const char* who_looks_at_observations = "CountIs and SumWithin look at it";

template <class = void>
bool is_in(const SeriesInTwo& seen, std::string_view family) noexcept {
  return seen.family->name.compare(family) == 0;
}
template <class = void>
bool is_of(const SeriesInTwo& seen, const SeriesSelector& series) noexcept {
  return is_in(seen, series.family()) && compare_labels(*seen.labels, series.labels()) == 0;
}

/// What became of the series, or null if it was never there.
template <class = void>
const SeriesInTwo* find_in(const SeenSeries& all, const SeriesSelector& series) {
  for (const SeriesInTwo& seen : all) {
    if (is_of(seen, series)) return &seen;
  }
  return nullptr;
}

/// The series of one family, those whose labels are nearest to the wanted ones first. Labels that
/// only one of them has count, but the `le` of what is wanted of a whole histogram. A mistaken
/// label is likelier than two, however short the others are. `line` shows a series.
template <class = void>
void append_nearest(std::string& text, const SeenSeries& all, std::string_view family,
                    const LabelPairs& wanted, bool is_whole,
                    std::string (*line)(const SeriesInTwo&)) {
  const FixedArray<Distance> distances(all.count);
  std::size_t count = 0;
  for (std::size_t place = 0; place < all.count; ++place) {
    if (!is_in(all.first[place], family)) continue;
    const LabelPairs& labels = *all.first[place].labels;
    Distance& distance = distances[count++];
    distance = {labels.size(), 0, place};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (is_whole && wanted[i].first.compare("le") == 0) continue;
      std::size_t same = 0;
      while (same < labels.size() && labels[same].first.compare(wanted[i].first) != 0) ++same;
      if (same == labels.size()) {
        ++distance.labels;
        distance.edits += wanted[i].first.size() + wanted[i].second.size();
      } else if (labels[same].second.compare(wanted[i].second) == 0) {
        --distance.labels;
      } else {
        distance.edits += edit_distance(labels[same].second, wanted[i].second);
      }
    }
  }
  const FixedArray<std::size_t> nearest(count);
  rank(nearest, distances.data());
  append_short_list(text, count,
                    [&](std::size_t i) { return line(all.first[distances[nearest[i]].place]); });
}

/// If the wanted series is one of the samples that a page has of a histogram or summary, such as
/// `x_count`, a series of that histogram or summary; else null.
template <class = void>
const SeriesInTwo* sampled_series(const SeenSeries& all, std::string_view wanted) {
  for (const std::string_view suffix : {"_count", "_sum", "_bucket"}) {
    if (!wanted.ends_with(suffix)) continue;
    const std::string_view family = wanted.substr(0, wanted.size() - suffix.size());
    for (const SeriesInTwo& seen : all) {
      const bool has_sample =
          seen.family->type == MetricType::histogram ||
          (seen.family->type == MetricType::summary && suffix.compare("_bucket") != 0);
      if (has_sample && is_in(seen, family)) return &seen;
    }
  }
  return nullptr;
}

/// What somebody may have meant who asked for a series that is not there: the same family with
/// other labels; failing that, the histogram of which it is a sample, or families with similar
/// names.
template <class = void>
void append_near_misses(std::string& text, const SeenSeries& all, const SeriesSelector& wanted,
                        std::string (*line)(const SeriesInTwo&)) {
  for (const SeriesInTwo& seen : all) {
    if (!is_in(seen, wanted.family())) continue;
    text += "; its family has";
    return append_nearest(text, all, wanted.family(), wanted.labels(), false, line);
  }
  if (const SeriesInTwo* whole = sampled_series(all, wanted.family())) {
    const FamilySnapshot& family = *whole->family;
    append(text, {"; that is a sample of the ",
                  family.type == MetricType::histogram ? "histogram " : "summary ", family.name,
                  ": ", who_looks_at_observations});
    return append_nearest(text, all, family.name, wanted.labels(), true, line);
  }
  append_similar_used_families(
      text, all.count, [&](std::size_t i) -> std::string_view { return all.first[i].family->name; },
      wanted.family());
}

/// Says that a series has not done what `expected` says: what it has done, with a drawing if there
/// is one, or what somebody may have meant if it does not exist; and what else happened, its family
/// first, for somebody who wonders where an update went.
template <class = void>
std::string change_refutation(const SnapshotDelta& delta, const SeriesSelector& series,
                              std::string_view expected, std::string_view why = {},
                              std::string_view drawing = {}) {
  const SeenSeries all = seen_in(delta);
  std::string text =
      joined({"expected ", series_text(series.family(), series.labels()), " ", expected, ", but"});
  if (const SeriesInTwo* change = find_in(all, series)) {
    append(text, {change->after != nullptr ? why : std::string_view(" it is gone"), ": ",
                  change_text(*change), drawing});
  } else {
    text += " it does not exist";
    append_near_misses(text, all, series, change_text<>);
  }
  const FixedArray<const SeriesInTwo*> others(all.count);
  std::size_t count = 0;
  for (const bool are_kin : {true, false}) {
    for (const SeriesInTwo& seen : all) {
      const bool is_kin = is_in(seen, series.family());
      if (is_kin == are_kin && is_changed(seen) && !is_of(seen, series)) others[count++] = &seen;
    }
  }
  text += count == 0 ? "\nnothing else changed" : "\nwhat else changed";
  append_short_list(text, count, [&](std::size_t i) { return change_text(*others[i]); });
  return text;
}

}  // namespace isometric::inline v1::detail
