#pragma once

#include <isometric/testing/detail/page/golden_file.hpp>
#include <isometric/testing/detail/page/page_comparison.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::testing {

/// Whether a page is valid; parse_page says what that means. An empty one is, in the text format.
template <class = void>
[[nodiscard]] Verdict valid_exposition(const ExposedPage& page) {
  if (page.problems().empty()) return {true, {}};
  return {false, "the page has " + detail::problems_text(page)};
}

/// Whether a page says the same as the expected one: the same families with the same help, type and
/// unit, with the same series of the same values. How it says it does not matter: the order of
/// families, series and labels, blank lines, blanks, how numbers are spelt, and timestamps. Two
/// pages in different formats are compared by what the text format has.
///
/// With `families`, only these are compared. Throws std::invalid_argument, with similar names in
/// the message, if one of them is on neither page. A page that is not valid fails.
template <class = void>
[[nodiscard]] Verdict exposes_text(const ExposedPage& page, std::string_view expected,
                                   const std::vector<std::string>& families = {}) {
  return detail::compare_pages(page, detail::without_indentation(expected), families);
}

/// The same with the expected page in a file. If the environment variable ISOMETRIC_UPDATE_GOLDEN
/// is 1, a file that is missing or says otherwise is written anew, which is told on stderr, and the
/// check holds. With `families`, the file keeps those that are not named. A page that lacks one of
/// them, or that has no families at all, is not written: what is lost should not become expected.
template <class = void>
[[nodiscard]] Verdict exposes_file(const ExposedPage& page, const std::string& path,
                                   const std::vector<std::string>& families = {}) {
  const auto golden = detail::read_golden(path);
  const bool is_updated = detail::is_golden_updated();
  const std::string absolute = detail::absolute_path(path);
  if (!golden && detail::golden_exists(path)) {
    return {false, "cannot read " + absolute + (detail::is_directory(path) ? ", a directory" : "")};
  }
  if (!golden && !is_updated) {
    return {false, "there is no file " + absolute +
                       "; run this test once with ISOMETRIC_UPDATE_GOLDEN=1, and it writes it"};
  }
  const ExposedPage expected(detail::without_indentation(golden.value_or("")));
  Verdict verdict = detail::compare_pages(page, expected, families);
  if (verdict.holds && golden) return verdict;
  if (!is_updated) {
    verdict.explanation +=
        "\nthe expected page is " + absolute + "; ISOMETRIC_UPDATE_GOLDEN=1 writes it anew";
    return verdict;
  }
  const std::string content = detail::updated_page(page, expected, families);
  if (const auto obstacle = detail::update_obstacle(page, expected, families, content);
      !obstacle.empty()) {
    verdict.holds = false;
    if (!verdict.explanation.empty()) verdict.explanation += '\n';
    verdict.explanation += absolute + " is not written anew: " + obstacle;
    return verdict;
  }
  if (detail::write_golden(path, content)) return {true, {}};
  return {false, "cannot write " + absolute};
}

}  // namespace isometric::inline v1::testing
