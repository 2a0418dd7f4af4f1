#include "support/catch.hpp"

#include <isometric/testing/change_checks.hpp>
#include <isometric/testing/value_checks.hpp>

#include <limits>
#include <string>
#include <vector>

// The checks, and word by word what they say when they do not hold.

using isometric::FamilySnapshot;
using isometric::HistogramSample;
using isometric::MetricType;
using isometric::SeriesSelector;
using isometric::SeriesSnapshot;
using isometric::Snapshot;
using isometric::testing::has_value;
using isometric::testing::increased_by;
using isometric::testing::only_changed;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

FamilySnapshot moves(std::vector<std::pair<std::string, double>> groups) {
  FamilySnapshot family{"app_moves_total", "Moves.", MetricType::counter, {}};
  for (auto& [group, value] : groups) {
    family.series.push_back(SeriesSnapshot{{{"group", group}}, value});
  }
  return family;
}

FamilySnapshot gauge(double value) {
  return {"app_nodes", "Nodes.", MetricType::gauge, {{{}, value}}};
}

FamilySnapshot sizes(std::uint64_t count) {
  return {"app_size",
          "Sizes.",
          MetricType::histogram,
          {{{}, HistogramSample{count, 0.5, {{1, count}, {infinity, count}}}}}};
}

SeriesSelector group(std::string value) {
  return {"app_moves_total", {{"group", std::move(value)}}};
}

const SeriesSelector nodes{"app_nodes"};

}  // namespace

TEST_CASE("has_value holds for exactly the value") {
  const Snapshot seen({moves({{"a", 3}}), gauge(0.3)});
  CHECK(has_value(seen, group("a"), 3));
  CHECK(has_value(seen, nodes, 0.3));
  CHECK_FALSE(has_value(seen, nodes, 0.1 + 0.2));
  CHECK(has_value(Snapshot({gauge(not_a_number)}), nodes, not_a_number));
  CHECK_FALSE(has_value(Snapshot({gauge(not_a_number)}), nodes, 0));
  CHECK(has_value(Snapshot({gauge(-0.0)}), nodes, 0));
  CHECK(has_value(seen, group("a"), 3).explanation.empty());
}

TEST_CASE("has_value says what there is instead") {
  const Snapshot seen({moves({{"rack-1", 3}}), sizes(2)});
  CHECK(has_value(seen, group("rack-1"), 4).explanation ==
        "app_moves_total{group=\"rack-1\"} is 3, expected 4");
  CHECK(has_value(seen, {"app_size"}, 2).explanation ==
        "app_size is count 2 sum 0.5 le=1:2 le=+Inf:2, expected 2");
}

TEST_CASE("has_value shows the nearest series of the family, nearest first") {
  const Snapshot seen({moves({{"attic", 1}, {"rack-1", 1}, {"rack-23", 1}})});
  CHECK(has_value(seen, group("rack-2"), 1).explanation ==
        "app_moves_total{group=\"rack-2\"} is not in the snapshot; expected 1; its family has\n"
        "  app_moves_total{group=\"rack-1\"}\n"
        "  app_moves_total{group=\"rack-23\"}\n"
        "  app_moves_total{group=\"attic\"}");
}

TEST_CASE("has_value shows no more than ten series of a family") {
  std::vector<std::pair<std::string, double>> groups;
  for (int i = 10; i < 40; ++i) groups.emplace_back("g" + std::to_string(i), 0);
  const auto text = has_value(Snapshot({moves(groups)}), group("g1"), 0).explanation;
  CHECK(text.substr(text.rfind('\n')) == "\n  and 20 more");
}

TEST_CASE("has_value shows families of similar names if there is none of that name") {
  const Snapshot seen({moves({{"a", 1}, {"b", 1}}), gauge(1), sizes(1)});
  CHECK(has_value(seen, {"app_node"}, 1).explanation ==
        "app_node is not in the snapshot; expected 1; there is no such family, but\n"
        "  app_nodes\n"
        "  app_size\n"
        "  app_moves_total");
  CHECK(has_value(Snapshot(), nodes, 1).explanation ==
        "app_nodes is not in the snapshot; expected 1; there are no series at all");
}

TEST_CASE("the search for near misses ends soon, however long the label values are") {
  const std::string large(1 << 20, 'x');
  const Snapshot seen({moves({{large + "1", 1}, {large + "2", 1}})});
  CHECK_FALSE(has_value(seen, group(large), 1));
}

