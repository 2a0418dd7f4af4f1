#include "yaml_documents.hpp"

#include "manifest_error.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"
#include "yaml_fields.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

using namespace homecluster::program;
using test_support::Contains;
using test_support::StartsWith;

namespace {

std::vector<YAML::Node> documents(const std::string& text) {
  return yaml_documents({"test.yaml", text});
}

std::string error_of(const std::string& text) {
  try {
    (void)documents(text);
  } catch (const ManifestError& error) {
    return error.what();
  }
  return "accepted";
}

std::string nested(std::size_t levels, const std::string& innermost) {
  return std::string(levels, '[') + innermost + std::string(levels, ']');
}

YamlFields fields_of(const std::string& text) {
  return {documents(text).at(0), Place{"test.yaml", 1}, ""};
}

}  // namespace

TEST_CASE("YAML that is nested too deeply is called that", "[yaml]") {
  CHECK(documents("a: " + nested(deepest_yaml - 1, "x")).size() == 1);
  const std::string refused = "nested too deeply, expected at most 100 levels";
  for (const std::size_t levels : {deepest_yaml, std::size_t{499}, std::size_t{50'000}}) {
    INFO(levels);
    CHECK(error_of("\na: " + nested(levels, "x")) == "test.yaml:2: " + refused);
    CHECK(error_of("\n" + nested(levels + 1, "")) == "test.yaml:2: " + refused);
  }
  std::string dashes;
  for (std::size_t level = 0; level < 50'000; ++level) dashes += "- ";
  CHECK(error_of(dashes + "x") == "test.yaml:1: " + refused);
}

TEST_CASE("an alias is as deep as what it stands for", "[yaml]") {
  std::string tower = "- &a0 " + nested(40, "x") + "\n";
  CHECK(documents(tower + "- [*a0]\n").size() == 1);
  for (int floor = 1; floor < 1'000; ++floor) {
    tower +=
        "- &a" + std::to_string(floor) + " " + nested(40, "*a" + std::to_string(floor - 1)) + "\n";
  }
  CHECK_THAT(error_of(tower), StartsWith("test.yaml:3: nested too deeply"));
  CHECK(documents("&a {again: *a}").size() == 1);
}

TEST_CASE("a file with too many values is refused before it is kept", "[yaml]") {
  std::string text = "- x\n";
  for (int doubling = 0; doubling < 19; ++doubling) text += text;
  CHECK(error_of(text) == "test.yaml:500000: expected at most 500000 values, found more");
}

TEST_CASE("a quote that is still open where a document ends is an error", "[yaml]") {
  for (const std::string text :
       {"a: \"b", "a: \"b\n", "a: \"b\n\n  \n", "a: 'b\n", "a: \"", "\"", "a:\n  b: \"c\n",
        "a: b\n\"c: d\n", "a: \"b\n---\nc: d\n", "a: \"b\\\n"}) {
    INFO(text);
    CHECK_THAT(error_of(text), Contains(": expected YAML, found what is none: a quote is still "
                                        "open where the document ends"));
  }
  for (const std::string text :
       {"a: \"b\"", "a: \"b\"\n", "a: b \"c\n", "a: |\n  \"x\n", "# \"\n"}) {
    INFO(text);
    CHECK(error_of(text) == "accepted");
  }
}

TEST_CASE("the end of a file leaves its last text as it is", "[yaml]") {
  CHECK(documents("a: |+\n  x\n\n").at(0)["a"].Scalar() == "x\n\n");
  CHECK(documents("a: |-\n  x\n").at(0)["a"].Scalar() == "x");
  CHECK(documents("a: x").at(0)["a"].Scalar() == "x");
  CHECK(documents("a: x\n...\n").size() == 1);
}

TEST_CASE("what is no text in UTF-8 is refused with its line, and not taken for the end",
          "[yaml]") {
  const std::pair<std::string, std::string> cases[] = {
      {"a: b\n\x04\nkind: Group\n", "test.yaml:2: expected text in UTF-8, found the byte 4"},
      {std::string{"a: \0", 4}, "test.yaml:1: expected text in UTF-8, found the byte 0"},
      {"a: \"\x1b[2J\"\n", "test.yaml:1: expected text in UTF-8, found the byte 27"},
      {"# \x7f", "test.yaml:1: expected text in UTF-8, found the byte 127"},
      {"a: \xe4\n", "test.yaml:1: expected text in UTF-8, found the byte 228"},
      {"\xff\xfe"
       "a",
       "test.yaml:1: expected text in UTF-8, found the byte 255"},
  };
  for (const auto& [text, error] : cases) CHECK(error_of(text) == error);
  CHECK(error_of("a: \xc3\xa4\t\"\\x1b\"\r\n") == "accepted");
}

TEST_CASE("merge keys are read as if their fields stood there", "[yaml]") {
  const auto merged = [](const std::string& text) {
    return fields_of(text).mapping("to").text("a");
  };
  const std::string from = "one: &one {a: \"1\", b: \"1\"}\ntwo: &two {<<: *one, a: \"2\"}\n";
  CHECK(merged(from + "to: {<<: *one}\n") == "1");
  CHECK(merged(from + "to: {<<: *two}\n") == "2");
  CHECK(merged(from + "to: {<<: *one, a: own}\n") == "own");
  CHECK(merged(from + "to: {a: own, <<: *one}\n") == "own");
  CHECK(merged(from + "to: {<<: [*two, *one]}\n") == "2");
  CHECK(merged(from + "to: {<<: [*one, *two]}\n") == "1");
  CHECK(merged("to: {<<: {a: here}}\n") == "here");
  CHECK(fields_of(from + "to: {<<: *two}\n").mapping("to").text("b") == "1");
  CHECK(fields_of(from + "to: {<<: *two}\n").mapping("to").place_of("b").line == 1);
  CHECK(fields_of("{\"<<\": x}\n").text("<<") == "x");
}

TEST_CASE("merge keys that refer to themselves or to too much do no harm", "[yaml]") {
  CHECK(fields_of("to: &to {<<: *to, a: x}\n").mapping("to").text("a") == "x");
  CHECK(fields_of("to: {<<: &list [*list, {a: x}]}\n").mapping("to").text("a") == "x");
  std::string bomb = "a0: &a0 {a: x}\n";
  for (int level = 1; level < 45; ++level) {
    const auto last = "*a" + std::to_string(level - 1);
    bomb += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " {<<: [" + last + ", " +
            last + "]}\n";
  }
  CHECK(fields_of(bomb).mapping("a44").text("a") == "x");
  std::string wide = "to:\n  <<:\n";
  for (int each = 0; each < 101; ++each) wide += "  - {a" + std::to_string(each) + ": x}\n";
  CHECK_THROWS_WITH(
      fields_of(wide).mapping("to"),
      "test.yaml:2: to: expected at most 100 mappings and lists to merge, found more");
  CHECK_THROWS_WITH(fields_of("to: {<<: x}\n").mapping("to"),
                    "test.yaml:1: to: expected a mapping to merge, found \"x\"");
}
