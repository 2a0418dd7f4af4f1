#include "support/catch.hpp"

#include <isometric/description/closed_values.hpp>
#include <isometric/description/label.hpp>

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

// What closed() refuses is shown in tests/compile_fail; here is what it accepts, through Label,
// which is how a user meets it.

namespace app {

enum class Direction { up, down, sideways };
consteval auto label_values(Direction) {
  return isometric::closed<Direction>(
      {{Direction::sideways, "sideways"}, {Direction::up, "up"}, {Direction::down, "down"}});
}

class Machine {
 public:
  enum class State { off, on };

 private:
  enum class Fault { none, fan };
  friend consteval auto label_values(State) {
    return isometric::closed<State>({{State::off, "off"}, {State::on, "on"}});
  }
  friend consteval auto label_values(Fault) {
    return isometric::closed<Fault>({{Fault::none, "none"}, {Fault::fan, "fan"}});
  }

 public:
  using FaultLabel = isometric::Label<"fault", Fault>;
};

enum Unscoped { unscoped_a = 3, unscoped_b = 4 };
consteval auto label_values(Unscoped) {
  return isometric::closed<Unscoped>({{unscoped_b, "b"}, {unscoped_a, "a"}});
}

enum class Negative : int { minus_two = -2, minus_one, zero, one };
consteval auto label_values(Negative) {
  return isometric::closed<Negative>({{Negative::one, "1"},
                                      {Negative::zero, "0"},
                                      {Negative::minus_one, "-1"},
                                      {Negative::minus_two, "-2"}});
}

enum class Flag : bool { no, yes };
consteval auto label_values(Flag) {
  return isometric::closed<Flag>({{Flag::no, "no"}, {Flag::yes, "yes"}});
}

enum class Letter : char { a = 'a', b, c };
consteval auto label_values(Letter) {
  return isometric::closed<Letter>({{Letter::a, "a"}, {Letter::b, "b"}, {Letter::c, "c"}});
}

// At both ends of its type, where one more or one less would overflow.
enum class Lowest : std::int64_t { first = std::numeric_limits<std::int64_t>::min(), second };
consteval auto label_values(Lowest) {
  return isometric::closed<Lowest>({{Lowest::first, "first"}, {Lowest::second, "second"}});
}
enum class Highest : std::uint64_t {
  first = std::numeric_limits<std::uint64_t>::max() - 1,
  second
};
consteval auto label_values(Highest) {
  return isometric::closed<Highest>({{Highest::first, "first"}, {Highest::second, "second"}});
}

enum class Single { only };
consteval auto label_values(Single) {
  return isometric::closed<Single>({{Single::only, "only"}});
}

enum class Words { escaped, foreign };
consteval auto label_values(Words) {
  return isometric::closed<Words>({{Words::escaped, "\"\\\n"}, {Words::foreign, "größe 🙂"}});
}

}  // namespace app

enum class Global { a, b };
consteval auto label_values(Global) {
  return isometric::closed<Global>({{Global::a, "a"}, {Global::b, "b"}});
}

namespace {

enum class Hidden { a, b };
consteval auto label_values(Hidden) {
  return isometric::closed<Hidden>({{Hidden::b, "b"}, {Hidden::a, "a"}});
}

template <class Enum>
using LabelOf = isometric::Label<"label", Enum>;

template <class Enum>
std::vector<std::string_view> names_of() {
  const auto names = LabelOf<Enum>::values();
  return {names.begin(), names.end()};
}

using Names = std::vector<std::string_view>;

// As many as an enumeration of errors may have.
#define TEN(name) \
  EACH(name##0)   \
  EACH(name##1)   \
  EACH(name##2)   \
  EACH(name##3) EACH(name##4) EACH(name##5) EACH(name##6) EACH(name##7) EACH(name##8) EACH(name##9)
#define HUNDRED(name) \
  TEN(name##0)        \
  TEN(name##1)        \
  TEN(name##2)        \
  TEN(name##3) TEN(name##4) TEN(name##5) TEN(name##6) TEN(name##7) TEN(name##8) TEN(name##9)
#define ALL HUNDRED(error_number_0) HUNDRED(error_number_1) HUNDRED(error_number_2)
enum class Errors {
#define EACH(name) name,
  ALL
#undef EACH
};
consteval auto label_values(Errors) {
  return isometric::closed<Errors>({
#define EACH(name) {Errors::name, #name},
      ALL
#undef EACH
  });
}
#undef TEN
#undef HUNDRED
#undef ALL

TEST_CASE("an enumeration may have hundreds of values with long names that are alike") {
  CHECK(isometric::Label<"error", Errors>::size == 300);
  CHECK(label_values(Errors::error_number_299).names[299] == "error_number_299");
}

TEST_CASE("the names stand in the order of the enumerators, not in that of the list") {
  CHECK(names_of<app::Direction>() == Names{"up", "down", "sideways"});
  CHECK(LabelOf<app::Direction>::index_of(app::Direction::up) == 0);
  CHECK(LabelOf<app::Direction>::index_of(app::Direction::sideways) == 2);
}

TEST_CASE("label_values is found beside the enumeration, wherever that is") {
  CHECK(names_of<app::Machine::State>() == Names{"off", "on"});
  CHECK(app::Machine::FaultLabel::values()[1] == "fan");
  CHECK(names_of<Global>() == Names{"a", "b"});
  CHECK(names_of<Hidden>() == Names{"a", "b"});
}

TEST_CASE("values may begin anywhere in the range of the enumeration") {
  CHECK(names_of<app::Unscoped>() == Names{"a", "b"});
  CHECK(LabelOf<app::Unscoped>::index_of(app::unscoped_b) == 1);
  CHECK(names_of<app::Negative>() == Names{"-2", "-1", "0", "1"});
  CHECK(LabelOf<app::Negative>::index_of(app::Negative::minus_two) == 0);
  CHECK(LabelOf<app::Letter>::index_of(app::Letter::c) == 2);
  CHECK(LabelOf<app::Lowest>::index_of(app::Lowest::second) == 1);
  CHECK(LabelOf<app::Highest>::index_of(app::Highest::second) == 1);
  CHECK(names_of<app::Flag>() == Names{"no", "yes"});
  CHECK(names_of<app::Single>() == Names{"only"});
}

TEST_CASE("a value that is no enumerator has an index beyond the set") {
  using app::Direction;
  STATIC_REQUIRE(LabelOf<Direction>::index_of(static_cast<Direction>(3)) == 3);
  STATIC_REQUIRE(LabelOf<Direction>::index_of(static_cast<Direction>(7)) == 3);
  STATIC_REQUIRE(LabelOf<Direction>::index_of(static_cast<Direction>(-1)) == 3);
  constexpr auto least = static_cast<Direction>(std::numeric_limits<int>::min());
  STATIC_REQUIRE(LabelOf<Direction>::index_of(least) == 3);
  STATIC_REQUIRE(LabelOf<app::Negative>::index_of(static_cast<app::Negative>(-3)) == 4);
  STATIC_REQUIRE(LabelOf<app::Lowest>::index_of(static_cast<app::Lowest>(0)) == 2);
  STATIC_REQUIRE(LabelOf<app::Highest>::index_of(static_cast<app::Highest>(0)) == 2);
  STATIC_REQUIRE(LabelOf<app::Letter>::index_of(static_cast<app::Letter>(-1)) == 3);
}

TEST_CASE("a name may hold anything that is valid UTF-8") {
  CHECK(names_of<app::Words>() == Names{"\"\\\n", "größe 🙂"});
}

}  // namespace
