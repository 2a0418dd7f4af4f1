#include "support/catch.hpp"
#include "support/snapshots.hpp"

#include <isometric/testing/value_checks.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// The checks of a snapshot, and word by word what they say when they do not hold.

using namespace isometric::testing;
using namespace test_support;
using isometric::FamilySnapshot;
using isometric::MetricType;
using isometric::Snapshot;
using isometric::SummarySample;

namespace {

FamilySnapshot waits(std::uint64_t count) {
  return {"app_wait", "Waits.", MetricType::summary, {{{}, SummarySample{count, 1.5, {}}}}};
}

}  // namespace

TEST_CASE("has_value holds for exactly the value") {
  const Snapshot seen({moves({{"a", 3}}), nodes(0.3)});
  CHECK(has_value(seen, moves_of("a"), 3));
  CHECK(has_value(seen, nodes_series, 0.3));
  CHECK_FALSE(has_value(seen, nodes_series, 0.1 + 0.2));
  CHECK(has_value(Snapshot({nodes(not_a_number)}), nodes_series, not_a_number));
  CHECK_FALSE(has_value(Snapshot({nodes(not_a_number)}), nodes_series, 0));
  CHECK(has_value(Snapshot({nodes(-0.0)}), nodes_series, 0));
  CHECK(has_value(seen, moves_of("a"), 3).explanation.empty());
}

TEST_CASE("has_value says what there is instead") {
  const Snapshot seen({moves({{"rack-1", 3}}), sizes(2, 0, 0, 0.5)});
  CHECK(has_value(seen, moves_of("rack-1"), 4).explanation ==
        "app_moves_total{group=\"rack-1\"} is 3, expected 4");
  CHECK(has_value(seen, {"app_size"}, 2).explanation ==
        "app_size is count 2 sum 0.5 le=1:2 le=5:2 le=+Inf:2, expected 2; it is a histogram: "
        "CountIs and SumWithin look at it");
}

TEST_CASE("has_value shows the nearest series of the family with their values, nearest first") {
  const Snapshot seen({moves({{"attic", 1}, {"rack-1", 2}, {"rack-23", 3}})});
  CHECK(has_value(seen, moves_of("rack-2"), 1).explanation ==
        "app_moves_total{group=\"rack-2\"} is not in the snapshot; expected 1; its family has\n"
        "  app_moves_total{group=\"rack-1\"} 2\n"
        "  app_moves_total{group=\"rack-23\"} 3\n"
        "  app_moves_total{group=\"attic\"} 1");
}

TEST_CASE("a series of which one label differs is nearer than one of which two do") {
  FamilySnapshot family{"app_calls_total", "Calls.", MetricType::counter, {}};
  const auto call = [&](const std::string& host, const std::string& op) {
    family.series.push_back({{{"host", host}, {"op", op}}, 1.0});
  };
  for (int i = 0; i < 12; ++i) call("h" + std::to_string(i), "del");
  call("rack-1", "up");
  family.series.push_back({{{"host", "rack-1"}}, 2.0});
  family.series.push_back({{{"host", "rack-1"}, {"op", "delete_nodes"}, {"zone", "b"}}, 3.0});
  const auto text = has_value(Snapshot({family}),
                              {"app_calls_total", {{"host", "rack-1"}, {"op", "delete_nodes"}}}, 1)
                        .explanation;
  CHECK(text.substr(0, text.find("host=\"h")) ==
        "app_calls_total{host=\"rack-1\",op=\"delete_nodes\"} is not in the snapshot; expected 1; "
        "its family has\n"
        "  app_calls_total{host=\"rack-1\",op=\"delete_nodes\",zone=\"b\"} 3\n"
        "  app_calls_total{host=\"rack-1\",op=\"up\"} 1\n"
        "  app_calls_total{host=\"rack-1\"} 2\n"
        "  app_calls_total{");
}

