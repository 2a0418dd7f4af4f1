#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/reading/detail/change_text.hpp>
#include <isometric/reading/detail/series_in_two.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/near_misses.hpp>
#include <isometric/testing/detail/short_list.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

template <class = void>
bool is_of(const SeriesInTwo& seen, const SeriesSelector& series) noexcept {
  return seen.family->name.compare(series.family()) == 0 &&
         compare_labels(*seen.labels, series.labels()) == 0;
}

/// What became of the series, or null if it was never there.
template <class = void>
const SeriesInTwo* find_in(const std::vector<SeriesInTwo>& seen, const SeriesSelector& series) {
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (is_of(seen[i], series)) return &seen[i];
  }
  return nullptr;
}

/// What changed beside a series, for somebody who wonders where an update went: its family first.
template <class = void>
void append_other_changes(std::string& text, const std::vector<SeriesInTwo>& seen,
                          const SeriesSelector& series) {
  std::vector<const SeriesInTwo*> others;
  for (const bool are_kin : {true, false}) {
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const bool is_kin = seen[i].family->name.compare(series.family()) == 0;
      if (is_kin == are_kin && is_changed(seen[i]) && !is_of(seen[i], series)) {
        others.push_back(&seen[i]);
      }
    }
  }
  text += others.empty() ? "\nnothing else changed" : "\nwhat else changed";
  append_short_list(text, others.size(), [&](std::size_t i) { return change_text(*others[i]); });
}

/// Says that a series has not done what `expected` says: what it has done, with a drawing if there
/// is one, or what somebody may have meant if it does not exist; and what else happened.
template <class = void>
std::string change_refutation(const SnapshotDelta& delta, const SeriesSelector& series,
                              std::string_view expected, std::string_view why = {},
                              std::string_view drawing = {}) {
  const auto& seen = seen_in(delta);
  std::string text =
      joined({"expected ", series_text(series.family(), series.labels()), " ", expected, ", but"});
  if (const SeriesInTwo* change = find_in(seen, series)) {
    append(text, {change->after != nullptr ? why : std::string_view(" it is gone"), ": ",
                  change_text(*change), drawing});
  } else {
    text += " it does not exist";
    append_near_misses(text, seen, series);
  }
  append_other_changes(text, seen, series);
  return text;
}

}  // namespace isometric::inline v1::detail
