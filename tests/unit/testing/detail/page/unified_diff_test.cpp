#include "support/catch.hpp"

#include <isometric/testing/detail/page/page_comparison.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using isometric::detail::diff_lines;
using isometric::detail::lines_of;

namespace {

std::string diff(std::string_view before, std::string_view after) {
  std::string text;
  isometric::detail::append_unified_diff(text, before, after);
  return text;
}

/// The length of the longest common subsequence, by the book.
std::size_t common(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1
                                         : std::max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

TEST_CASE("equal texts have no difference") {
  CHECK(diff("", "").empty());
  CHECK(diff("a\nb\n", "a\nb\n").empty());
}

TEST_CASE("a diff shows three lines around a change, as diff -u does") {
  CHECK(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\nsix\n7\n8\n9\n") ==
        "\n@@ -3,7 +3,7 @@\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9");
  CHECK(diff("1\n", "2\n") == "\n@@ -1,1 +1,1 @@\n-1\n+2");
  CHECK(diff("1\n2\n3\n4\n5\n", "1\n2\n3\n4\n") == "\n@@ -2,4 +2,3 @@\n 2\n 3\n 4\n-5");
}

TEST_CASE("a diff from or to nothing names line 0, as diff -u does") {
  CHECK(diff("", "1\n2\n") == "\n@@ -0,0 +1,2 @@\n+1\n+2");
  CHECK(diff("1\n2\n", "") == "\n@@ -1,2 +0,0 @@\n-1\n-2");
}

TEST_CASE("changes that are near are shown together, others apart") {
  CHECK(diff("a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n") ==
        "\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B");
  CHECK(diff("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "1\n2\n3\n4\n5\n6\n7\nB\n") ==
        "\n@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -6,4 +5,4 @@\n 5\n 6\n 7\n-b\n+B");
}

TEST_CASE("a diff leads from one text to the other, in the fewest steps") {
  std::mt19937 random(20);
  for (int round = 0; round < 2000; ++round) {
    const auto text = [&] {
      std::string lines;
      for (auto left = random() % 12; left > 0; --left) {
        lines += std::string(1, static_cast<char>('a' + random() % 3)) + '\n';
      }
      return lines;
    };
    const auto before_text = text();
    const auto after_text = text();
    const auto before = lines_of(before_text);
    const auto after = lines_of(after_text);
    std::vector<std::string_view> old_lines;
    std::vector<std::string_view> new_lines;
    std::size_t kept = 0;
    for (const auto& line : diff_lines(before, after)) {
      if (line.mark != '+') old_lines.push_back(line.text);
      if (line.mark != '-') new_lines.push_back(line.text);
      if (line.mark == ' ') ++kept;
    }
    CAPTURE(before_text, after_text);
    REQUIRE(old_lines == before);
    REQUIRE(new_lines == after);
    REQUIRE(kept == common(before, after));
  }
}

TEST_CASE("texts that have nothing in common are replaced, however long they are") {
  std::string before = "same\n";
  std::string after = "same\n";
  for (int i = 0; i < 20000; ++i) {
    before += "a" + std::to_string(i) + '\n';
    after += "b" + std::to_string(i) + '\n';
  }
  const auto text = diff(before, after);
  CHECK(text.starts_with("\n@@ -1,20001 +1,20001 @@\n same\n-a0\n-a1\n"));
  CHECK(text.ends_with("\n+b19998\n+b19999"));
}
