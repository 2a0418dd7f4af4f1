#include "support/catch.hpp"

#include <isometric/reading/series_selector.hpp>

#include <array>
#include <sstream>
#include <string>
#include <string_view>

using isometric::FamilyDescriptor;
using isometric::LabelDescriptor;
using isometric::LabelPairs;
using isometric::SeriesSelector;

namespace {

std::string text_of(const SeriesSelector& selector) {
  std::ostringstream text;
  text << selector;
  return text.str();
}

}  // namespace

TEST_CASE("a selector sorts its labels, so that their order means nothing") {
  const SeriesSelector one("a_total", {{"y", "1"}, {"x", "2"}});
  const SeriesSelector other("a_total", {{"x", "2"}, {"y", "1"}});
  CHECK(one == other);
  CHECK(one.labels() == LabelPairs{{"x", "2"}, {"y", "1"}});
}

TEST_CASE("selectors are ordered by family, then by labels") {
  CHECK(SeriesSelector("a", {{"x", "9"}}) < SeriesSelector("b"));
  CHECK(SeriesSelector("a") < SeriesSelector("a", {{"x", ""}}));
  CHECK(SeriesSelector("a", {{"x", "1"}}) < SeriesSelector("a", {{"x", "2"}}));
  CHECK(SeriesSelector("a", {{"x", "2"}}) < SeriesSelector("a", {{"y", "1"}}));
  CHECK_FALSE(SeriesSelector("a") == SeriesSelector("a", {{"x", ""}}));
}

TEST_CASE("a selector prints as a series is written") {
  CHECK(text_of({"a_total"}) == "a_total");
  CHECK(text_of({"a_total", {{"y", "\\"}, {"x", "say \"a\"\nb"}}}) ==
        "a_total{x=\"say \\\"a\\\"\\nb\",y=\"\\\\\"}");
}

TEST_CASE("a selector of a described family names open and closed values in their places") {
  const std::array<std::string_view, 3> results{"failed", "none", "done"};
  const std::array<std::string_view, 2> ways{"up", "down"};
  const std::array<LabelDescriptor, 4> labels{
      {{"result", results}, {"group", {}}, {"direction", ways}, {"zone", {}}}};
  const std::array<isometric::ConstantLabel, 1> constant{{{"site", "ber"}}};
  FamilyDescriptor family;
  family.name = "a_total";
  family.labels = labels;
  family.constant_labels = constant;
  const std::array<std::string_view, 2> open{"g\xFF", "z"};
  for (std::size_t result = 0; result < 3; ++result) {
    for (std::size_t way = 0; way < 2; ++way) {
      const auto selector = SeriesSelector::of(family, open, result * 2 + way, true);
      CHECK(selector == SeriesSelector("a_total", {{"result", std::string(results[result])},
                                                   {"group", "g\xEF\xBF\xBD"},
                                                   {"direction", std::string(ways[way])},
                                                   {"zone", "z"},
                                                   {"site", "ber"}}));
    }
  }
  const auto unknown = SeriesSelector::of(family, open, 77, false);
  CHECK(text_of(unknown) ==
        "a_total{direction=\"(not in the set)\",group=\"g\xEF\xBF\xBD\","
        "result=\"(not in the set)\",site=\"ber\",zone=\"z\"}");
}
