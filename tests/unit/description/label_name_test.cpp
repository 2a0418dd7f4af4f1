#include "support/catch.hpp"

#include <isometric/description/label_name.hpp>

#include <string>
#include <string_view>
#include <type_traits>

using isometric::LabelName;

namespace {

std::string_view view(LabelName name) {
  return name.view();
}

}  // namespace

TEST_CASE("a literal converts to a label name and is kept as it is") {
  CHECK(view("zone") == "zone");
  CHECK(view("_zone_2") == "_zone_2");
  STATIC_REQUIRE(LabelName("zone").view() == "zone");
}

TEST_CASE("a label name is made neither from nothing nor from a run-time string") {
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<LabelName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, LabelName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const char*, LabelName>);
}
