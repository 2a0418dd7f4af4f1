#include "support/catch.hpp"
#include "support/snapshots.hpp"

#include <isometric/testing/value_checks.hpp>

#include <string>
#include <utility>
#include <vector>

// The checks of a snapshot, and word by word what they say when they do not hold.

using namespace test_support;
using isometric::SeriesSelector;
using isometric::Snapshot;
using isometric::testing::has_value;

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
        "app_size is count 2 sum 0.5 le=1:2 le=5:2 le=+Inf:2, expected 2");
}

TEST_CASE("has_value shows the nearest series of the family, nearest first") {
  const Snapshot seen({moves({{"attic", 1}, {"rack-1", 1}, {"rack-23", 1}})});
  CHECK(has_value(seen, moves_of("rack-2"), 1).explanation ==
        "app_moves_total{group=\"rack-2\"} is not in the snapshot; expected 1; its family has\n"
        "  app_moves_total{group=\"rack-1\"}\n"
        "  app_moves_total{group=\"rack-23\"}\n"
        "  app_moves_total{group=\"attic\"}");
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
        "app_node is not in the snapshot; expected 1; there is no such family, but\n"
        "  app_nodes\n"
        "  app_size\n"
        "  app_moves_total");
  CHECK(has_value(Snapshot(), nodes_series, 1).explanation ==
        "app_nodes is not in the snapshot; expected 1; there are no series at all");
}

TEST_CASE("the search for near misses ends soon, however long the label values are") {
  const std::string large(1 << 20, 'x');
  const Snapshot seen({moves({{large + "1", 1}, {large + "2", 1}})});
  CHECK_FALSE(has_value(seen, moves_of(large), 1));
}
