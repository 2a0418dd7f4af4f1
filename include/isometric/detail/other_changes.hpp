#pragma once

#include <isometric/detail/short_list.hpp>
#include <isometric/series_selector.hpp>
#include <isometric/snapshot_delta.hpp>

#include <algorithm>
#include <ostream>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace detail {

/// What changed beside a series, for somebody who wonders where an update went: its family first.
inline void print_other_changes(std::ostream& stream, const SnapshotDelta& delta,
                                const SeriesSelector& series) {
  std::vector<SeriesChange> others = delta.changes();
  std::erase_if(others, [&](const auto& change) { return change.series == series; });
  if (others.empty()) {
    stream << "\nnothing else changed";
    return;
  }
  std::stable_partition(others.begin(), others.end(), [&](const auto& change) {
    return change.series.family() == series.family();
  });
  stream << "\nwhat else changed";
  print_short_list(stream, others, [&](const SeriesChange& change) { stream << change; });
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
