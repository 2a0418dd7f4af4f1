#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"
#include "support/snapshots.hpp"

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/testing/catch2/change_matchers.hpp>
#include <isometric/testing/changes.hpp>

#include <optional>
#include <sstream>
#include <string>
#include <type_traits>

using namespace isometric::testing;
using namespace test_support;
using isometric::RegistrySink;
using isometric::Snapshot;
using isometric::SourceLocation;

namespace {

/// A source that is no sink: its copies are others.
struct Reading {
  Snapshot now;
  Snapshot snapshot() const { return now; }
};

std::string changes_text(const Changes& changes) {
  std::ostringstream text;
  text << changes;
  return text.str();
}

}  // namespace

TEST_CASE("changes are those since the block began, each time it is asked") {
  const MeasuredServer server;
  server.nodes.set(5);
  const Changes changes(server.sink);
  CHECK_THAT(changes, NothingChanged());
  server.nodes.set(7);
  CHECK_THAT(changes, OnlyChanged(server.nodes.series(), +2));
  server.moves.labels("a", Direction::up).inc();
  CHECK_THAT(changes, OnlyChanged(server.nodes.series(), server.moves.series("a", Direction::up)));
  CHECK(changes.delta().changes().size() == 2);
  CHECK(
      only_changed(changes, {{server.nodes.series()}, {server.moves.series("a", Direction::up)}}));
}

TEST_CASE("changes of several blocks do not disturb one another") {
  const MeasuredServer server;
  const Changes all(server.sink);
  {
    const Changes changes(server.sink);
    server.nodes.set(1);
    CHECK_THAT(changes, OnlyChanged(server.nodes.series(), +1));
  }
  {
    const Changes changes(server.sink);
    server.nodes.set(3);
    CHECK_THAT(changes, OnlyChanged(server.nodes.series(), +2));
  }
  CHECK_THAT(all, OnlyChanged(server.nodes.series(), +3));
}

TEST_CASE("changes keep a copy of the sink, which is the same sink") {
  std::optional<MeasuredServer> server(std::in_place);
  const auto nodes = server->nodes.series();
  const Changes changes(RegistrySink(server->sink));  // a temporary
  server->nodes.set(1);
  server.reset();
  CHECK_THAT(changes, OnlyChanged(nodes, +1));
}

TEST_CASE("changes refer to a source that is no sink, whose copies are others") {
  Reading reading{Snapshot({nodes(1)})};
  const Changes changes(reading);
  reading.now = Snapshot({nodes(4)});
  CHECK_THAT(changes, OnlyChanged(nodes_series, +3));
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Changes, Reading>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Changes, const Reading>);
  STATIC_REQUIRE(std::is_constructible_v<Changes, RegistrySink>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<Changes, int>);
}

TEST_CASE("changes of the global registry are those of the block, whatever ran before",
          "[global_registry]") {
  const isometric::Counter<isometric::GlobalSink> calls{isometric::GlobalSink{},
                                                        "changes_test_calls_total", "Calls."};
  calls.inc(7);
  const Changes changes{isometric::GlobalSink{}};
  calls.inc(2);
  CHECK_THAT(changes, OnlyChanged(calls.series(), +2));
}

TEST_CASE("changes print themselves, and the line since which") {
  const MeasuredServer server;
  const auto begin = SourceLocation::current();
  const Changes changes(server.sink);
  CHECK(changes.since().line == begin.line + 1);
  CHECK(std::string(changes.since().file) == begin.file);
  const std::string since = " since changes_test.cpp:" + std::to_string(begin.line + 1);
  CHECK(changes_text(changes) == "nothing changed" + since);
  server.nodes.set(3);
  CHECK(changes_text(changes) == "1 series changed" + since + "\n  app_nodes 0 -> 3 (+3)");
  CHECK(Catch::Detail::stringify(changes) == changes_text(changes));
  CHECK(complaint(NothingChanged(), changes) ==
        "\nshould not have changed\n  app_nodes 0 -> 3 (+3)");
}

TEST_CASE("changes name a file without its folders") {
  const Reading reading;
  CHECK(changes_text(Changes(reading, SourceLocation{"a/b/c.cpp", 7})) ==
        "nothing changed since c.cpp:7");
  CHECK(changes_text(Changes(reading, SourceLocation{"c.cpp", 7})) ==
        "nothing changed since c.cpp:7");
}
