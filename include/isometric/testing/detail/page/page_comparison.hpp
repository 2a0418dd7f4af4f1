#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/first_lines.hpp>
#include <isometric/testing/detail/named.hpp>
#include <isometric/testing/detail/near_misses.hpp>
#include <isometric/testing/detail/page/unified_diff.hpp>
#include <isometric/testing/detail/refuse_test.hpp>
#include <isometric/testing/detail/short_list.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing::internal {

using FamilyNames = std::vector<std::string>;

/// A text without the blanks at its ends, line breaks and carriage returns included.
template <class = void>
std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  return begin == text.npos ? std::string_view()
                            : text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// A page as people write it into a test, indented and with blank lines, without these.
template <class = void>
std::string without_indentation(std::string_view text) {
  std::string page;
  for (const std::string_view line : detail::lines_of(text)) {
    if (const auto content = trimmed(line); !content.empty()) page.append(content).append("\n");
  }
  return page;
}

template <class = void>
bool is_among(const std::string& name, const FamilyNames& names) {
  return names.empty() || is_named(names, name);
}

using Families = std::vector<FamilySnapshot>;

template <class = void>
void sort_by_name(Families& families) {
  detail::sort_stably(families,
                      [](const auto& a, const auto& b) { return a.name.compare(b.name) < 0; });
}

/// Those of the families of a page that are named, or all if none is, with those that have no
/// series; sorted by name.
template <class = void>
Families families_of(const ExposedPage& page, const FamilyNames& names) {
  Families families;
  for (const auto* part : {&page.snapshot().families(), &page.without_series()}) {
    for (const auto& family : *part) {
      if (is_among(family.name, names)) families.push_back(family);
    }
  }
  sort_by_name(families);
  return families;
}

template <class = void>
bool has_family(const ExposedPage& page, const std::string& name) {
  return !families_of(page, {name}).empty();
}

/// The page of one family, which gets a value that it does not have, without the line of that.
template <class = void>
std::string metadata_of(FamilySnapshot family, ExpositionFormat format) {
  family.series = {{{}, 1.0}};
  std::string page;
  write_text(Snapshot({family}), page, format);
  std::string metadata;
  for (const auto line : detail::lines_of(page)) {
    if (line.starts_with("# ") && line.compare("# EOF") != 0) metadata.append(line).append("\n");
  }
  return metadata;
}

/// The same text for all pages that say the same of these families, which are sorted by name. Those
/// without series come first, since a page has no place for them among the others.
template <class = void>
std::string normal_form(const Families& families, ExpositionFormat format) {
  std::string page;
  Families with_series;
  for (auto family : families) {
    family.help = trimmed(family.help);
    if (family.series.empty()) {
      page += metadata_of(std::move(family), format);
    } else {
      with_series.push_back(std::move(family));
    }
  }
  write_text(Snapshot(std::move(with_series)), page, format);
  return page;
}

/// A test that compares nothing is wrong by itself.
template <class = void>
void require_families(const FamilyNames& names, const ExposedPage& exposed,
                      const ExposedPage& expected) {
  for (const auto& name : names) {
    if (has_family(exposed, name) || has_family(expected, name)) continue;
    std::vector<std::string> existing;
    for (const auto* page : {&exposed, &expected}) {
      for (const auto& family : families_of(*page, {})) existing.push_back(family.name);
    }
    detail::sort_stably(existing, [](const auto& a, const auto& b) { return a.compare(b) < 0; });
    std::string text = detail::joined({"the filter names ", name, ", which is on neither page"});
    if (existing.empty()) {
      text += "; both are empty";
    } else {
      detail::append_similar_families(text, existing, name);
    }
    refuse_test(text);
  }
}

/// The problems of a page, each with its line.
template <class = void>
std::string problems_text(const ExposedPage& page) {
  constexpr std::size_t longest_line = 200;
  const auto lines = detail::lines_of(page.text());
  const auto& problems = page.problems();
  std::string text = detail::joined(
      {std::to_string(problems.size()), problems.size() == 1 ? " problem" : " problems"});
  detail::append_short_list(text, problems.size(), [&](std::size_t i) {
    std::string shown =
        detail::joined({"line ", std::to_string(problems[i].line), ": ", problems[i].text});
    if (problems[i].line > lines.size()) return shown;
    const std::string_view line = lines[problems[i].line - 1];
    detail::append(
        shown, {"\n    ", line.substr(0, longest_line), line.size() > longest_line ? "..." : ""});
    return shown;
  });
  return text;
}

/// Whether two pages say the same of these families.
template <class = void>
Verdict compare(const ExposedPage& exposed, const ExposedPage& expected, const FamilyNames& names) {
  if (!exposed.problems().empty()) {
    return {false,
            detail::joined({"the exposed page is not valid; it has ", problems_text(exposed)})};
  }
  if (!expected.problems().empty()) {
    return {false,
            detail::joined({"the expected page is not valid; it has ", problems_text(expected)})};
  }
  require_families(names, exposed, expected);
  const auto format =
      exposed.format() == expected.format() ? exposed.format() : ExpositionFormat::text;
  const std::string before = normal_form(families_of(expected, names), format);
  const std::string after = normal_form(families_of(exposed, names), format);
  if (before.compare(after) == 0) return {true, {}};
  constexpr std::size_t longest_diff = 60;
  std::string text = "--- expected\n+++ exposed";
  detail::append_unified_diff(text, before, after);
  return {false, detail::first_lines(text, longest_diff)};
}

/// Why the file of the expected page must not get this content; none if it may.
template <class = void>
std::optional<std::string> update_obstacle(const ExposedPage& exposed, const ExposedPage& expected,
                                           const FamilyNames& names, const std::string& content) {
  if (!exposed.problems().empty()) return "the exposed page is not valid";
  if (families_of(exposed, {}).empty()) return "the exposed page has no families";
  for (const auto& name : names) {
    if (!has_family(exposed, name)) return detail::joined({"the exposed page has no ", name});
  }
  if (!names.empty() && !expected.problems().empty()) {
    return "of other families than the filter names, what is in it is not valid";
  }
  // OpenMetrics has no place for some families beside others.
  if (!compare(exposed, content, names).holds) return "it would not read back as the same";
  return std::nullopt;
}

/// The expected page with the named families, or all, as they are exposed.
template <class = void>
std::string updated(const ExposedPage& exposed, const ExposedPage& expected,
                    const FamilyNames& names) {
  Families families = families_of(exposed, names);
  if (names.empty()) return normal_form(families, exposed.format());
  bool has_others = false;
  for (auto& family : families_of(expected, {})) {
    if (is_among(family.name, names)) continue;
    has_others = true;
    families.push_back(std::move(family));
  }
  sort_by_name(families);
  return normal_form(families, has_others ? expected.format() : exposed.format());
}

}  // namespace isometric::inline v1::testing::internal
