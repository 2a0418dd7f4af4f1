#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/binding.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/in_flight.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

using namespace test_support;
using isometric::Counter;
using isometric::Gauge;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;

namespace {

using Moves = Counter<RegistrySink, Zone, Way, Group, Outcome>;

struct Server {
  RegistrySink sink;
  Moves moves{sink, "app_moves_total", "Moves."};
};

isometric::SeriesSelector of_family(std::string name, std::string family) {
  return {std::move(name), {{"family", std::move(family)}}};
}

}  // namespace

TEST_CASE("a binding of all open labels leaves the closed ones") {
  const Server server;
  const auto bound = server.moves.bind(Zone{"east"}, Group{"a"});
  for (const auto way : {Direction::up, Direction::down}) {
    for (const auto result : {Result::failed, Result::none, Result::done}) {
      const auto before = snapshot(server.sink);
      bound.labels(way, result).inc();
      CHECK_THAT(snapshot(server.sink) - before,
                 OnlyChanged(server.moves.series("east", way, "a", result), +1));
    }
  }
}

TEST_CASE("a binding makes its series at once if no open label is left") {
  const Server server;
  const auto bound = server.moves.bind(Group{"a"}, Zone{"east"});
  CHECK_THAT(snapshot(server.sink),
             HasValue(server.moves.series("east", Direction::down, "a", Result::done), 0));
}

TEST_CASE("a binding makes no series as long as an open label is left") {
  const Server server;
  const auto bound = server.moves.bind(Zone{"east"});
  CHECK(snapshot(server.sink).find_family("app_moves_total") == nullptr);
}

TEST_CASE("labels are bound in any order, open ones or closed ones, and the rest keep theirs") {
  const Server server;
  const auto expected = server.moves.series("east", Direction::down, "a", Result::none);
  double value = 0;
  const auto counts = [&](const auto& handle) {
    handle.inc();
    CHECK_THAT(snapshot(server.sink), HasValue(expected, ++value));
  };
  const Zone zone{"east"};
  const Way way{Direction::down};
  const Group group{"a"};
  const Outcome outcome{Result::none};
  counts(server.moves.bind(zone).labels(Direction::down, "a", Result::none));
  counts(server.moves.bind(way).labels("east", "a", Result::none));
  counts(server.moves.bind(group).labels("east", Direction::down, Result::none));
  counts(server.moves.bind(outcome).labels("east", Direction::down, "a"));
  counts(server.moves.bind(zone, way).labels("a", Result::none));
  counts(server.moves.bind(way, zone).labels("a", Result::none));
  counts(server.moves.bind(outcome, way).labels("east", "a"));
  counts(server.moves.bind(group, outcome).labels("east", Direction::down));
  counts(server.moves.bind(group, way, zone).labels(Result::none));
  counts(server.moves.bind(outcome, group, zone).labels(Direction::down));
  counts(server.moves.bind(outcome, way, group, zone).labels());
  CHECK(snapshot(server.sink).find_family("app_moves_total")->series.size() == 6);
}

TEST_CASE("a label of an instrument whose labels are all closed can be bound") {
  const RegistrySink sink;
  const Counter<RegistrySink, Ready, Outcome, Way> moves(sink, "app_moves_total", "Moves.");
  moves.bind(Outcome{Result::done}).labels(true, Direction::down).inc();
  moves.bind(Ready{true}).labels(Result::failed, Direction::up).inc(2);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(true, Result::done, Direction::down), 1));
  CHECK_THAT(snapshot(sink), HasValue(moves.series(true, Result::failed, Direction::up), 2));
}

TEST_CASE("a binding keeps the bound texts, whatever becomes of the caller's strings") {
  const Server server;
  std::string zone = "a zone whose name is too long for a small string";
  const auto bound = server.moves.bind(Zone{zone});
  const auto expected = server.moves.series(zone, Direction::up, "a", Result::done);
  zone.assign(zone.size(), 'x');
  bound.labels(Direction::up, "a", Result::done).inc();
  CHECK_THAT(snapshot(server.sink), HasValue(expected, 1));
}

TEST_CASE("empty texts and texts with NUL are bound as they would be looked up") {
  const Server server;
  using namespace std::string_literals;
  for (const auto& zone : {""s, "a\0b"s, "\xff"s}) {
    server.moves.bind(Zone{zone}).labels(Direction::up, "a", Result::done).inc();
    CHECK_THAT(snapshot(server.sink),
               HasValue(server.moves.series(zone, Direction::up, "a", Result::done), 1));
  }
}

