#pragma once

#include <isometric/exposition/exposition_format.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/page/page_reader.hpp>
#include <isometric/testing/detail/page/page_series.hpp>
#include <isometric/testing/page_problem.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

/// What an exposition page says.
struct ParsedPage {
  /// The series, under the names that the text format gives them: a counter's ends in `_total` in
  /// both formats. What is wrong is left out; the rest is there.
  Snapshot snapshot;
  std::vector<PageProblem> problems;  ///< in the order of lines; empty if the page is valid
  ExpositionFormat format = ExpositionFormat::text;  ///< in which it was read
  std::vector<std::string>
      repeating;  ///< families of which a series is there twice: a problem, too
  /// Families of which the page has HELP, TYPE or UNIT and no series; these are not in the
  /// snapshot.
  std::vector<FamilySnapshot> without_series;
};

/// Reads a page in the given format, strictly: a page without problems is one that every scraper
/// takes, and takes for the same.
template <class Text = std::string_view>
[[nodiscard]] ParsedPage parse_page(std::string_view page, ExpositionFormat format) {
  ParsedPage parsed{{}, {}, format, {}, {}};
  const bool is_openmetrics = format == ExpositionFormat::openmetrics;
  detail::PageReader<Text> reader(page, is_openmetrics);
  reader.read(parsed.problems);
  std::vector<FamilySnapshot> families;
  for (const auto& page_family : reader.families()) {
    detail::SeriesReader<Text> series(page_family, is_openmetrics, parsed.problems);
    auto family = series.read();
    if (series.is_repeating()) parsed.repeating.push_back(family.name);
    auto& place = family.series.empty() ? parsed.without_series : families;
    place.push_back(std::move(family));
  }
  parsed.snapshot = Snapshot(std::move(families));
  detail::sort_stably(parsed.problems,
                      [](const auto& a, const auto& b) { return a.line < b.line; });
  return parsed;
}

/// Reads a page in OpenMetrics if it has a line `# EOF`, in the text format if not.
template <class = void>
[[nodiscard]] ParsedPage parse_page(std::string_view page) {
  constexpr std::string_view eof = "# EOF";
  bool has_eof = false;
  for (std::string_view rest = page; !rest.empty() && !has_eof;) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    has_eof = line.compare(eof) == 0;
    rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : line.size());
  }
  return parse_page(page, has_eof ? ExpositionFormat::openmetrics : ExpositionFormat::text);
}

}  // namespace isometric::inline v1::testing
