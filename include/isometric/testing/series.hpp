#pragma once

#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/detail/selector_parser.hpp>

#include <string_view>

namespace isometric::inline v1::testing {

/// A selector as a series is written in the text format, for tests that see a server from outside:
///
///     CHECK_THAT(seen, HasValue(series("app_requests_total{method=\"get\"}"), 3));
///
/// It names every label of the series, in any order. In values, `\\`, `\"` and `\n` stand for a
/// backslash, a quotation mark and a line break. Spaces between the parts and a comma behind the
/// last label are allowed. It is what a selector prints.
///
/// Throws std::invalid_argument, whose message shows where, if `text` is written otherwise or names
/// a label twice.
template <class = void>
[[nodiscard]] SeriesSelector series(std::string_view text) {
  return detail::SelectorParser<>(text).parse();
}

}  // namespace isometric::inline v1::testing
