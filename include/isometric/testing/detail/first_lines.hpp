#pragma once

#include <isometric/description/detail/append.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace isometric::inline v1::detail {

/// The first lines of a text, without a break at its end; below them how many there are beside, if
/// these are more than one.
template <class = void>
std::string first_lines(std::string_view text, std::size_t most) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  std::size_t rest_begin = 0;
  for (std::size_t i = 0; i < most; ++i) {
    const std::size_t end = text.find('\n', rest_begin);
    if (end == text.npos) return std::string(text);
    rest_begin = end + 1;
  }
  std::size_t rest = 1;
  for (const char c : text.substr(rest_begin)) rest += c == '\n' ? 1 : 0;
  if (rest == 1) return std::string(text);
  return joined({text.substr(0, rest_begin), "and ", std::to_string(rest), " more lines"});
}

}  // namespace isometric::inline v1::detail
