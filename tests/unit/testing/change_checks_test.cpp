#include "support/catch.hpp"
#include "support/snapshots.hpp"

#include <isometric/testing/change_checks.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// The checks of a delta, and word by word what they say when they do not hold.

using namespace isometric::testing;
using namespace test_support;
using isometric::Snapshot;

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
        "app_moves_total{group=\"a\"} 1 -> 3 (+2)\n"
        "what else changed\n"
        "  app_nodes absent -> 1 (+1)");
  CHECK(increased_by(delta, moves_of("b"), -1).explanation ==
        "expected app_moves_total{group=\"b\"} to increase by -1, but it does not exist; "
        "its family has\n"
        "  app_moves_total{group=\"a\"} 1 -> 3 (+2)\n"
        "what else changed\n"
        "  app_moves_total{group=\"a\"} 1 -> 3 (+2)\n"
        "  app_nodes absent -> 1 (+1)");
  const auto gone = Snapshot() - Snapshot({nodes(1)});
  CHECK(increased_by(gone, nodes_series, -1).explanation ==
        "expected app_nodes to increase by -1, but it is gone: app_nodes 1 -> absent (-1)\n"
        "nothing else changed");
}

TEST_CASE("of what else changed, the family comes first, and no more than ten lines") {
  std::vector<std::pair<std::string, double>> groups;
  for (int i = 10; i < 30; ++i) groups.emplace_back("g" + std::to_string(i), 1);
  const Snapshot seen({{"app_idle", "", isometric::MetricType::gauge, {{{}, 1.0}}},
                       moves(std::move(groups)),
                       nodes(2)});
  const auto text = increased_by(seen, moves_of("g11"), 7).explanation;
  const auto list = text.substr(text.find("\nwhat else changed"));
  CHECK(
      list.starts_with("\nwhat else changed\n  app_moves_total{group=\"g10\"} absent -> 1 (+1)\n"
                       "  app_moves_total{group=\"g12\"} absent"));
  CHECK(list.ends_with("\n  app_moves_total{group=\"g20\"} absent -> 1 (+1)\n  and 11 more"));
  CHECK(increased_by(seen, nodes_series, 7).explanation.find("app_idle") != std::string::npos);
}

TEST_CASE("decreased_by holds for a fall by the amount, whatever else changed") {
  const auto delta = Snapshot({moves({{"a", 3}}), nodes(4)}) -
                     Snapshot({moves({{"a", 1}, {"gone", 2}}), nodes(7)});
  CHECK(decreased_by(delta, nodes_series, 3));
  CHECK(decreased_by(Snapshot({nodes(1)}) - Snapshot({nodes(1)}), nodes_series, 0));
  CHECK_FALSE(decreased_by(delta, moves_of("a"), 2));
  CHECK_FALSE(decreased_by(delta, moves_of("gone"), 2));
  CHECK_FALSE(decreased_by(delta, moves_of("b"), 0));
  CHECK(decreased_by(delta, nodes_series, 2).explanation ==
        "expected app_nodes to decrease by 2, but: app_nodes 7 -> 4 (-3)\n"
        "what else changed\n"
        "  app_moves_total{group=\"a\"} 1 -> 3 (+2)\n"
        "  app_moves_total{group=\"gone\"} 2 -> absent (-2)");
}

TEST_CASE("an amount that is none, or a fall that is an increase, is refused") {
  const auto delta = Snapshot({nodes(not_a_number)}) - Snapshot({nodes(not_a_number)});
  CHECK_THROWS_WITH(increased_by(delta, nodes_series, not_a_number),
                    "isometric: IncreasedBy takes a number, not NaN");
  CHECK_THROWS_WITH(only_changed(delta, {{nodes_series, not_a_number}}),
                    "isometric: OnlyChanged takes amounts that are numbers, not NaN");
  using Refused = std::invalid_argument;
  CHECK_THROWS_AS(decreased_by(delta, nodes_series, not_a_number), Refused);
  const auto rose = Snapshot({nodes(2)}) - Snapshot({nodes(1)});
  CHECK_THROWS_AS(decreased_by(rose, nodes_series, -1), Refused);
  CHECK_THROWS_WITH(
      decreased_by(rose, {"app_node"}, -1),
      "isometric: DecreasedBy takes an amount of 0 or more; IncreasedBy takes others");
}

