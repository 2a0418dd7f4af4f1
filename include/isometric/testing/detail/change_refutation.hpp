#pragma once

#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/detail/near_misses.hpp>
#include <isometric/testing/detail/short_list.hpp>

#include <algorithm>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// What changed beside a series, for somebody who wonders where an update went: its family first.
inline void print_other_changes(std::ostream& stream, const SnapshotDelta& delta,
                                const SeriesSelector& series) {
  std::vector<SeriesChange> others = delta.changes();
  std::erase_if(others, [&](const auto& change) { return change.series == series; });
  if (others.empty()) {
    stream << "\nnothing else changed";
    return;
  }
  const auto is_kin = [&](const SeriesChange& change) {
    return change.series.family() == series.family();
  };
  sort_stably(others, [&](const auto& a, const auto& b) { return is_kin(a) && !is_kin(b); });
  stream << "\nwhat else changed";
  print_short_list(stream, others, [&](const SeriesChange& change) { stream << change; });
}

/// Says that a series has not done what `expected` says: what it has done, with a drawing if there
/// is one, or what somebody may have meant if it does not exist; and what else happened.
inline std::string change_refutation(const SnapshotDelta& delta, const SeriesSelector& series,
                                     std::string_view expected, std::string_view why = {},
                                     std::string_view drawing = {}) {
  std::ostringstream text;
  text << "expected " << series << ' ' << expected << ", but";
  if (const SeriesChange* change = delta.find(series)) {
    text << (change->after ? why : " it is gone") << ": " << *change << drawing;
  } else {
    text << " it does not exist";
    print_near_misses(text, delta, series);
  }
  print_other_changes(text, delta, series);
  return text.str();
}

}  // namespace isometric::inline v1::detail