TEST_CASE("increased_by holds for the amount, whatever else changed") {
  const Snapshot before({moves({{"a", 1}, {"b", 1}}), gauge(7), sizes(1)});
  const Snapshot after({moves({{"a", 3}, {"b", 1}, {"c", 5}}), gauge(4), sizes(4)});
  const auto delta = after - before;
  CHECK(increased_by(delta, group("a"), 2));
  CHECK(increased_by(delta, group("b"), 0));
  CHECK(increased_by(delta, group("c"), 5));
  CHECK(increased_by(delta, nodes, -3));
  CHECK(increased_by(delta, {"app_size"}, 3));
  CHECK_FALSE(increased_by(delta, group("a"), 1));
  CHECK_FALSE(increased_by(delta, group("a"), -2));
  CHECK_FALSE(increased_by(delta, group("d"), 0));
}

TEST_CASE("increased_by says what happened instead") {
  const auto delta = Snapshot({moves({{"a", 3}}), gauge(1)}) - Snapshot({moves({{"a", 1}})});
  CHECK(increased_by(delta, group("a"), 1).explanation ==
        "expected app_moves_total{group=\"a\"} to increase by +1, but: "
        "app_moves_total{group=\"a\"} 1 -> 3 (+2)");
  CHECK(increased_by(delta, group("b"), -1).explanation ==
        "expected app_moves_total{group=\"b\"} to increase by -1, but it does not exist; "
        "its family has\n  app_moves_total{group=\"a\"}");
  const auto gone = Snapshot() - Snapshot({gauge(1)});
  CHECK(increased_by(gone, nodes, -1).explanation ==
        "expected app_nodes to increase by -1, but: app_nodes 1 -> absent (-1)");
}

TEST_CASE("amounts are sums of doubles: what only rounding tells apart is equal") {
  CHECK(increased_by(Snapshot({gauge(0.3)}) - Snapshot({gauge(0.1)}), nodes, 0.2));
  double sum = 0;
  for (int i = 0; i < 1000; ++i) sum += 0.1;
  CHECK(increased_by(Snapshot({gauge(sum)}) - Snapshot(), nodes, 100));
  CHECK_FALSE(increased_by(Snapshot({gauge(0.3)}) - Snapshot({gauge(0.1)}), nodes, 0.2001));
}

TEST_CASE("whole numbers are compared exactly, however large the counter is") {
  const auto delta = Snapshot({gauge(1e15 + 5)}) - Snapshot({gauge(1e15)});
  CHECK(increased_by(delta, nodes, 5));
  CHECK_FALSE(increased_by(delta, nodes, 4));
  CHECK_FALSE(increased_by(delta, nodes, 6));
  CHECK_FALSE(increased_by(delta, nodes, 0));
}

TEST_CASE("infinity is no amount that anything is close to") {
  const auto delta = Snapshot({gauge(infinity)}) - Snapshot({gauge(1)});
  CHECK(increased_by(delta, nodes, infinity));
  CHECK_FALSE(increased_by(delta, nodes, 1));
  CHECK_FALSE(increased_by(delta, nodes, -infinity));
  CHECK_FALSE(increased_by(Snapshot({gauge(5)}) - Snapshot({gauge(1)}), nodes, infinity));
  CHECK_FALSE(only_changed(delta, {{nodes, 3.0}}));
}

TEST_CASE("only_changed holds if these and no others changed") {
  const Snapshot before({moves({{"a", 1}, {"b", 1}}), sizes(1)});
  const Snapshot after({moves({{"a", 3}, {"b", 1}, {"new", 0}}), sizes(4)});
  const auto delta = after - before;
  CHECK(only_changed(delta, {{group("a"), 2.0}, {{"app_size"}, 3.0}}));
  CHECK(only_changed(delta, {{{"app_size"}}, {group("a")}}));
  CHECK(only_changed(delta, {{group("a"), 2.0}, {{"app_size"}}, {group("b"), 0.0}}));
  CHECK_FALSE(only_changed(delta, {{group("a"), 2.0}}));
  CHECK_FALSE(only_changed(delta, {{group("a"), 1.0}, {{"app_size"}, 3.0}}));
  CHECK_FALSE(only_changed(delta, {{group("a"), 2.0}, {{"app_size"}}, {group("b")}}));
  CHECK_FALSE(only_changed(delta, {}));
  CHECK(only_changed(before - before, {}));
}

TEST_CASE("only_changed says all that is wrong at once") {
  const auto delta = Snapshot({moves({{"a", 3}, {"b", 1}}), gauge(2)}) -
                     Snapshot({moves({{"a", 1}, {"b", 1}}), gauge(1)});
  CHECK(only_changed(delta, {{group("a"), 1.0}, {group("b")}, {group("c"), 1.0}}).explanation ==
        "expected +1, but: app_moves_total{group=\"a\"} 1 -> 3 (+2)\n"
        "should have changed: app_moves_total{group=\"b\"} 1 -> 1 (+0)\n"
        "app_moves_total{group=\"c\"} should have changed, but does not exist; its family has\n"
        "  app_moves_total{group=\"a\"}\n"
        "  app_moves_total{group=\"b\"}\n"
        "should not have changed: app_nodes 1 -> 2 (+1)");
}
