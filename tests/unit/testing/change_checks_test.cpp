#include "support/catch.hpp"
#include "support/snapshots.hpp"

#include <isometric/testing/change_checks.hpp>

#include <string>

// The checks of a delta, and word by word what they say when they do not hold.

using namespace test_support;
using isometric::SeriesSelector;
using isometric::Snapshot;
using isometric::testing::increased_by;
using isometric::testing::only_changed;

TEST_CASE("increased_by holds for the amount, whatever else changed") {
  const Snapshot before({moves({{"a", 1}, {"b", 1}}), nodes(7), sizes(1, 0, 0, 0.5)});
  const Snapshot after({moves({{"a", 3}, {"b", 1}, {"c", 5}}), nodes(4), sizes(4, 0, 0, 0.5)});
  const auto delta = after - before;
  CHECK(increased_by(delta, moves_of("a"), 2));
  CHECK(increased_by(delta, moves_of("b"), 0));
  CHECK(increased_by(delta, moves_of("c"), 5));
  CHECK(increased_by(delta, nodes_series, -3));
  CHECK(increased_by(delta, {"app_size"}, 3));
  CHECK_FALSE(increased_by(delta, moves_of("a"), 1));
  CHECK_FALSE(increased_by(delta, moves_of("a"), -2));
  CHECK_FALSE(increased_by(delta, moves_of("d"), 0));
}

TEST_CASE("increased_by says what happened instead") {
  const auto delta = Snapshot({moves({{"a", 3}}), nodes(1)}) - Snapshot({moves({{"a", 1}})});
  CHECK(increased_by(delta, moves_of("a"), 1).explanation ==
        "expected app_moves_total{group=\"a\"} to increase by +1, but: "
        "app_moves_total{group=\"a\"} 1 -> 3 (+2)");
  CHECK(increased_by(delta, moves_of("b"), -1).explanation ==
        "expected app_moves_total{group=\"b\"} to increase by -1, but it does not exist; "
        "its family has\n  app_moves_total{group=\"a\"} 1 -> 3 (+2)");
  const auto gone = Snapshot() - Snapshot({nodes(1)});
  CHECK(increased_by(gone, nodes_series, -1).explanation ==
        "expected app_nodes to increase by -1, but: app_nodes 1 -> absent (-1)");
}

TEST_CASE("amounts are sums of doubles: what only rounding tells apart is equal") {
  CHECK(increased_by(Snapshot({nodes(0.3)}) - Snapshot({nodes(0.1)}), nodes_series, 0.2));
  double sum = 0;
  for (int i = 0; i < 1000; ++i) sum += 0.1;
  CHECK(increased_by(Snapshot({nodes(sum)}) - Snapshot(), nodes_series, 100));
  CHECK_FALSE(increased_by(Snapshot({nodes(0.3)}) - Snapshot({nodes(0.1)}), nodes_series, 0.2001));
}

TEST_CASE("whole numbers are compared exactly, however large the counter is") {
  const auto delta = Snapshot({nodes(1e15 + 5)}) - Snapshot({nodes(1e15)});
  CHECK(increased_by(delta, nodes_series, 5));
  CHECK_FALSE(increased_by(delta, nodes_series, 4));
  CHECK_FALSE(increased_by(delta, nodes_series, 6));
  CHECK_FALSE(increased_by(delta, nodes_series, 0));
}

TEST_CASE("infinity is no amount that anything is close to") {
  const auto delta = Snapshot({nodes(infinity)}) - Snapshot({nodes(1)});
  CHECK(increased_by(delta, nodes_series, infinity));
  CHECK_FALSE(increased_by(delta, nodes_series, 1));
  CHECK_FALSE(increased_by(delta, nodes_series, -infinity));
  CHECK_FALSE(increased_by(Snapshot({nodes(5)}) - Snapshot({nodes(1)}), nodes_series, infinity));
  CHECK_FALSE(only_changed(delta, {{nodes_series, 3.0}}));
}

TEST_CASE("only_changed holds if these and no others changed") {
  const Snapshot before({moves({{"a", 1}, {"b", 1}}), sizes(1, 0, 0, 0.5)});
  const Snapshot after({moves({{"a", 3}, {"b", 1}, {"new", 0}}), sizes(4, 0, 0, 0.5)});
  const auto delta = after - before;
  CHECK(only_changed(delta, {{moves_of("a"), 2.0}, {{"app_size"}, 3.0}}));
  CHECK(only_changed(delta, {{{"app_size"}}, {moves_of("a")}}));
  CHECK(only_changed(delta, {{moves_of("a"), 2.0}, {{"app_size"}}, {moves_of("b"), 0.0}}));
  CHECK_FALSE(only_changed(delta, {{moves_of("a"), 2.0}}));
  CHECK_FALSE(only_changed(delta, {{moves_of("a"), 1.0}, {{"app_size"}, 3.0}}));
  CHECK_FALSE(only_changed(delta, {{moves_of("a"), 2.0}, {{"app_size"}}, {moves_of("b")}}));
  CHECK_FALSE(only_changed(delta, {}));
  CHECK(only_changed(before - before, {}));
}

TEST_CASE("only_changed says all that is wrong at once") {
  const auto delta = Snapshot({moves({{"a", 3}, {"b", 1}}), nodes(2)}) -
                     Snapshot({moves({{"a", 1}, {"b", 1}}), nodes(1)});
  CHECK(only_changed(delta, {{moves_of("a"), 1.0}, {moves_of("b")}, {moves_of("c"), 1.0}})
            .explanation ==
        "expected +1, but: app_moves_total{group=\"a\"} 1 -> 3 (+2)\n"
        "should have changed: app_moves_total{group=\"b\"} 1 -> 1 (+0)\n"
        "app_moves_total{group=\"c\"} should have changed, but does not exist; its family has\n"
        "  app_moves_total{group=\"a\"} 1 -> 3 (+2)\n"
        "  app_moves_total{group=\"b\"} 1 -> 1 (+0)\n"
        "should not have changed: app_nodes 1 -> 2 (+1)");
}