TEST_CASE("has_value shows no more than ten series of a family") {
  std::vector<std::pair<std::string, double>> groups;
  for (int i = 10; i < 40; ++i) groups.emplace_back("g" + std::to_string(i), 0);
  const auto text = has_value(Snapshot({moves(groups)}), moves_of("g1"), 0).explanation;
  CHECK(text.substr(text.rfind('\n')) == "\n  and 20 more");
}

TEST_CASE("has_value shows families of similar names if there is none of that name") {
  const Snapshot seen({moves({{"a", 1}, {"b", 1}}), nodes(1), sizes(1, 0, 0, 0.5)});
  CHECK(has_value(seen, {"app_node"}, 1).explanation ==
        "app_node is not in the snapshot; expected 1; no series of that family exists "
        "(with open labels there is none before its first use); similar names\n"
        "  app_nodes\n"
        "  app_size\n"
        "  app_moves_total");
  CHECK(has_value(Snapshot({{"app_idle", "", {}, {}}}), {"app_idle"}, 1).explanation ==
        "app_idle is not in the snapshot; expected 1; there are no series at all");
  CHECK(has_value(Snapshot(), nodes_series, 1).explanation ==
        "app_nodes is not in the snapshot; expected 1; there are no series at all");
}

TEST_CASE("has_value says of which histogram a series is a sample") {
  const Snapshot seen({nodes(1), sizes(1, 0, 0, 0.5), waits(2)});
  const std::string is_sample =
      "; that is a sample of the histogram app_size: CountIs and SumWithin look at it\n"
      "  app_size count 1 sum 0.5 le=1:1 le=5:1 le=+Inf:1";
  CHECK(has_value(seen, {"app_size_count"}, 1).explanation ==
        "app_size_count is not in the snapshot; expected 1" + is_sample);
  CHECK(has_value(seen, {"app_size_sum"}, 1).explanation ==
        "app_size_sum is not in the snapshot; expected 1" + is_sample);
  CHECK(has_value(seen, {"app_size_bucket", {{"le", "5"}}}, 1).explanation ==
        "app_size_bucket{le=\"5\"} is not in the snapshot; expected 1" + is_sample);
  CHECK(has_value(seen, {"app_wait_sum"}, 1).explanation ==
        "app_wait_sum is not in the snapshot; expected 1; that is a sample of the summary "
        "app_wait: CountIs and SumWithin look at it\n"
        "  app_wait count 2 sum 1.5");
  for (const auto* none : {"app_wait_bucket", "app_nodes_count", "app_sizes_count", "_count"}) {
    CHECK(has_value(seen, {none}, 1).explanation.find("is a sample of") == std::string::npos);
  }
}

TEST_CASE("of the histogram of which a series is a sample, the nearest series comes first") {
  const auto size = [](const std::string& way) {
    return isometric::SeriesSnapshot{{{"way", way}}, sizes(1, 0, 0, 0.5).series[0].value};
  };
  const Snapshot seen(
      {{"app_size", "", MetricType::histogram, {size("down"), size("left"), size("up")}}});
  const auto text =
      has_value(seen, {"app_size_bucket", {{"way", "up"}, {"le", "1"}}}, 1).explanation;
  CHECK(text.find("\n  app_size{way=\"up\"}") == text.find('\n'));
}

TEST_CASE("the search for near misses ends soon, however long the label values are") {
  const std::string large(1 << 20, 'x');
  const Snapshot seen({moves({{large + "1", 1}, {large + "2", 1}})});
  CHECK_FALSE(has_value(seen, moves_of(large), 1));
}

TEST_CASE("at_least and at_most hold for the bound, too") {
  const Snapshot seen({moves({{"a", 3}}), nodes(not_a_number)});
  CHECK(at_least(seen, moves_of("a"), 3));
  CHECK(at_most(seen, moves_of("a"), 3));
  CHECK(at_least(seen, moves_of("a"), -infinity));
  CHECK(at_most(seen, moves_of("a"), 3.5));
  CHECK_FALSE(at_least(seen, moves_of("a"), 3.5));
  CHECK_FALSE(at_most(seen, moves_of("a"), 2));
  CHECK_FALSE(at_least(seen, nodes_series, -infinity));
  CHECK_FALSE(at_most(seen, nodes_series, infinity));
}

