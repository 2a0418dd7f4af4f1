#include "support/catch.hpp"

#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/series.hpp>

#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

using isometric::LabelPairs;
using isometric::SeriesSelector;
using isometric::testing::series;

namespace {

/// What series() says of a text that is none.
std::string refusal(std::string_view text) {
  try {
    static_cast<void>(series(text));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "it is a selector";
}

/// A text of up to `longest` of these characters.
std::string random_text(std::minstd_rand& random, std::string_view characters,
                        std::size_t longest) {
  std::string text;
  for (auto length = random() % (longest + 1); length > 0; --length) {
    text += characters[random() % characters.size()];
  }
  return text;
}

}  // namespace

TEST_CASE("a selector is written as in the text format") {
  CHECK(series("app_nodes") == SeriesSelector("app_nodes"));
  CHECK(series("app_nodes{}") == SeriesSelector("app_nodes"));
  CHECK(series("job:x:rate5m") == SeriesSelector("job:x:rate5m"));
  CHECK(series("x_total{group=\"a\"}") == SeriesSelector("x_total", {{"group", "a"}}));
  CHECK(series("x_total{b=\"\",a=\"{,}= \"}") ==
        SeriesSelector("x_total", {{"a", "{,}= "}, {"b", ""}}));
}

TEST_CASE("a selector may have spaces between its parts, and a comma at the end") {
  const SeriesSelector selector("x_total", {{"a", " 1 "}, {"b", "2"}});
  CHECK(series("\t x_total { a = \" 1 \" , b\t=\"2\" , } ") == selector);
  CHECK(series("x_total{a=\" 1 \",b=\"2\",}") == selector);
}

TEST_CASE("a selector's values are escaped as in the text format") {
  CHECK(series(R"(x{a="say \"a\"\n\\n"})").labels() == LabelPairs{{"a", "say \"a\"\n\\n"}});
  CHECK(series("x{a=\"gr\xC3\xBC\xC3\x9F\"}").labels() == LabelPairs{{"a", "gr\xC3\xBC\xC3\x9F"}});
}

TEST_CASE("a broken selector is refused with its text and the place where it breaks") {
  CHECK(refusal("x_total{group=a}") ==
        "isometric: this selects no series: expected a value in quotation marks: one series has "
        "one value\n"
        "  x_total{group=a}\n"
        "                ^");
  CHECK(refusal("x_total{group=\"a}") ==
        "isometric: this selects no series: expected '\"' at the end of the value\n"
        "  x_total{group=\"a}\n"
        "                   ^");
  // Below the character, not the byte, and on one line.
  CHECK(refusal("x{a=\"\xC3\xBC\",\tb!=\"\"}") ==
        "isometric: this selects no series: expected '='\n"
        "  x{a=\"\xC3\xBC\", b!=\"\"}\n"
        "            ^");
}

TEST_CASE("whatever is no selector is refused") {
  for (const char* const text : {"",
                                 " ",
                                 "{}",
                                 "{a=\"b\"}",
                                 "0x",
                                 "x-y",
                                 "x y",
                                 "x 3",
                                 "x{",
                                 "x{a",
                                 "x{a=",
                                 "x{a=\"",
                                 "x{a=\"b\"",
                                 "x{a=\"b\",",
                                 "x{,}",
                                 "x{a=\"b\",,}",
                                 "x{a=\"b\" c=\"d\"}",
                                 "x}",
                                 "x{a=\"b\"}}",
                                 "x{a=\"b\"} 3",
                                 "x{a:b=\"\"}",
                                 "x{0=\"\"}",
                                 "x{=\"\"}",
                                 "x{a=~\"b\"}",
                                 "x{a='b'}",
                                 "x{\"a\"=\"b\"}",
                                 "x{a=\"b\",a=\"c\"}",
                                 "x{a=\"\\t\"}",
                                 "x{a=\"\\",
                                 "x{a=\"b\nc\"}",
                                 "x{a=\"b\"}\n",
                                 "\"x\"",
                                 "x\xC3\xBC"}) {
    INFO(text);
    CHECK(refusal(text).starts_with("isometric: this selects no series: "));
  }
  using namespace std::string_view_literals;
  CHECK(refusal("x\0"sv).starts_with("isometric: "));
  CHECK(refusal("x{a=\"b\"\0}"sv).starts_with("isometric: "));
  CHECK(series("x{a=\"\0\"}"sv).labels()[0].second == "\0"sv);
}

TEST_CASE("a selector that is printed and read is the same selector, whatever its values are") {
  std::minstd_rand random(20'261'124);
  constexpr std::string_view letters = "abcxyzABC_";
  constexpr std::string_view spoilers = "\\\\\\\"\"n\n{}=,' \t\r\xC3\xBC\xFFz";
  for (int i = 0; i < 2'000; ++i) {
    std::set<std::string> names;
    for (auto count = random() % 4; count > 0; --count) {
      names.insert("l" + random_text(random, letters, 4));
    }
    LabelPairs labels;
    for (const auto& name : names) labels.emplace_back(name, random_text(random, spoilers, 8));
    const SeriesSelector selector("m" + random_text(random, "abc_:09", 8), labels);
    std::ostringstream printed;
    printed << selector;
    INFO(printed.str());
    REQUIRE(series(printed.str()) == selector);
  }
}
