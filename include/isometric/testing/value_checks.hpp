#pragma once

#include <isometric/detail/near_misses.hpp>
#include <isometric/detail/sample_text.hpp>
#include <isometric/series_selector.hpp>
#include <isometric/snapshot.hpp>
#include <isometric/snapshot_delta.hpp>
#include <isometric/testing/verdict.hpp>

#include <sstream>
#include <variant>

namespace isometric {
inline namespace v1 {
namespace testing {

/// Whether the snapshot has the series, a counter or gauge, with exactly this value.
[[nodiscard]] inline Verdict has_value(const Snapshot& snapshot, const SeriesSelector& selector,
                                       double expected) {
  std::ostringstream text;
  const SeriesSnapshot* series = snapshot.find_series(selector);
  if (series == nullptr) {
    text << selector << " is not in the snapshot; expected " << detail::number_text(expected);
    detail::print_near_misses(text, snapshot, selector);
    return {false, text.str()};
  }
  const double* value = std::get_if<double>(&series->value);
  if (value != nullptr && detail::same_number(*value, expected)) return {true, {}};
  text << selector << " is " << detail::sample_text(series->value) << ", expected "
       << detail::number_text(expected);
  return {false, text.str()};
}

}  // namespace testing
}  // namespace v1
}  // namespace isometric
