#pragma once

#include <isometric/description/detail/append.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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

}  // namespace isometric::inline v1::detail
