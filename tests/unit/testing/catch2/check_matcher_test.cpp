#include "support/catch.hpp"
#include "support/complaint.hpp"

#include <isometric/description/metric_type.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/changes.hpp>
#include <isometric/testing/verdict.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

using isometric::FamilySnapshot;
using isometric::Snapshot;
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

TEST_CASE("a check takes the values that are given beside it") {
  const auto has_lengths = [](const std::string& text, std::size_t least, std::size_t most) {
    return Verdict{least <= text.size() && text.size() <= most, text};
  };
  CHECK_THAT("four", make_matcher<std::string>(has_lengths, 4U, 4U));
  CHECK_THAT("four", !make_matcher<std::string>(has_lengths, 5U, 6U));
  CHECK_THAT("four", !make_matcher<std::string>(has_lengths, 2U, 3U));
}

TEST_CASE("copies of a matcher share its check, which goes with the last of them") {
  const auto alive = std::make_shared<int>(4);
  auto first = std::make_optional(make_matcher<std::string>([alive](const std::string& text) {
    return Verdict{text.size() == static_cast<std::size_t>(*alive), ""};
  }));
  {
    const auto copy = *first;
    CHECK(alive.use_count() == 2);
    first.reset();
    CHECK(alive.use_count() == 2);
    CHECK(copy.match("four"));
    CHECK_FALSE(copy.match("three"));
  }
  CHECK(alive.use_count() == 1);
}

TEST_CASE("matchers can be negated and combined") {
  CHECK_THAT("three", !IsShort());
  CHECK_THAT("four", IsShort() && BeginsWith('f'));
  CHECK_THAT("three", IsShort() || BeginsWith('t'));
  CHECK(complaint(IsShort() && BeginsWith('f'), "ten") ==
        "( as expected and \ndoes not begin with f )");
}

namespace {

Snapshot snapshot_of(int series) {
  FamilySnapshot family{"app_nodes", "Nodes.", isometric::MetricType::gauge, {}};
  for (int i = 0; i < series; ++i) {
    family.series.push_back({{{"rack", std::to_string(100 + i)}}, 1.0});
  }
  return Snapshot({family});
}

struct Source {
  [[nodiscard]] Snapshot snapshot() const { return snapshot_of(series); }
  int series = 0;
};

std::string lines_of(int series) {
  std::string lines;
  for (int i = 0; i < series; ++i) {
    lines += "app_nodes{rack=\"" + std::to_string(100 + i) + "\"} 1\n";
  }
  return lines;
}

}  // namespace

TEST_CASE("Catch2 prints all of a snapshot of forty series") {
  CHECK(Catch::Detail::stringify(snapshot_of(40)) == lines_of(40));
  CHECK(Catch::Detail::stringify(snapshot_of(1)) == lines_of(1));
  CHECK(Catch::Detail::stringify(Snapshot()) == "\n");
}

TEST_CASE("Catch2 prints the first forty lines of a longer snapshot, and how many more there are") {
  CHECK(Catch::Detail::stringify(snapshot_of(41)) == lines_of(41));
  CHECK(Catch::Detail::stringify(snapshot_of(42)) == lines_of(40) + "and 2 more lines\n");
  CHECK(Catch::Detail::stringify(snapshot_of(200)) == lines_of(40) + "and 160 more lines\n");
}

TEST_CASE("Catch2 prints the first forty lines of what changed, too") {
  const std::string delta = Catch::Detail::stringify(snapshot_of(200) - Snapshot());
  CHECK(delta.starts_with("200 series changed\n  app_nodes{rack=\"100\"} absent -> 1 (+1)\n"));
  CHECK(delta.ends_with("\n  app_nodes{rack=\"138\"} absent -> 1 (+1)\nand 161 more lines"));
  Source source;
  const isometric::testing::Changes changes(source);
  CHECK(Catch::Detail::stringify(changes).starts_with("nothing changed since check_matcher_test"));
  source.series = 200;
  CHECK(Catch::Detail::stringify(changes).ends_with("\nand 161 more lines"));
}
