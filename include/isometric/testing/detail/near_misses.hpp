#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/change_text.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/short_list.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

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

template <class = void>
void sort_nearest_first(std::vector<Distance>& distances) {
  sort_stably(distances, [](const Distance& a, const Distance& b) {
    return a.labels != b.labels ? a.labels < b.labels : a.edits < b.edits;
  });
}

/// How far a series is from the wanted one of its family. Labels that only one of them has count. A
/// mistaken label is likelier than two, however short the others are.
template <class = void>
Distance label_distance(const LabelPairs& wanted, const LabelPairs& labels, std::size_t place) {
  Distance distance{labels.size(), 0, place};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
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
  return distance;
}

/// The families with the most similar names, for somebody who asked for one that is not there.
/// Those that exist are in order; one that is there more than once counts once.
template <class = void>
void append_similar_families(std::string& text, const std::vector<std::string>& existing,
                             std::string_view wanted,
                             std::string_view absence = "there is no such family, but") {
  constexpr std::size_t most_shown = 3;
  if (existing.empty()) {
    text += "; there are no series at all";
    return;
  }
  std::vector<Distance> ranked;
  for (std::size_t i = 0; i < existing.size(); ++i) {
    if (i > 0 && existing[i].compare(existing[i - 1]) == 0) continue;
    ranked.push_back({0, edit_distance(existing[i], wanted), i});
  }
  sort_nearest_first(ranked);
  append(text, {"; ", absence});
  for (std::size_t i = 0; i < ranked.size() && i < most_shown; ++i) {
    append(text, {"\n  ", existing[ranked[i].place]});
  }
}

/// The same for somebody who asked for series. Whether their family is declared cannot be told: a
/// source shows what has series.
template <class = void>
void append_similar_used_families(std::string& text, const std::vector<std::string>& existing,
                                  std::string_view wanted) {
  append_similar_families(text, existing, wanted,
                          "no series of that family exists (with open labels there is none before "
                          "its first use); similar names");
}

/// The checks of what a histogram or summary observed, for somebody who asked for its value.
inline constexpr const char* who_looks_at_observations = "CountIs and SumWithin look at it";

/// A series that may have been meant. All that exist are in order.
struct ExistingSeries {
  const std::string* family;
  const LabelPairs* labels;
  MetricType type;
};

/// The series of one family, the nearest first.
template <class Line>
void append_nearest(std::string& text, const std::vector<ExistingSeries>& existing,
                    std::string_view family, const LabelPairs& wanted, const Line& line) {
  std::vector<Distance> nearest;
  for (std::size_t i = 0; i < existing.size(); ++i) {
    if (existing[i].family->compare(family) != 0) continue;
    nearest.push_back(label_distance(wanted, *existing[i].labels, i));
  }
  sort_nearest_first(nearest);
  append_short_list(text, nearest.size(), [&](std::size_t i) { return line(nearest[i].place); });
}

/// If the wanted series is one of the samples that a page has of a histogram or summary, such as
/// `x_count`, a series of that histogram or summary; else null.
template <class = void>
const ExistingSeries* sampled_series(const std::vector<ExistingSeries>& existing,
                                     std::string_view wanted) {
  for (const std::string_view suffix : {"_count", "_sum", "_bucket"}) {
    if (!wanted.ends_with(suffix)) continue;
    const std::string_view family = wanted.substr(0, wanted.size() - suffix.size());
    for (std::size_t i = 0; i < existing.size(); ++i) {
      const bool has_sample =
          existing[i].type == MetricType::histogram ||
          (existing[i].type == MetricType::summary && suffix.compare("_bucket") != 0);
      if (has_sample && existing[i].family->compare(family) == 0) return &existing[i];
    }
  }
  return nullptr;
}

/// What somebody may have meant who asked for a series that is not there: the same family with
/// other labels; failing that, the histogram of which it is a sample, or families with similar
/// names. `line(place)` shows one of the series.
template <class Line>
void append_near_misses(std::string& text, const std::vector<ExistingSeries>& existing,
                        const SeriesSelector& wanted, const Line& line) {
  std::vector<std::string> names;
  bool has_family = false;
  for (std::size_t i = 0; i < existing.size(); ++i) {
    names.push_back(*existing[i].family);
    has_family = has_family || names.back().compare(wanted.family()) == 0;
  }
  if (has_family) {
    text += "; its family has";
    append_nearest(text, existing, wanted.family(), wanted.labels(), line);
  } else if (const ExistingSeries* whole = sampled_series(existing, wanted.family())) {
    append(text, {"; that is a sample of the ",
                  whole->type == MetricType::histogram ? "histogram " : "summary ", *whole->family,
                  ": ", who_looks_at_observations});
    LabelPairs labels;
    for (std::size_t i = 0; i < wanted.labels().size(); ++i) {
      if (wanted.labels()[i].first.compare("le") != 0) labels.push_back(wanted.labels()[i]);
    }
    append_nearest(text, existing, *whole->family, labels, line);
  } else {
    append_similar_used_families(text, names, wanted.family());
  }
}

template <class = void>
void append_near_misses(std::string& text, const Snapshot& snapshot, const SeriesSelector& wanted) {
  std::vector<ExistingSeries> existing;
  std::vector<const SampleValue*> values;
  const auto& families = snapshot.families();
  for (std::size_t i = 0; i < families.size(); ++i) {
    for (std::size_t j = 0; j < families[i].series.size(); ++j) {
      existing.push_back({&families[i].name, &families[i].series[j].labels, families[i].type});
      values.push_back(&families[i].series[j].value);
    }
  }
  append_near_misses(text, existing, wanted, [&](std::size_t place) {
    return joined({series_text(*existing[place].family, *existing[place].labels), " ",
                   sample_text(*values[place])});
  });
}

template <class = void>
void append_near_misses(std::string& text, const std::vector<SeriesInTwo>& seen,
                        const SeriesSelector& wanted) {
  std::vector<ExistingSeries> existing;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    existing.push_back({&seen[i].family->name, seen[i].labels, seen[i].family->type});
  }
  append_near_misses(text, existing, wanted,
                     [&](std::size_t place) { return change_text(seen[place]); });
}

}  // namespace isometric::inline v1::detail
