#pragma once

#include <isometric/reading/detail/fixed_array.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// Writes down the places of as many things in the order of `is_less`, what is equal as it was.
/// Merges runs of twice the length each time. One function for things of all types: `things` is
/// what `is_less` is given to find them by.
template <class = void>
void sort_places(const FixedArray<std::size_t>& places, const void* things,
                 bool (*is_less)(const void* things, std::size_t a, std::size_t b)) {
  const std::size_t count = places.size();
  std::size_t* from = places.data();
  bool is_sorted = true;
  for (std::size_t i = 0; i < count; ++i) {
    from[i] = i;
    is_sorted = is_sorted && (i == 0 || !is_less(things, i, i - 1));
  }
  if (is_sorted) return;
  const FixedArray<std::size_t> spare(count);
  std::size_t* to = spare.data();
  for (std::size_t run = 1; run < count; run *= 2) {
    for (std::size_t begin = 0; begin < count; begin += 2 * run) {
      const std::size_t middle = begin + run < count ? begin + run : count;
      const std::size_t end = middle + run < count ? middle + run : count;
      std::size_t left = begin;
      std::size_t right = middle;
      for (std::size_t out = begin; out < end; ++out) {
        const bool takes_right =
            left == middle || (right < end && is_less(things, from[right], from[left]));
        to[out] = from[takes_right ? right++ : left++];
      }
    }
    std::swap(from, to);
  }
  for (std::size_t i = 0; from != places.data() && i < count; ++i) places[i] = from[i];
}

/// Sorts by `less`, and leaves what is equal in the order in which it was. std::sort and its like
/// are compiled anew for each type in each file, and std::stable_sort uses what libstdc++ 12
/// deprecates.
template <class Value, class Less>
void sort_stably(Value* values, std::size_t count, Less less) {
  bool is_sorted = true;
  for (std::size_t i = 1; i < count && is_sorted; ++i) is_sorted = !less(values[i], values[i - 1]);
  if (is_sorted) return;
  struct Things {
    const Value* values;
    const Less& less;
  } const things{values, less};
  const FixedArray<std::size_t> places(count);
  sort_places(places, &things, [](const void* all, std::size_t a, std::size_t b) {
    const Things& in = *static_cast<const Things*>(all);
    return static_cast<bool>(in.less(in.values[a], in.values[b]));
  });
  // Each place takes the value that belongs there, and hands its own on along the circle.
  for (std::size_t begin = 0; begin < count; ++begin) {
    std::size_t to = begin;
    while (places[to] != begin) {
      const std::size_t from = std::exchange(places[to], to);
      std::swap(values[to], values[from]);
      to = from;
    }
    places[to] = to;
  }
}

template <class Value, class Less>
void sort_stably(std::vector<Value>& values, Less less) {
  sort_stably(values.data(), values.size(), less);
}

/// The place of the first of some sorted values that is not less than this one.
template <class Values, class Sought, class Less>
std::size_t first_not_less(const Values& values, const Sought& sought, Less less) {
  std::size_t begin = 0;
  for (std::size_t end = values.size(); begin != end;) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (less(values[middle], sought)) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

/// The one of sorted values of which `order` says 0, or null. It says less than 0 of those before.
template <class Values, class Order>
auto find_sorted(const Values& values, Order order) -> decltype(values.data()) {
  const std::size_t at = first_not_less(
      values, 0, [&order](const auto& value, int zero) { return order(value) < zero; });
  return at < values.size() && order(values[at]) == 0 ? &values[at] : nullptr;
}

}  // namespace isometric::inline v1::detail