TEST_CASE("at_least and at_most say what there is instead") {
  const Snapshot seen({nodes(3), waits(2)});
  CHECK(at_least(seen, nodes_series, 4).explanation == "app_nodes is 3, expected at least 4");
  CHECK(at_most(seen, nodes_series, 2).explanation == "app_nodes is 3, expected at most 2");
  CHECK(at_most(seen, {"app_wait"}, 2).explanation ==
        "app_wait is count 2 sum 1.5, expected at most 2; it is a summary: CountIs and SumWithin "
        "look at it");
  CHECK(at_least(seen, {"app_noses"}, 0).explanation ==
        "app_noses is not in the snapshot; expected at least 0; no series of that family exists "
        "(with open labels there is none before its first use); similar names\n"
        "  app_nodes\n"
        "  app_wait");
  CHECK_FALSE(at_most(seen, {"app_noses"}, 5));
}

TEST_CASE("within holds up to the tolerance, on either side") {
  const Snapshot seen({nodes(3)});
  CHECK(within(seen, nodes_series, 3, 0));
  CHECK(within(seen, nodes_series, 2.5, 0.5));
  CHECK(within(seen, nodes_series, 3.5, 0.5));
  CHECK_FALSE(within(seen, nodes_series, 2.4, 0.5));
  CHECK_FALSE(within(seen, nodes_series, 3.6, 0.5));
  CHECK_FALSE(within(Snapshot({nodes(not_a_number)}), nodes_series, 3, 1e300));
  CHECK_FALSE(within(Snapshot({nodes(infinity)}), nodes_series, 3, 1e300));
  CHECK(within(seen, nodes_series, 2, 0.25).explanation == "app_nodes is 3, expected 2 +- 0.25");
}

TEST_CASE("a bound or tolerance that nothing or everything is within is refused") {
  const Snapshot seen({nodes(3)});
  using Refused = std::invalid_argument;
  CHECK_THROWS_AS(at_least(seen, nodes_series, not_a_number), Refused);
  CHECK_THROWS_AS(at_most(seen, nodes_series, not_a_number), Refused);
  CHECK_THROWS_AS(within(seen, nodes_series, 3, -0.1), Refused);
  CHECK_THROWS_AS(within(seen, nodes_series, 3, infinity), Refused);
  CHECK_THROWS_AS(within(seen, nodes_series, 3, not_a_number), Refused);
  CHECK_THROWS_AS(within(seen, nodes_series, infinity, 1), Refused);
  CHECK_THROWS_AS(within(seen, nodes_series, not_a_number, 1), Refused);
  CHECK_THROWS_WITH(within(seen, nodes_series, 3, -0.1),
                    "isometric: Within takes a finite value and a finite tolerance of 0 or more");
}

TEST_CASE("a series that is absent is not zero, and one that is zero is not absent") {
  const Snapshot seen({moves({{"zero", 0}, {"one", 1}}), sizes(0, 0, 0, 0), waits(0)});
  CHECK(zero(seen, moves_of("zero")));
  CHECK(zero(seen, {"app_size"}));
  CHECK(zero(seen, {"app_wait"}));
  CHECK(absent(seen, moves_of("two")));
  CHECK(absent(seen, {"app_moves_total"}));
  CHECK(absent(Snapshot(), moves_of("zero")));
  CHECK(zero(seen, moves_of("one")).explanation ==
        "app_moves_total{group=\"one\"} is 1, expected 0");
  CHECK(zero(seen, moves_of("two")).explanation ==
        "app_moves_total{group=\"two\"} is not in the snapshot; expected 0; its family has\n"
        "  app_moves_total{group=\"one\"} 1\n"
        "  app_moves_total{group=\"zero\"} 0");
  CHECK(absent(seen, moves_of("zero")).explanation ==
        "app_moves_total{group=\"zero\"} is 0, expected to be absent");
  CHECK(absent(seen, {"app_size"}).explanation ==
        "app_size is count 0 sum 0 le=1:0 le=5:0 le=+Inf:0, expected to be absent");
}