TEST_CASE("a text of a whole series is not taken for the name of a family that changes") {
  const auto delta = Snapshot({moves({{"a", 3}})}) - Snapshot({moves({{"a", 1}})});
  const isometric::SeriesSelector text("app_moves_total{group=\"a\"}");
  using Refused = std::invalid_argument;
  CHECK_THROWS_AS(increased_by(delta, text, 2), Refused);
  CHECK_THROWS_AS(decreased_by(delta, text, 2), Refused);
  CHECK_THROWS_AS(unchanged(delta, text), Refused);
  CHECK_THROWS_AS(only_changed(delta, {{text, 2.0}}), Refused);
}

TEST_CASE("unchanged holds for a series that is there and told nothing new") {
  const auto delta = Snapshot({moves({{"a", 3}, {"new", 0}}), nodes(not_a_number)}) -
                     Snapshot({moves({{"a", 3}}), nodes(not_a_number)});
  CHECK(unchanged(delta, moves_of("a")));
  CHECK(unchanged(delta, moves_of("new")));
  CHECK(unchanged(delta, nodes_series));
}

TEST_CASE("unchanged does not hold for a series that is misspelt") {
  const auto delta = Snapshot({nodes(1)}) - Snapshot({nodes(1)});
  CHECK(unchanged(delta, {"app_node"}).explanation ==
        "expected app_node not to change, but it does not exist; no series of that family exists "
        "(with open labels there is none before its first use); similar names\n"
        "  app_nodes\n"
        "nothing else changed");
}

TEST_CASE("a series that is gone has changed, though it was 0") {
  const auto gone = Snapshot() - Snapshot({nodes(0)});
  CHECK(unchanged(gone, nodes_series).explanation ==
        "expected app_nodes not to change, but it is gone: app_nodes 0 -> absent (+0)\n"
        "nothing else changed");
  CHECK(nothing_changed(gone).explanation ==
        "should not have changed\n  app_nodes 0 -> absent (+0)");
  CHECK(only_changed(gone, {{nodes_series}}));
  CHECK_FALSE(unchanged(Snapshot() - Snapshot({nodes(not_a_number)}), nodes_series));
}

TEST_CASE("increased_by says of which histogram a series is a sample") {
  const auto delta = Snapshot({sizes(2, 0, 0, 1)}) - Snapshot({sizes(1, 0, 0, 0.5)});
  CHECK(increased_by(delta, {"app_size_count"}, 1)
            .explanation.starts_with(
                "expected app_size_count to increase by +1, but it does not exist; that is a "
                "sample of the histogram app_size: CountIs and SumWithin look at it\n"
                "  app_size count 1 -> 2, "));
}

TEST_CASE("unchanged tells what happened") {
  const Snapshot before({nodes(1), sizes(1, 0, 0, 0.5)});
  const Snapshot after({nodes(1), sizes(0, 1, 0, 0.5)});
  CHECK(unchanged(after - before, {"app_size"}).explanation ==
        "expected app_size not to change, but: "
        "app_size count 1 -> 1, sum 0.5 -> 0.5 (+0), le=1 -1, le=5 +1 (+0)\n"
        "nothing else changed");
  CHECK_FALSE(unchanged(Snapshot() - before, nodes_series));
}

TEST_CASE("amounts are sums of doubles: what only rounding tells apart is equal") {
  CHECK(increased_by(Snapshot({nodes(0.3)}) - Snapshot({nodes(0.1)}), nodes_series, 0.2));
  double sum = 0;
  for (int i = 0; i < 1000; ++i) sum += 0.1;
  CHECK(increased_by(Snapshot({nodes(sum)}) - Snapshot(), nodes_series, 100));
  CHECK_FALSE(increased_by(Snapshot({nodes(0.3)}) - Snapshot({nodes(0.1)}), nodes_series, 0.2001));
}

TEST_CASE("an increase of a time is told apart from another a few microseconds away") {
  const double time = 1.7e9 + 0.5;
  const auto moved = Snapshot({nodes(time + 0.001)}) - Snapshot({nodes(time)});
  CHECK(increased_by(moved, nodes_series, 0.001));
  CHECK_FALSE(increased_by(moved, nodes_series, 0.001 + 5e-6));
  CHECK_FALSE(increased_by(moved, nodes_series, 0.001 - 5e-6));
  CHECK(increased_by(Snapshot({nodes(time)}), nodes_series, time));
  CHECK_FALSE(increased_by(Snapshot({nodes(time)}), nodes_series, time + 0.001));
}

