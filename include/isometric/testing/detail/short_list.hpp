#pragma once

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace isometric::inline v1::detail {

/// Prints each item on a line of its own, below what was printed so far. Of more than ten items it
/// prints the first ones, and how many there are beside.
template <class Item, class Print>
void print_short_list(std::ostream& stream, const std::vector<Item>& items, const Print& print) {
  constexpr std::size_t longest = 10;
  const std::size_t shown = (std::min)(items.size(), longest);
  for (std::size_t i = 0; i < shown; ++i) {
    stream << "\n  ";
    print(items[i]);
  }
  if (items.size() > shown) stream << "\n  and " << std::to_string(items.size() - shown) << " more";
}

}  // namespace isometric::inline v1::detail
