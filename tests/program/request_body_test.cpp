#include "request_body.hpp"

#include "api_error.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace homecluster::program;
using test_support::Contains;
using test_support::StartsWith;

namespace {

std::string error_of(const std::string& text) {
  try {
    (void)RequestBody{text, {"delta"}}.integer("delta");
  } catch (const ApiError& error) {
    CHECK(error.code() == "INVALID_ARGUMENT");
    CHECK(error.status() == 400);
    return error.what();
  }
  return "accepted";
}

int delta_of(const std::string& text) {
  return RequestBody{text, {"delta"}}.integer("delta");
}

std::string error_of_nodes(const std::string& value) {
  try {
    (void)RequestBody{"{\"nodes\":" + value + "}", {"nodes"}}.texts("nodes");
  } catch (const ApiError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("whole numbers of the range of int are read", "[request_body]") {
  CHECK(delta_of(R"({"delta":2})") == 2);
  CHECK(delta_of(R"( { "delta" : -1 } )") == -1);
  CHECK(delta_of(R"({"delta":0})") == 0);
  CHECK(delta_of(R"({"delta":-0})") == 0);
  CHECK(delta_of(R"({"delta":2147483647})") == 2147483647);
  CHECK(delta_of(R"({"delta":-2147483648})") == -2147483647 - 1);
  CHECK(delta_of(R"({"d\u0065lta":3})") == 3);
}

TEST_CASE("what is no whole number of that range is refused", "[request_body]") {
  for (const std::string value :
       {"2.0", "2.5", "1e0", "\"2\"", "null", "true", "[2]", "{}", "2147483648", "-2147483649",
        "9223372036854775807", "-9223372036854775809", "18446744073709551615",
        "18446744073709551616", "1e999999"}) {
    INFO(value);
    const auto error = error_of(R"({"delta":)" + value + "}");
    CHECK_THAT(error, StartsWith("body: "));
    CHECK_THAT(error, Contains("expected"));
    CHECK_THAT(error, Contains("found"));
  }
  CHECK(error_of(R"({"delta":2.5})") ==
        "body: delta: expected a whole number between -2147483648 and 2147483647, found 2.5");
}

TEST_CASE("a body that is no JSON object is refused", "[request_body]") {
  for (const std::string text : {"delta=2",
                                 "{",
                                 "}",
                                 "{\"delta\":",
                                 "{\"delta\"",
                                 "{\"delta\":1}}",
                                 "{\"delta\":1}{}",
                                 "{'delta':1}",
                                 "{\"delta\":1,}",
                                 "{\"delta\":01}",
                                 "{\"delta\":+1}",
                                 "{\"delta\":NaN}",
                                 "{\"delta\":1 /* */}",
                                 "[1]",
                                 "1",
                                 "\"delta\"",
                                 "null",
                                 "true",
                                 "[[[[",
                                 " ",
                                 "\n"}) {
    INFO(text);
    CHECK_THAT(error_of(text), StartsWith("body: "));
  }
  CHECK_THAT(error_of(std::string{"{\"delta\":1}\0{", 13}), Contains("NUL"));
  CHECK_THAT(error_of("{\"delta\":1}\xff"), StartsWith("body: expected JSON"));
  CHECK_THAT(error_of("{\"\xff\":1}"), StartsWith("body: expected JSON"));
  CHECK_THAT(error_of("{\"delta\":\"\xc3\"}"), StartsWith("body: expected JSON"));
  CHECK_THAT(error_of("\xff\xfe{"), StartsWith("body: expected JSON"));
}

TEST_CASE("fields that are unknown, missing or there twice are refused", "[request_body]") {
  CHECK(error_of("") ==
        "body: delta: expected a whole number between -2147483648 and 2147483647, found nothing");
  CHECK(error_of("{}") == error_of(""));
  CHECK(error_of(R"({"Delta":1})") == R"(body: unknown field "Delta", expected delta)");
  CHECK(error_of(R"({"delta":1,"dry_run":true})") ==
        R"(body: unknown field "dry_run", expected delta)");
  CHECK(error_of(R"({"":1})") == R"(body: unknown field "", expected delta)");
  CHECK(error_of(R"({"delta":1,"delta":1})") == "body: delta: expected once, found again");
  CHECK(error_of(R"({"delta":{"delta":1}})") ==
        "body: delta: expected a whole number between -2147483648 and 2147483647, found "
        R"({"delta":1})");
}

TEST_CASE("a body that is nested deeply is refused before it does harm", "[request_body]") {
  const auto nested = [](std::size_t levels) {
    return "{\"delta\":" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  CHECK_THAT(error_of(nested(10)), StartsWith("body: delta: expected a whole number"));
  for (const std::size_t levels : {17U, 1'000U, 100'000U}) {
    CHECK(error_of(nested(levels)) == "body: expected at most 16 levels of nesting, found more");
  }
  CHECK(error_of(std::string(200'000, '[')) ==
        "body: expected at most 16 levels of nesting, found more");
}

TEST_CASE("an object with many fields takes no time", "[request_body]") {
  std::string text = "{\"delta\":{\"0\":0";
  for (int field = 1; field < 25'000; ++field) {
    text += ",\"" + std::to_string(field) + "\":0";
  }
  CHECK_THAT(error_of(text + "}}"), StartsWith("body: delta: expected a whole number"));
}

TEST_CASE("a list of texts is read, and nothing else is", "[request_body]") {
  CHECK(RequestBody{R"({"nodes":["a","b","a",""]})", {"nodes"}}.texts("nodes") ==
        std::vector<std::string>{"a", "b", "a", ""});
  for (const std::string value :
       {"[]", "\"a\"", "[1]", "[\"a\",null]", "{}", "null", "[[\"a\"]]"}) {
    INFO(value);
    CHECK_THAT(error_of_nodes(value),
               StartsWith("body: nodes: expected a list of one text or more, found "));
  }
}

TEST_CASE("a route that takes no field takes an empty body", "[request_body]") {
  CHECK_NOTHROW(RequestBody{"", {}});
  CHECK_NOTHROW(RequestBody{"{}", {}});
  CHECK_THROWS_WITH((RequestBody{R"({"a":1})", {}}), R"(body: unknown field "a", expected none)");
}