TEST_CASE("a thousand increments of a value that was there already are one amount") {
  double sum = 1.5;
  for (int i = 0; i < 1000; ++i) sum += 0.1;
  CHECK(increased_by(Snapshot({nodes(sum)}) - Snapshot({nodes(1.5)}), nodes_series, 100));
}

TEST_CASE("a series that did not change increased by nothing, however large it is") {
  const auto still = Snapshot({nodes(1.7e9 + 0.5)}) - Snapshot({nodes(1.7e9 + 0.5)});
  CHECK(increased_by(still, nodes_series, 0));
  CHECK_FALSE(increased_by(still, nodes_series, 1e-9));
  CHECK_FALSE(only_changed(still, {{nodes_series, 1e-9}}));
  const auto nan = Snapshot({nodes(not_a_number)}) - Snapshot({nodes(not_a_number)});
  CHECK(increased_by(nan, nodes_series, 0));
}

TEST_CASE("+0 is not met by a series that changed, however little") {
  const double time = 1.7e9 + 0.5;
  for (const double change : {0.001, 1e-6}) {
    const auto moved = Snapshot({nodes(time + change)}) - Snapshot({nodes(time)});
    CHECK_FALSE(increased_by(moved, nodes_series, 0));
    CHECK_FALSE(decreased_by(moved, nodes_series, 0));
    CHECK_FALSE(only_changed(moved, {{nodes_series, 0.0}}));
  }
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

TEST_CASE("a series that is gone meets no amount, but it changed") {
  const auto gone = Snapshot() - Snapshot({nodes(3)});
  CHECK(only_changed(gone, {{nodes_series, -3.0}}).explanation ==
        "expected -3, but it is gone: app_nodes 3 -> absent (-3)");
  CHECK_FALSE(only_changed(Snapshot() - Snapshot({nodes(0)}), {{nodes_series, 0.0}}));
  CHECK(only_changed(gone, {{nodes_series}}));
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
        "should not have changed\n"
        "  app_nodes 1 -> 2 (+1)");
}

TEST_CASE("only_changed shows no more than ten series that should not have changed") {
  std::vector<std::pair<std::string, double>> groups;
  for (int i = 10; i < 30; ++i) groups.emplace_back("g" + std::to_string(i), 1);
  const auto text = only_changed(Snapshot({moves(std::move(groups))}), {}).explanation;
  CHECK(text.starts_with("should not have changed\n  app_moves_total{group=\"g10\"} absent"));
  CHECK(text.ends_with("\n  and 10 more"));
}

TEST_CASE("only_changed refuses to expect a series twice") {
  const Snapshot seen({moves({{"a", 1}, {"b", 1}})});
  CHECK_THROWS_AS(only_changed(seen, {{moves_of("a"), 1.0}, {moves_of("b")}, {moves_of("a"), 1.0}}),
                  std::invalid_argument);
  CHECK_THROWS_WITH(only_changed(seen, {{moves_of("a"), 1.0}, {moves_of("a")}}),
                    "isometric: OnlyChanged expects app_moves_total{group=\"a\"} twice");
}

TEST_CASE("only_changed does not let a misspelt series pass, whatever is expected of it") {
  const auto delta = Snapshot({nodes(1)}) - Snapshot({nodes(1)});
  CHECK_FALSE(only_changed(delta, {{{"app_node"}, 0.0}}));
  CHECK_FALSE(only_changed(delta, {{{"app_node"}}}));
}

TEST_CASE("nothing_changed holds if no series told anything new") {
  const Snapshot before({moves({{"a", 1}})});
  CHECK(nothing_changed(before - before));
  CHECK(nothing_changed(Snapshot({moves({{"a", 1}, {"new", 0}})}) - before));
  CHECK(nothing_changed(Snapshot({moves({{"a", 4}})}) - before).explanation ==
        "should not have changed\n"
        "  app_moves_total{group=\"a\"} 1 -> 4 (+3)");
}

TEST_CASE("checks of changes take the snapshot of a fresh sink") {
  const Snapshot seen({moves({{"a", 2}, {"b", 0}})});
  CHECK(increased_by(seen, moves_of("a"), 2));
  CHECK(unchanged(seen, moves_of("b")));
  CHECK(only_changed(seen, {{moves_of("a"), 2.0}}));
}
