#pragma once

#include <isometric/detail/golden_file.hpp>
#include <isometric/detail/page_comparison.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace testing {

/// Whether a page is valid; parse_page says what that means.
[[nodiscard]] inline Verdict valid_exposition(const ExposedPage& page) {
  if (page.problems().empty()) return {true, {}};
  return {false, "the page has " + internal::problems_text(page)};
}

/// Whether a page says the same as the expected one: the same families with the same help, type and
/// unit, with the same series of the same values. How it says it does not matter: the order of
/// families, series and labels, blank lines, blanks, how numbers are spelt, and timestamps. Two
/// pages in different formats are compared by what the text format has.
///
/// With `families`, only these are compared. Throws std::invalid_argument, with similar names in
/// the message, if one of them is on neither page. A page that is not valid fails.
[[nodiscard]] inline Verdict exposes_text(const ExposedPage& page, std::string_view expected,
                                          const std::vector<std::string>& families = {}) {
  return internal::compare(page, internal::without_indentation(expected), families);
}

/// The same with the expected page in a file. If the environment variable ISOMETRIC_UPDATE_GOLDEN
/// is 1, a file that is missing or says otherwise is written anew, with the compared families only;
/// that is told on stderr, and the check holds.
[[nodiscard]] inline Verdict exposes_file(const ExposedPage& page, const std::string& path,
                                          const std::vector<std::string>& families = {}) {
  const auto golden = internal::read_golden(path);
  const bool is_updated = internal::is_golden_updated();
  if (!golden && !is_updated) {
    return {false, "there is no file " + internal::absolute_path(path) +
                       "; run this test once with ISOMETRIC_UPDATE_GOLDEN=1, and it writes it"};
  }
  Verdict verdict = exposes_text(page, golden.value_or(""), families);
  if (verdict.holds && golden) return verdict;
  if (!is_updated || !page.problems().empty()) {
    verdict.explanation += "\nthe expected page is " + internal::absolute_path(path) +
                           "; ISOMETRIC_UPDATE_GOLDEN=1 writes it anew";
    return verdict;
  }
  const auto content = internal::normal_form(page.snapshot(), families, page.format());
  if (internal::write_golden(path, content)) return {true, {}};
  return {false, "cannot write " + internal::absolute_path(path)};
}

}  // namespace testing
}  // namespace v1
}  // namespace isometric
