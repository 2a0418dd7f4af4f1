#pragma once

#include <isometric/description/detail/append.hpp>

#include <cstddef>
#include <string>

namespace isometric::inline v1::detail {

/// Adds a line for each of so many items, below what is there so far: what `line(i)` gives. Of more
/// than ten items the first ones, and how many there are beside.
template <class Line>
void append_short_list(std::string& text, std::size_t count, const Line& line) {
  constexpr std::size_t longest = 10;
  for (std::size_t i = 0; i < count && i < longest; ++i) append(text, {"\n  ", line(i)});
  if (count > longest) append(text, {"\n  and ", std::to_string(count - longest), " more"});
}

}  // namespace isometric::inline v1::detail
