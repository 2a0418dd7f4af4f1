#include "support/catch.hpp"

#include <isometric/detail/value_hash.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using isometric::detail::equal_text;
using isometric::detail::hash_values;

namespace {

std::uint64_t hash(std::vector<std::string_view> values, std::uint64_t seed = 1) {
  return hash_values(values, seed);
}

/// A copy on the heap, exactly as long as it is: reading beyond it is an error of the sanitizer.
struct Exact {
  explicit Exact(std::string_view text) : size(text.size()), bytes(new char[text.size()]) {
    std::ranges::copy(text, bytes.get());
  }
  std::string_view view() const { return {bytes.get(), size}; }

  std::size_t size;
  std::unique_ptr<char[]> bytes;
};

}  // namespace

TEST_CASE("texts are equal exactly if all of their bytes are, at every length") {
  std::string text;
  for (std::size_t size = 0; size <= 70; ++size, text += static_cast<char>('a' + size % 26)) {
    const Exact one(text);
    CHECK(equal_text(one.view(), Exact(text).view()));
    CHECK_FALSE(equal_text(one.view(), Exact(text + '\0').view()));
    for (std::size_t i = 0; i < size; ++i) {
      for (const char c : {'\0', '\xFF', '#'}) {
        std::string other = text;
        other[i] = c;
        if (equal_text(one.view(), Exact(other).view())) {
          FAIL_CHECK("equal although byte " << i << " of " << size << " differs");
        }
      }
    }
  }
}

TEST_CASE("an empty text without an address is empty") {
  CHECK(equal_text(std::string_view(), std::string_view("")));
  CHECK(hash({std::string_view()}) == hash({""}));
}

TEST_CASE("equal values have equal hashes, wherever they lie") {
  std::string text;
  for (std::size_t size = 0; size <= 70; ++size, text += 'x') {
    CHECK(hash({Exact(text).view()}) == hash({Exact(text).view()}));
    const std::string shifted = "?" + text;
    CHECK(hash({std::string_view(shifted).substr(1)}) == hash({text}));
  }
}

TEST_CASE("hashes tell values apart by length, order, and where one ends and the next begins") {
  std::set<std::uint64_t> hashes;
  std::size_t count = 0;
  const auto add = [&](std::vector<std::string_view> values) {
    hashes.insert(hash(std::move(values)));
    ++count;
  };
  const std::string zeros(64, '\0');
  for (std::size_t size = 0; size <= 64; ++size) {
    add({std::string_view(zeros).substr(0, size)});  // nothing but their lengths differ
  }
  add({"a", "b"});
  add({"b", "a"});
  add({"ab", ""});
  add({"", "ab"});
  add({"ab"});
  add({"a", "b", ""});
  add({"", "a", "b"});
  for (std::size_t cut = 0; cut <= 24; ++cut) {
    constexpr std::string_view text = "abcdefghijklmnopqrstuvwx";
    add({text.substr(0, cut), text.substr(cut), "cut"});
  }
  CHECK(hashes.size() == count);
}

TEST_CASE("every byte of a value counts, at every length") {
  for (std::size_t size = 1; size <= 70; ++size) {
    const std::string text(size, 'x');
    std::set<std::uint64_t> hashes{hash({text})};
    for (std::size_t i = 0; i < size; ++i) {
      std::string other = text;
      other[i] = 'y';
      hashes.insert(hash({other}));
    }
    CHECK(hashes.size() == size + 1);
  }
}

TEST_CASE("the low bits, which choose the slot, spread over names as people give them") {
  constexpr std::size_t slots = 4096;
  for (const char* pattern : {"rack-", "node-000-group-with-a-longer-name-", ""}) {
    std::vector<int> used(slots);
    for (std::size_t i = 0; i < slots; ++i) {
      ++used[hash({pattern + std::to_string(i)}, 0x1234'5678'9ABC'DEF0) % slots];
    }
    const auto empty = std::ranges::count(used, 0);
    CAPTURE(pattern, empty);
    // 4096 values thrown at random leave 1507 of 4096 slots empty, give or take 25.
    CHECK(empty > 1300);
    CHECK(empty < 1700);
    CHECK(*std::ranges::max_element(used) < 12);
  }
}

TEST_CASE("the seed decides which values share a slot") {
  std::size_t same = 0;
  for (int i = 0; i < 4096; ++i) {
    const auto text = std::to_string(i);
    if (hash({text}, 1) % 4096 == hash({text}, 2) % 4096) ++same;
  }
  CHECK(same < 20);  // 1 in 4096 by chance
}
