#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/message_text.hpp>
#include <isometric/testing/detail/refutation.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/verdict.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The lines of a text, without their breaks.
template <class = void>
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    lines.push_back(line);
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
  }
  return lines;
}

/// One line of a diff, and what becomes of it.
template <class Text>
struct DiffLine {
  char mark = ' ';  ///< '-': only in the first text; '+': only in the second; ' ': in both
  Text text;
};

/// The shortest way from one list of lines to another, by the length of what the rest of one has in
/// common with the rest of the other. That takes a table of both lengths, so where some five
/// thousand lines lie between the first that differs and the last, all of them are replaced.
template <class Text>
std::vector<DiffLine<Text>> diff_lines(const std::vector<Text>& before,
                                       const std::vector<Text>& after) {
  std::size_t begin = 0;
  std::size_t before_end = before.size();
  std::size_t after_end = after.size();
  while (begin < before_end && begin < after_end && before[begin].compare(after[begin]) == 0) {
    ++begin;
  }
  while (before_end > begin && after_end > begin &&
         before[before_end - 1].compare(after[after_end - 1]) == 0) {
    --before_end;
    --after_end;
  }
  const std::size_t height = before_end - begin;
  const std::size_t width = after_end - begin;
  constexpr std::size_t largest_table = std::size_t{1} << 25;
  const bool has_table =
      height < UINT16_MAX && width < UINT16_MAX && (height + 1) * (width + 1) <= largest_table;
  std::vector<std::uint16_t> common(has_table ? (height + 1) * (width + 1) : 0);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint16_t& {
    return common[i * (width + 1) + j];
  };
  for (std::size_t i = height; has_table && i-- > 0;) {
    for (std::size_t j = width; j-- > 0;) {
      const bool is_same = before[begin + i].compare(after[begin + j]) == 0;
      const std::uint16_t most = at(i + 1, j) >= at(i, j + 1) ? at(i + 1, j) : at(i, j + 1);
      at(i, j) = is_same ? static_cast<std::uint16_t>(at(i + 1, j + 1) + 1) : most;
    }
  }

  std::vector<DiffLine<Text>> lines;
  for (std::size_t i = 0; i < begin; ++i) lines.push_back({' ', before[i]});
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < height || j < width) {
    if (i < height && j < width && before[begin + i].compare(after[begin + j]) == 0) {
      lines.push_back({' ', before[begin + i++]});
      ++j;
    } else if (i < height && (j == width || !has_table || at(i + 1, j) >= at(i, j + 1))) {
      lines.push_back({'-', before[begin + i++]});
    } else {
      lines.push_back({'+', after[begin + j++]});
    }
  }
  for (i = before_end; i < before.size(); ++i) lines.push_back({' ', before[i]});
  return lines;
}

/// Adds a diff as `diff -u` does, with three lines around each change, from `@@ -1,4 +1,5 @@` on.
/// Each line begins with a break.
template <class = void>
void append_unified_diff(std::string& text, std::string_view before, std::string_view after) {
  constexpr std::size_t context = 3;
  const auto diff = diff_lines(lines_of(before), lines_of(after));
  std::size_t before_line = 1;  // of the line at `from`
  std::size_t after_line = 1;
  for (std::size_t from = 0;;) {
    std::size_t next = from;
    while (next < diff.size() && diff[next].mark == ' ') ++next;
    if (next == diff.size()) return;
    const std::size_t first = next - from > context ? next - context : from;
    before_line += first - from;
    after_line += first - from;
    std::size_t end = next;  // of the hunk: no change follows within twice the context
    for (std::size_t i = next; i < diff.size() && i <= end + 2 * context + 1; ++i) {
      if (diff[i].mark != ' ') end = i;
    }
    end = end + 1 + context < diff.size() ? end + 1 + context : diff.size();
    std::size_t before_count = 0;
    std::size_t after_count = 0;
    std::string hunk;
    for (std::size_t i = first; i < end; ++i) {
      if (diff[i].mark != '+') ++before_count;
      if (diff[i].mark != '-') ++after_count;
      append(hunk, {"\n", {&diff[i].mark, 1}, diff[i].text});
    }
    append(text, {"\n@@ -", std::to_string(before_line - (before_count == 0 ? 1 : 0)), ",",
                  std::to_string(before_count), " +",
                  std::to_string(after_line - (after_count == 0 ? 1 : 0)), ",",
                  std::to_string(after_count), " @@", hunk});
    before_line += before_count;
    after_line += after_count;
    from = end;
  }
}

