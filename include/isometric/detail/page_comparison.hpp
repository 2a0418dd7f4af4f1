#pragma once

#include <isometric/detail/near_misses.hpp>
#include <isometric/detail/refuse_test.hpp>
#include <isometric/detail/unified_diff.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/sample.hpp>
#include <isometric/snapshot.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace testing {
namespace internal {

using FamilyNames = std::vector<std::string>;

/// A text without the blanks at its ends, line breaks and carriage returns included.
inline std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// A page as people write it into a test, indented and with blank lines, without these.
inline std::string without_indentation(std::string_view text) {
  std::string page;
  for (const std::string_view line : detail::lines_of(text)) {
    if (const auto content = trimmed(line); !content.empty()) page.append(content).append("\n");
  }
  return page;
}

inline bool is_among(const std::string& name, const FamilyNames& names) {
  return names.empty() || std::ranges::find(names, name) != names.end();
}

/// The same text for all pages that say the same of these families, or of all if none is named.
inline std::string normal_form(const Snapshot& snapshot, const FamilyNames& names,
                               ExpositionFormat format) {
  std::vector<FamilySnapshot> families;
  for (const auto& family : snapshot.families()) {
    if (!is_among(family.name, names)) continue;
    families.push_back(family);
    families.back().help = trimmed(family.help);
  }
  std::string page;
  write_text(Snapshot(std::move(families)), page, format);
  return page;
}

/// A test that compares nothing is wrong by itself.
inline void require_families(const FamilyNames& names, const Snapshot& exposed,
                             const Snapshot& expected) {
  for (const auto& name : names) {
    if (exposed.find_family(name) != nullptr || expected.find_family(name) != nullptr) continue;
    std::set<std::string> existing;
    for (const auto* snapshot : {&exposed, &expected}) {
      for (const auto& family : snapshot->families()) existing.insert(family.name);
    }
    std::ostringstream text;
    text << "the filter names " << name << ", which is on neither page";
    detail::print_similar_families(text, existing, name);
    refuse_test(text.str());
  }
}

/// The problems of a page, each with its line.
inline std::string problems_text(const ExposedPage& page) {
  constexpr std::size_t longest_line = 200;
  const auto lines = detail::lines_of(page.text());
  std::ostringstream text;
  text << page.problems().size() << (page.problems().size() == 1 ? " problem" : " problems");
  detail::print_short_list(text, page.problems(), [&](const PageProblem& problem) {
    text << problem;
    if (problem.line > lines.size()) return;
    const std::string_view line = lines[problem.line - 1];
    text << "\n    " << line.substr(0, longest_line) << (line.size() > longest_line ? "..." : "");
  });
  return text.str();
}

/// Whether two pages say the same of these families.
inline Verdict compare(const ExposedPage& exposed, const ExposedPage& expected,
                       const FamilyNames& names) {
  if (!exposed.problems().empty()) {
    return {false, "the exposed page is not valid; it has " + problems_text(exposed)};
  }
  if (!expected.problems().empty()) {
    return {false, "the expected page is not valid; it has " + problems_text(expected)};
  }
  require_families(names, exposed.snapshot(), expected.snapshot());
  const auto format =
      exposed.format() == expected.format() ? exposed.format() : ExpositionFormat::text;
  const std::string before = normal_form(expected.snapshot(), names, format);
  const std::string after = normal_form(exposed.snapshot(), names, format);
  if (before == after) return {true, {}};
  std::ostringstream text;
  text << "--- expected\n+++ exposed";
  detail::print_unified_diff(text, before, after);
  return {false, text.str()};
}

}  // namespace internal
}  // namespace testing
}  // namespace v1
}  // namespace isometric
