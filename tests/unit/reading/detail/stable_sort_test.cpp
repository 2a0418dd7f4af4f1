#include "support/catch.hpp"

#include <isometric/reading/detail/stable_sort.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using isometric::detail::find_sorted;
using isometric::detail::sort_stably;

TEST_CASE("what is equal stays in its order, however long the list is") {
  std::vector<std::pair<int, int>> values;
  for (int i = 0; i < 1000; ++i) values.emplace_back(i * 7919 % 10, i);
  sort_stably(values, [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 1; i < values.size(); ++i) CHECK(values[i - 1] < values[i]);
}

TEST_CASE("what can only be moved is sorted as well") {
  std::vector<std::unique_ptr<int>> values;
  for (const int i : {3, 1, 2}) values.push_back(std::make_unique<int>(i));
  sort_stably(values, [](const auto& a, const auto& b) { return *a < *b; });
  std::string order;
  for (const auto& value : values) order += std::to_string(*value);
  CHECK(order == "123");
}

TEST_CASE("each order of a few values becomes the one order") {
  std::vector<int> places = {0, 1, 2, 3, 4, 5, 6};
  do {
    std::vector<std::string> values;
    for (const int place : places)
      values.push_back(std::string(30, static_cast<char>('a' + place)));
    sort_stably(values, [](const auto& a, const auto& b) { return a < b; });
    for (std::size_t i = 0; i < values.size(); ++i) {
      REQUIRE(values[i] == std::string(30, static_cast<char>('a' + i)));
    }
  } while (std::next_permutation(places.begin(), places.end()));
}

TEST_CASE("of nothing and of one there is one order") {
  std::vector<int> values;
  sort_stably(values, [](int a, int b) { return a < b; });
  CHECK(values.empty());
  values = {1};
  sort_stably(values, [](int a, int b) { return a < b; });
  CHECK(values == std::vector{1});
}

TEST_CASE("of sorted values, that is found which is there, and nothing in its place") {
  for (int size = 0; size < 9; ++size) {
    std::vector<int> odd;
    for (int i = 0; i < size; ++i) odd.push_back(2 * i + 1);
    for (int sought = 0; sought <= 2 * size; ++sought) {
      const int* const found = find_sorted(odd, [=](int each) { return each - sought; });
      REQUIRE((found != nullptr) == (sought % 2 == 1));
      if (found != nullptr) REQUIRE(*found == sought);
    }
  }
}

}  // namespace
