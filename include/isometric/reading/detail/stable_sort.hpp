#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// Sorts by `less`, and leaves what is equal in the order in which it was. std::stable_sort uses
/// what libstdc++ 12 deprecates, and clang 19 warns of that in whoever includes it.
template <class Value, class Less>
void sort_stably(std::vector<Value>& values, Less less) {
  if (std::is_sorted(values.begin(), values.end(), less)) return;
  std::vector<std::size_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return less(values[a], values[b]) || (a < b && !less(values[b], values[a]));
  });
  std::vector<Value> sorted;
  sorted.reserve(values.size());
  for (const std::size_t place : order) sorted.push_back(std::move(values[place]));
  values = std::move(sorted);
}

}  // namespace isometric::inline v1::detail
