#include "support/catch.hpp"

#include <isometric/testing/detail/message_text.hpp>

using isometric::detail::first_lines;

TEST_CASE("a text that is short enough stays as it is, but for a break at its end") {
  CHECK(first_lines("", 2).empty());
  CHECK(first_lines("a", 2) == "a");
  CHECK(first_lines("a\nb", 2) == "a\nb");
  CHECK(first_lines("a\nb\n", 2) == "a\nb");
  CHECK(first_lines("\n\nb\n", 3) == "\n\nb");
}

TEST_CASE("of a longer text the first lines are left, and the number of the others") {
  CHECK(first_lines("a\nb\nc\nd", 2) == "a\nb\nand 2 more lines");
  CHECK(first_lines("\n\nc\nd\n", 2) == "\n\nand 2 more lines");
  CHECK(first_lines("\n\n\n\n", 1) == "\nand 3 more lines");
}

TEST_CASE("the place that the number would take is better used for a line") {
  CHECK(first_lines("a\nb\nc", 2) == "a\nb\nc");
}
