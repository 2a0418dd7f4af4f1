#pragma once

#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/short_list.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The least number of insertions, deletions and replacements that make `a` of `b`; of long texts
/// their beginnings, because the time it takes is the product of the lengths.
inline std::size_t edit_distance(std::string_view a, std::string_view b) {
  constexpr std::size_t longest = 100;
  a = a.substr(0, longest);
  b = b.substr(0, longest);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], (std::min)({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

/// How far a series is from the wanted one of its family: by how many labels, those that only one
/// of them has included, and then by how many edits. A mistaken label is likelier than two, however
/// short the others are.
inline std::pair<std::size_t, std::size_t> label_distance(const LabelPairs& wanted,
                                                          const LabelPairs& labels) {
  std::size_t differing = labels.size();
  std::size_t edits = 0;
  for (const auto& [name, value] : wanted) {
    const auto same_name =
        std::ranges::find(labels, name, [](const auto& label) { return label.first; });
    if (same_name == labels.end()) {
      ++differing;
      edits += name.size() + value.size();
    } else if (same_name->second == value) {
      --differing;
    } else {
      edits += edit_distance(same_name->second, value);
    }
  }
  return {differing, edits};
}

/// The families with the most similar names, for somebody who asked for one that is not there.
inline void print_similar_families(std::ostream& stream, const std::set<std::string>& existing,
                                   std::string_view wanted,
                                   std::string_view absence = "there is no such family, but") {
  constexpr std::size_t most_shown = 3;
  if (existing.empty()) {
    stream << "; there are no series at all";
    return;
  }
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const auto& name : existing) ranked.emplace_back(edit_distance(name, wanted), name);
  std::ranges::sort(ranked);
  ranked.resize((std::min)(ranked.size(), most_shown));
  stream << "; " << absence;
  for (const auto& [distance, name] : ranked) stream << "\n  " << name;
}

/// The same for somebody who asked for series. Whether their family is declared cannot be told: a
/// source shows what has series.
inline void print_similar_used_families(std::ostream& stream, const std::set<std::string>& existing,
                                        std::string_view wanted) {
  print_similar_families(stream, existing, wanted,
                         "no series of that family exists (with open labels there is none before "
                         "its first use); similar names");
}

/// The checks of what a histogram or summary observed, for somebody who asked for its value.
inline constexpr const char* who_looks_at_observations = "CountIs and SumWithin look at it";

/// A series that may have been meant.
struct ExistingSeries {
  SeriesSelector series;
  MetricType type = MetricType::gauge;
};

/// If the wanted series is one of the samples that a page has of a histogram or summary, such as
/// `x_count`, that histogram's or summary's series; else null.
inline const ExistingSeries* sampled_series(const std::vector<ExistingSeries>& existing,
                                            const SeriesSelector& wanted) {
  const std::string_view name = wanted.family();
  for (const std::string_view suffix : {"_count", "_sum", "_bucket"}) {
    if (!name.ends_with(suffix)) continue;
    const std::string_view family = name.substr(0, name.size() - suffix.size());
    const auto found = std::ranges::find_if(existing, [&](const ExistingSeries& candidate) {
      return candidate.series.family() == family &&
             (candidate.type == MetricType::histogram ||
              (candidate.type == MetricType::summary && suffix != "_bucket"));
    });
    return found == existing.end() ? nullptr : &*found;
  }
  return nullptr;
}

/// The series of one family, the nearest first.
template <class Print>
void print_nearest(std::ostream& stream, const std::vector<ExistingSeries>& existing,
                   const SeriesSelector& wanted, const Print& print) {
  std::vector<std::pair<std::pair<std::size_t, std::size_t>, SeriesSelector>> family;
  for (const auto& [series, type] : existing) {
    if (series.family() == wanted.family()) {
      family.emplace_back(label_distance(wanted.labels(), series.labels()), series);
    }
  }
  std::ranges::sort(family);
  print_short_list(stream, family, [&](const auto& ranked) { print(ranked.second); });
}

/// What somebody may have meant who asked for a series that is not there: the same family with
/// other labels; failing that, the histogram of which it is a sample, or families with similar
/// names. `print` shows one of the series.
template <class Print>
void print_near_misses(std::ostream& stream, const std::vector<ExistingSeries>& existing,
                       const SeriesSelector& wanted, const Print& print) {
  std::set<std::string> names;
  for (const auto& [series, type] : existing) names.insert(series.family());
  if (names.contains(wanted.family())) {
    stream << "; its family has";
    print_nearest(stream, existing, wanted, print);
  } else if (const ExistingSeries* whole = sampled_series(existing, wanted)) {
    stream << "; that is a sample of the "
           << (whole->type == MetricType::histogram ? "histogram " : "summary ")
           << whole->series.family() << ": " << who_looks_at_observations;
    LabelPairs labels = wanted.labels();
    std::erase_if(labels, [](const auto& label) { return label.first == "le"; });
    print_nearest(stream, existing, {whole->series.family(), std::move(labels)}, print);
  } else {
    print_similar_used_families(stream, names, wanted.family());
  }
}

inline void print_near_misses(std::ostream& stream, const Snapshot& snapshot,
                              const SeriesSelector& wanted) {
  std::vector<ExistingSeries> existing;
  for (const auto& family : snapshot.families()) {
    for (const auto& series : family.series) {
      existing.push_back({{family.name, series.labels}, family.type});
    }
  }
  print_near_misses(stream, existing, wanted, [&](const SeriesSelector& miss) {
    stream << miss << ' ' << sample_text(snapshot.find_series(miss)->value);
  });
}

inline void print_near_misses(std::ostream& stream, const SnapshotDelta& delta,
                              const SeriesSelector& wanted) {
  std::vector<ExistingSeries> existing;
  for (const auto& change : delta.series()) existing.push_back({change.series, change.type});
  print_near_misses(stream, existing, wanted,
                    [&](const SeriesSelector& miss) { stream << *delta.find(miss); });
}

}  // namespace isometric::inline v1::detail