/// A text without the blanks at its ends, line breaks and carriage returns included.
template <class = void>
std::string_view without_blank_ends(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  return begin == text.npos ? std::string_view()
                            : text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// A page as people write it into a test, indented and with blank lines, without these.
template <class = void>
std::string without_indentation(std::string_view text) {
  std::string page;
  for (const std::string_view line : lines_of(text)) {
    if (const auto content = without_blank_ends(line); !content.empty())
      page.append(content).append("\n");
  }
  return page;
}

// Families of pages, those without series included.

template <class Family>
void sort_by_name(std::vector<Family>& families) {
  sort_stably(families, [](const auto& a, const auto& b) { return a.name.compare(b.name) < 0; });
}

/// Those of the families of a page that are named, or all if none is, with those that have no
/// series; sorted by name.
template <class Family = FamilySnapshot>
std::vector<Family> page_families(const testing::ExposedPage& page,
                                  const std::vector<std::string>& names) {
  std::vector<Family> families;
  for (const auto* part : {&page.snapshot().families(), &page.without_series()}) {
    for (const auto& family : *part) {
      if (names.empty() || is_among(names, family.name)) families.push_back(family);
    }
  }
  sort_by_name(families);
  return families;
}

template <class Family = FamilySnapshot>
bool has_page_family(const testing::ExposedPage& page, const std::string& name) {
  return !page_families<Family>(page, {name}).empty();
}

/// The page of one family, which gets a value that it does not have, without the line of that.
template <class Family>
std::string metadata_of(Family family, ExpositionFormat format) {
  family.series = {{{}, 1.0}};
  std::string page;
  write_text(Snapshot({family}), page, format);
  std::string metadata;
  for (const auto line : lines_of(page)) {
    if (line.starts_with("# ") && line.compare("# EOF") != 0) metadata.append(line).append("\n");
  }
  return metadata;
}

/// The same text for all pages that say the same of these families, which are sorted by name. Those
/// without series come first, since a page has no place for them among the others.
template <class Family>
std::string normal_page(const std::vector<Family>& families, ExpositionFormat format) {
  std::string page;
  std::vector<Family> with_series;
  for (auto family : families) {
    family.help = without_blank_ends(family.help);
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
template <class Family = FamilySnapshot>
void require_families(const std::vector<std::string>& names, const testing::ExposedPage& exposed,
                      const testing::ExposedPage& expected) {
  for (const auto& name : names) {
    if (has_page_family(exposed, name) || has_page_family(expected, name)) continue;
    std::vector<std::string> existing;
    for (const auto* page : {&exposed, &expected}) {
      for (const auto& family : page_families<Family>(*page, {})) existing.push_back(family.name);
    }
    sort_stably(existing, [](const auto& a, const auto& b) { return a.compare(b) < 0; });
    std::string text = joined({"the filter names ", name, ", which is on neither page"});
    if (existing.empty()) {
      text += "; both are empty";
    } else {
      append_similar_families(
          text, existing.size(), [&](std::size_t i) -> std::string_view { return existing[i]; },
          name);
    }
    refuse_test(text);
  }
}

/// The problems of a page, each with its line.
template <class = void>
std::string problems_text(const testing::ExposedPage& page) {
  constexpr std::size_t longest_line = 200;
  const auto lines = lines_of(page.text());
  const auto& problems = page.problems();
  std::string text =
      joined({std::to_string(problems.size()), problems.size() == 1 ? " problem" : " problems"});
  append_short_list(text, problems.size(), [&](std::size_t i) {
    std::string shown = joined({"line ", std::to_string(problems[i].line), ": ", problems[i].text});
    if (problems[i].line > lines.size()) return shown;
    const std::string_view line = lines[problems[i].line - 1];
    append(shown,
           {"\n    ", line.substr(0, longest_line), line.size() > longest_line ? "..." : ""});
    return shown;
  });
  return text;
}

/// Whether two pages say the same of these families.
template <class Family = FamilySnapshot>
testing::Verdict compare_pages(const testing::ExposedPage& exposed,
                               const testing::ExposedPage& expected,
                               const std::vector<std::string>& names) {
  if (!exposed.problems().empty()) {
    return {false, joined({"the exposed page is not valid; it has ", problems_text(exposed)})};
  }
  if (!expected.problems().empty()) {
    return {false, joined({"the expected page is not valid; it has ", problems_text(expected)})};
  }
  require_families(names, exposed, expected);
  const auto format =
      exposed.format() == expected.format() ? exposed.format() : ExpositionFormat::text;
  const std::string before = normal_page(page_families<Family>(expected, names), format);
  const std::string after = normal_page(page_families<Family>(exposed, names), format);
  if (before.compare(after) == 0) return {true, {}};
  constexpr std::size_t longest_diff = 60;
  std::string text = "--- expected\n+++ exposed";
  append_unified_diff(text, before, after);
  return {false, first_lines(text, longest_diff)};
}

/// Why the file of the expected page must not get this content; empty if it may.
template <class Family = FamilySnapshot>
std::string update_obstacle(const testing::ExposedPage& exposed,
                            const testing::ExposedPage& expected,
                            const std::vector<std::string>& names, const std::string& content) {
  if (!exposed.problems().empty()) return "the exposed page is not valid";
  if (page_families<Family>(exposed, {}).empty()) return "the exposed page has no families";
  for (const auto& name : names) {
    if (!has_page_family(exposed, name)) return joined({"the exposed page has no ", name});
  }
  if (!names.empty() && !expected.problems().empty()) {
    return "of other families than the filter names, what is in it is not valid";
  }
  // OpenMetrics has no place for some families beside others.
  if (!compare_pages(exposed, content, names).holds) return "it would not read back as the same";
  return {};
}

/// The expected page with the named families, or all, as they are exposed.
template <class Family = FamilySnapshot>
std::string updated_page(const testing::ExposedPage& exposed, const testing::ExposedPage& expected,
                         const std::vector<std::string>& names) {
  auto families = page_families<Family>(exposed, names);
  if (names.empty()) return normal_page(families, exposed.format());
  bool has_others = false;
  for (auto& family : page_families<Family>(expected, {})) {
    if (is_among(names, family.name)) continue;
    has_others = true;
    families.push_back(std::move(family));
  }
  sort_by_name(families);
  return normal_page(families, has_others ? expected.format() : exposed.format());
}

}  // namespace isometric::inline v1::detail
