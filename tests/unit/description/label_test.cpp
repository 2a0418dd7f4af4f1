#include "support/catch.hpp"

#include <isometric/description/label.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

enum class Method { get, put };
consteval auto label_values(Method) {
  return isometric::closed<Method>({{Method::get, "GET"}, {Method::put, "PUT"}});
}

using Group = isometric::Label<"group">;
using Ready = isometric::Label<"ready", bool>;
using HttpMethod = isometric::Label<"method", Method>;

TEST_CASE("an open label takes any string") {
  STATIC_REQUIRE(Group::name == "group");
  STATIC_REQUIRE_FALSE(Group::is_closed);
  STATIC_REQUIRE(Group::size == 1);
  STATIC_REQUIRE(Group::values().empty());
  STATIC_REQUIRE(std::convertible_to<std::string, Group::value_type>);
  STATIC_REQUIRE(std::convertible_to<const char*, Group::value_type>);
  STATIC_REQUIRE(std::convertible_to<std::string_view, Group::value_type>);
  // std::string_view would take both for a null pointer.
  STATIC_REQUIRE_FALSE(std::convertible_to<std::nullptr_t, Group::value_type>);
  STATIC_REQUIRE_FALSE(std::convertible_to<int, Group::value_type>);
}

TEST_CASE("a label over an enumeration takes its values and nothing else") {
  STATIC_REQUIRE(HttpMethod::name == "method");
  STATIC_REQUIRE(HttpMethod::is_closed);
  STATIC_REQUIRE(HttpMethod::size == 2);
  STATIC_REQUIRE(HttpMethod::values()[HttpMethod::index_of(Method::put)] == "PUT");
  STATIC_REQUIRE(std::same_as<HttpMethod::value_type, Method>);
  STATIC_REQUIRE_FALSE(std::convertible_to<int, HttpMethod::value_type>);
}

TEST_CASE("a label over bool takes true and false and nothing that converts to them") {
  STATIC_REQUIRE(Ready::is_closed);
  STATIC_REQUIRE(Ready::size == 2);
  STATIC_REQUIRE(Ready::values()[Ready::index_of(false)] == "false");
  STATIC_REQUIRE(Ready::values()[Ready::index_of(true)] == "true");
  STATIC_REQUIRE(std::convertible_to<bool, Ready::value_type>);
  STATIC_REQUIRE(std::convertible_to<std::vector<bool>::reference, bool>);
  STATIC_REQUIRE_FALSE(std::convertible_to<const char*, Ready::value_type>);
  STATIC_REQUIRE_FALSE(std::convertible_to<int, Ready::value_type>);
  STATIC_REQUIRE_FALSE(std::convertible_to<double, Ready::value_type>);
  STATIC_REQUIRE_FALSE(std::convertible_to<std::string, Ready::value_type>);
  STATIC_REQUIRE_FALSE(std::convertible_to<std::nullptr_t, Ready::value_type>);
}

TEST_CASE("label names close to a rule but within it are accepted") {
  STATIC_REQUIRE(isometric::Label<"le_gume">::name == "le_gume");
  STATIC_REQUIRE(isometric::Label<"quantiles">::name == "quantiles");
  STATIC_REQUIRE(isometric::Label<"LE">::name == "LE");
  STATIC_REQUIRE(isometric::Label<"_group">::name == "_group");
  STATIC_REQUIRE(isometric::Label<"a1">::name == "a1");
}

TEST_CASE("labels are types, one for each name and set of values") {
  STATIC_REQUIRE(std::same_as<Group, isometric::Label<"group">>);
  STATIC_REQUIRE_FALSE(std::same_as<Group, isometric::Label<"groups">>);
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<Group>);
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<Ready>);
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<HttpMethod>);
}

TEST_CASE("LabelLike tells labels from other types") {
  STATIC_REQUIRE(isometric::LabelLike<Group>);
  STATIC_REQUIRE(isometric::LabelLike<Ready>);
  STATIC_REQUIRE(isometric::LabelLike<HttpMethod>);
  STATIC_REQUIRE_FALSE(isometric::LabelLike<Method>);
  STATIC_REQUIRE_FALSE(isometric::LabelLike<std::string>);
  STATIC_REQUIRE_FALSE(isometric::LabelLike<int>);
}

TEST_CASE("the names of the values lie in static storage, shared by all labels over a type") {
  using Other = isometric::Label<"other", Method>;
  CHECK(HttpMethod::values().data() == HttpMethod::values().data());
  CHECK(HttpMethod::values().data() == Other::values().data());
}

}  // namespace

TEST_CASE("an object is a label with one value, and does not copy a text") {
  const std::string text = "rack-1";
  const Group group{text};
  CHECK(std::string_view(group.value()).data() == text.data());
  CHECK(std::string_view(Group{"rack-2"}.value()) == "rack-2");
  STATIC_REQUIRE(Ready{true}.value());
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const char*, Group>);
}
