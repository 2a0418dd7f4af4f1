#pragma once

#include <isometric/reading/detail/valid_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

// Text in the cells of a table in GitHub's Markdown, https://github.github.com/gfm/
namespace isometric::inline v1::detail {

inline bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20;
}

/// Plain text, shown as it is, on one line.
inline std::string markdown_text(std::string_view text) {
  constexpr std::string_view special = "\\`*_[]<>&|~";
  std::string cell;
  for (const char c : to_valid_text(text)) {
    if (special.find(c) != special.npos) cell += '\\';
    cell += is_control(c) ? ' ' : c;
  }
  return cell;
}

/// A code span, whatever it holds.
inline std::string markdown_code(std::string_view text) {
  std::string code;
  std::size_t ticks = 0;    // in a row, at the moment
  std::size_t longest = 0;  // of such rows; the delimiter has to be longer
  for (const char c : to_valid_text(text)) {
    ticks = c == '`' ? ticks + 1 : 0;
    longest = (std::max)(longest, ticks);
    if (c == '|') code += '\\';  // the table's own escape, in code as well
    code += is_control(c) ? ' ' : c;
  }
  const std::string delimiter(longest + 1, '`');
  // One space on either side is no part of the code.
  const bool is_padded = code.empty() || code.front() == '`' || code.back() == '`' ||
                         (code.front() == ' ' && code.back() == ' ');
  const std::string padding(is_padded ? 1 : 0, ' ');
  return delimiter + padding + code + padding + delimiter;
}

/// What `text` makes of each value, with `separator` in between.
template <class Values, class Text>
std::string joined(const Values& values, std::string_view separator, Text text) {
  std::string list;
  for (const auto& value : values) {
    if (!list.empty()) list += separator;
    list += text(value);
  }
  return list;
}

}  // namespace isometric::inline v1::detail
