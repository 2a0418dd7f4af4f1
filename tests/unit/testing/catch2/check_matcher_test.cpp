#include "support/catch.hpp"
#include "support/complaint.hpp"

#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/verdict.hpp>

#include <string>

using isometric::testing::make_matcher;
using isometric::testing::Verdict;
using test_support::complaint;

namespace {

auto IsShort() {
  return make_matcher<std::string>([](const std::string& text) {
    return text.size() < 5 ? Verdict{true, {}} : Verdict{false, "longer than four: " + text};
  });
}

auto BeginsWith(char first) {
  return make_matcher<std::string>([first](const std::string& text) {
    return Verdict{text.starts_with(first), std::string("does not begin with ") + first};
  });
}

}  // namespace

TEST_CASE("a matcher holds for what its check holds for") {
  CHECK_THAT("four", IsShort());
  CHECK_FALSE(IsShort().match("three"));
}

TEST_CASE("a matcher that fails explains itself on lines of its own") {
  CHECK(complaint(IsShort(), "three") == "\nlonger than four: three");
}

TEST_CASE("a matcher that holds says so, for assertions that want the opposite") {
  const auto matcher = IsShort();
  REQUIRE(matcher.match("four"));
  CHECK(matcher.toString() == "as expected");
}

TEST_CASE("matchers can be negated and combined") {
  CHECK_THAT("three", !IsShort());
  CHECK_THAT("four", IsShort() && BeginsWith('f'));
  CHECK_THAT("three", IsShort() || BeginsWith('t'));
  CHECK(complaint(IsShort() && BeginsWith('f'), "ten") ==
        "( as expected and \ndoes not begin with f )");
}
