#pragma once

#include <isometric/series_selector.hpp>
#include <isometric/snapshot.hpp>
#include <isometric/snapshot_delta.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace detail {

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
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row.back();
}

/// What somebody may have meant who asked for a series that is not there: the same family with
/// other labels; failing that, families with similar names.
inline void print_near_misses(std::ostream& stream, std::vector<SeriesSelector> existing,
                              const SeriesSelector& wanted) {
  constexpr std::size_t most_shown = 10;
  const auto distance = [&](const SeriesSelector& candidate) {
    std::size_t sum = 0;
    for (const auto& [name, value] : wanted.labels()) {
      const auto same_name = std::ranges::find(candidate.labels(), name,
                                               [](const auto& label) { return label.first; });
      sum += same_name == candidate.labels().end() ? name.size() + value.size()
                                                   : edit_distance(same_name->second, value);
    }
    return sum;
  };
  std::vector<SeriesSelector> family;
  std::ranges::copy_if(existing, std::back_inserter(family), [&](const auto& candidate) {
    return candidate.family() == wanted.family();
  });
  if (!family.empty()) {
    std::ranges::sort(family, [&](const auto& a, const auto& b) {
      return std::pair(distance(a), a.labels()) < std::pair(distance(b), b.labels());
    });
    stream << "; its family has";
    for (std::size_t i = 0; i < std::min(family.size(), most_shown); ++i) {
      stream << "\n  " << family[i];
    }
    if (family.size() > most_shown) stream << "\n  and " << family.size() - most_shown << " more";
    return;
  }
  std::vector<std::pair<std::size_t, std::string>> names;
  for (const auto& candidate : existing) {
    names.emplace_back(edit_distance(candidate.family(), wanted.family()), candidate.family());
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (names.empty()) {
    stream << "; there are no series at all";
    return;
  }
  stream << "; there is no such family, but";
  for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 3); ++i) {
    stream << "\n  " << names[i].second;
  }
}

inline void print_near_misses(std::ostream& stream, const Snapshot& snapshot,
                              const SeriesSelector& wanted) {
  std::vector<SeriesSelector> existing;
  for (const auto& family : snapshot.families()) {
    for (const auto& series : family.series) existing.emplace_back(family.name, series.labels);
  }
  print_near_misses(stream, std::move(existing), wanted);
}

inline void print_near_misses(std::ostream& stream, const SnapshotDelta& delta,
                              const SeriesSelector& wanted) {
  std::vector<SeriesSelector> existing;
  for (const auto& change : delta.series()) existing.push_back(change.series);
  print_near_misses(stream, std::move(existing), wanted);
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
