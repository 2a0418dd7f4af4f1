#include "support/catch.hpp"

#include <isometric/description/help.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace {

std::string_view view(isometric::Help help) {
  return help.view();
}

TEST_CASE("a literal converts to a help text and is kept as it is") {
  CHECK(view("Nodes that the group should have.") == "Nodes that the group should have.");
  CHECK(view(" . ") == " . ");
  CHECK(view("Größe in m², 日本, 🙂") == "Größe in m², 日本, 🙂");
  CHECK(view("Two lines,\nand a \\ and a \".") == "Two lines,\nand a \\ and a \".");
}

TEST_CASE("a help text is made neither from nothing nor from a run-time string") {
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<isometric::Help>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, isometric::Help>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const char*, isometric::Help>);
}

}  // namespace
