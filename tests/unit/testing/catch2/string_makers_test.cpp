#include "support/catch.hpp"

#include <isometric/description/metric_type.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/catch2/string_makers.hpp>
#include <isometric/testing/changes.hpp>

#include <string>

using isometric::FamilySnapshot;
using isometric::Snapshot;

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
  CHECK(Catch::Detail::stringify(changes).starts_with("nothing changed since string_makers_test"));
  source.series = 200;
  CHECK(Catch::Detail::stringify(changes).ends_with("\nand 161 more lines"));
}
