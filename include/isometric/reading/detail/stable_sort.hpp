#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// Room for numbers.
struct Places {
  explicit Places(std::size_t count) : data(new std::size_t[count]) {}
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;
  ~Places() { delete[] data; }

  std::size_t* data;
};

/// Writes down the places of `count` things in the order of `is_less`, what is equal as it was.
/// Merges runs of twice the length each time. One function for things of all types: `things` is
/// what `is_less` is given to find them by.
template <class = void>
void sort_places(std::size_t count, Places& places, const void* things,
                 bool (*is_less)(const void* things, std::size_t a, std::size_t b)) {
  const Places spare(count);
  std::size_t* from = places.data;
  std::size_t* to = spare.data;
  for (std::size_t i = 0; i < count; ++i) from[i] = i;
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
  for (std::size_t i = 0; from != places.data && i < count; ++i) places.data[i] = from[i];
}

/// Sorts by `less`, and leaves what is equal in the order in which it was. std::sort and its like
/// are compiled anew for each type in each file, and std::stable_sort uses what libstdc++ 12
/// deprecates.
template <class Value, class Less>
void sort_stably(std::vector<Value>& values, Less less) {
  bool is_sorted = true;
  for (std::size_t i = 1; i < values.size() && is_sorted; ++i) {
    is_sorted = !less(values[i], values[i - 1]);
  }
  if (is_sorted) return;
  struct Things {
    const Value* values;
    const Less& less;
  } const things{values.data(), less};
  Places places(values.size());
  sort_places(values.size(), places, &things, [](const void* all, std::size_t a, std::size_t b) {
    const Things& in = *static_cast<const Things*>(all);
    return static_cast<bool>(in.less(in.values[a], in.values[b]));
  });
  std::vector<Value> sorted;
  sorted.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    sorted.push_back(std::move(values[places.data[i]]));
  values.swap(sorted);
}

/// The place of the first of some sorted values that is not less than this one.
template <class Value, class Sought, class Less>
std::size_t first_not_less(const std::vector<Value>& values, const Sought& sought, Less less) {
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

}  // namespace isometric::inline v1::detail