TEST_CASE("copies and moved-to bindings lead to the same series") {
  const Server server;
  auto bound = server.moves.bind(Zone{"east"});
  const auto copy = bound;
  auto other = server.moves.bind(Zone{"a zone whose name is too long for a small string"});
  other = bound;
  const auto& same = other;
  other = same;
  const auto moved = std::move(bound);
  for (const auto& each : {copy, other, moved}) {
    each.labels(Direction::up, "a", Result::done).inc();
  }
  CHECK_THAT(snapshot(server.sink),
             HasValue(server.moves.series("east", Direction::up, "a", Result::done), 3));
}

TEST_CASE("a binding outlives its instrument and its sink") {
  std::optional<Server> server;
  server.emplace();
  const auto collectable = server->sink.collectable();
  const auto bound = server->moves.bind(Zone{"east"}, Group{"a"});
  const auto looks_up = server->moves.bind(Zone{"east"});
  server.reset();
  bound.labels(Direction::up, Result::done).inc();
  looks_up.labels(Direction::up, "a", Result::done).inc();
  CHECK(collectable->Collect().at(0).metric.size() == 6);
}

TEST_CASE("a connection keeps a binding as a member") {
  struct Connection {
    Moves::binding_type<Zone, Group> moves;
  };
  const Server server;
  const Connection connection{server.moves.bind(Zone{"east"}, Group{"a"})};
  connection.moves.labels(Direction::up, Result::done).inc();
  STATIC_REQUIRE(std::is_same_v<decltype(connection.moves)::handle_type, Moves::handle_type>);
}

TEST_CASE("gauges and histograms bind as counters do, and a guard takes what is bound entirely") {
  const RegistrySink sink;
  const Gauge<RegistrySink, Group> level(sink, "app_level", "Level.");
  const isometric::Histogram<RegistrySink, Group, Way> size(sink, "app_size_bytes", "Size.");
  const auto level_of_a = level.bind(Group{"a"});
  {
    const isometric::InFlight in_flight{level_of_a};
    CHECK_THAT(snapshot(sink), HasValue(level.series("a"), 1));
  }
  size.bind(Group{"a"}).labels(Direction::up).observe(7);
  CHECK(snapshot(sink).histogram(size.series("a", Direction::up)).sum == 7);
}

TEST_CASE(
    "a bound value outside of its label's set is counted at every look-up and shows nowhere") {
  const Server server;
  const auto rejected = of_family("isometric_rejected_label_values_total", "app_moves_total");
  const auto bound = server.moves.bind(Zone{"east"}, Way{static_cast<Direction>(9)});
  CHECK(snapshot(server.sink).find_series(rejected) == nullptr);
  bound.labels("a", Result::done).inc();
  bound.labels("a", Result::done).inc();
  CHECK_THAT(snapshot(server.sink), HasValue(rejected, 2));
  CHECK(snapshot(server.sink).find_family("app_moves_total") == nullptr);
}

TEST_CASE("a value outside of its label's set is counted when it is given to a binding, too") {
  const Server server;
  const auto bound = server.moves.bind(Zone{"east"}, Group{"a"});
  bound.labels(static_cast<Direction>(9), Result::done).inc();
  CHECK_THAT(snapshot(server.sink),
             HasValue(of_family("isometric_rejected_label_values_total", "app_moves_total"), 1));
}

TEST_CASE("beyond the series cap a binding leads to the overflow series, redirected once") {
  const RegistrySink sink;
  const Counter<RegistrySink, Group, Way> moves(sink, "app_moves_total", "Moves.",
                                                {.max_series = 2});
  moves.labels("a", Direction::up).inc();
  const auto bound = moves.bind(Group{"b"});
  bound.labels(Direction::up).inc();
  bound.labels(Direction::up).inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("isometric_overflow", Direction::up), 2));
  CHECK_THAT(snapshot(sink),
             HasValue(of_family("isometric_redirected_lookups_total", "app_moves_total"), 1));
}

TEST_CASE("a binding makes a removed series anew, from 0") {
  const RegistrySink sink;
  const Counter<isometric::Removable<RegistrySink>, Group, Way> moves(sink, "app_moves_total",
                                                                      "Moves.");
  const auto bound = moves.bind(Group{"a"});
  bound.labels(Direction::up).inc(5);
  REQUIRE(moves.remove("a", Direction::up));
  CHECK(snapshot(sink).find_series(moves.series("a", Direction::up)) == nullptr);
  bound.labels(Direction::up).inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a", Direction::up), 1));
}

TEST_CASE("on a sink that keeps nothing, a binding is empty, and its labels are evaluated") {
  const Counter<NullSink, Zone, Way, Group> moves(NullSink{}, "app_moves_total", "Moves.");
  int evaluated = 0;
  const auto zone = [&] {
    ++evaluated;
    return std::string("east");
  };
  const auto bound = moves.bind(Zone{zone()}, Way{Direction::up});
  bound.labels("a").inc();
  CHECK(evaluated == 1);
  STATIC_REQUIRE(std::is_empty_v<decltype(bound)>);
}