TEST_CASE("zero is about what was observed, whatever its sum") {
  CHECK_FALSE(zero(Snapshot({sizes(1, 0, 0, 0)}), {"app_size"}));
  CHECK_FALSE(zero(Snapshot({waits(1)}), {"app_wait"}));
  CHECK(zero(Snapshot({nodes(-0.0)}), nodes_series));
  CHECK(zero(Snapshot({waits(1)}), {"app_wait"}).explanation ==
        "app_wait is count 1 sum 1.5, expected count 0");
}

TEST_CASE("a text of a whole series is not taken for the name of a family") {
  const Snapshot seen({moves({{"a", 3}})});
  const isometric::SeriesSelector text("app_moves_total{group=\"a\"}");
  CHECK_THROWS_AS(absent(seen, text), std::invalid_argument);
  CHECK_THROWS_AS(at_least(seen, text, 3), std::invalid_argument);
  CHECK_THROWS_AS(at_most(seen, text, 3), std::invalid_argument);
  CHECK_THROWS_AS(within(seen, text, 3, 0), std::invalid_argument);
  CHECK_THROWS_AS(zero(seen, text), std::invalid_argument);
  CHECK_THROWS_AS(max_series(seen, text.family(), 1), std::invalid_argument);
  CHECK_THROWS_WITH(has_value(seen, text, 3),
                    "isometric: a family's name has no other characters than letters, digits, '_' "
                    "and ':'; series(\"x_total{a=\\\"b\\\"}\") reads a selector");
  CHECK_THROWS_AS(series_count(seen, "app_moves_total{group=\"a\"}", 0), std::invalid_argument);
  CHECK_THROWS_AS(absent(seen, {""}), std::invalid_argument);
}

TEST_CASE("series_count counts the series of one family") {
  const Snapshot seen({moves({{"a", 3}, {"b", 0}}), nodes(1)});
  CHECK(series_count(seen, "app_moves_total", 2));
  CHECK(series_count(seen, "app_nodes", 1));
  CHECK(series_count(seen, "app_size", 0));
  CHECK(series_count(seen, "app_moves_total", 1).explanation ==
        "app_moves_total has 2 series, expected 1\n"
        "  app_moves_total{group=\"a\"}\n"
        "  app_moves_total{group=\"b\"}");
  CHECK(series_count(seen, "app_noses", 1).explanation ==
        "app_noses has 0 series, expected 1; no series of that family exists "
        "(with open labels there is none before its first use); similar names\n"
        "  app_nodes\n"
        "  app_moves_total");
}

TEST_CASE("max_series bounds a family that exists") {
  const Snapshot seen({moves({{"a", 3}, {"b", 0}}), nodes(1)});
  CHECK(max_series(seen, "app_moves_total", 2));
  CHECK(max_series(seen, "app_moves_total", 3));
  CHECK(max_series(seen, "app_moves_total", 1).explanation ==
        "app_moves_total has 2 series, expected 1 to 1\n"
        "  app_moves_total{group=\"a\"}\n"
        "  app_moves_total{group=\"b\"}");
  CHECK(max_series(seen, "app_noses", 7).explanation ==
        "app_noses has 0 series, expected 1 to 7; no series of that family exists "
        "(with open labels there is none before its first use); similar names\n"
        "  app_nodes\n"
        "  app_moves_total");
  CHECK_THROWS_AS(max_series(seen, "app_nodes", 0), std::invalid_argument);
}

TEST_CASE("max_series bounds all families together, and names the biggest") {
  const Snapshot seen({nodes(1), moves({{"a", 3}, {"b", 0}}), sizes(1, 1, 1, 1)});
  CHECK(max_series(seen, 4));
  CHECK(max_series(Snapshot(), 0));
  CHECK(max_series(seen, 3).explanation ==
        "there are 4 series, expected at most 3; the biggest families\n"
        "  app_moves_total 2\n"
        "  app_nodes 1\n"
        "  app_size 1");
}
