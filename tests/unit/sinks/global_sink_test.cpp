#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <memory>
#include <string>
#include <type_traits>

// All tests here share the registry of the process: each uses names of its own, and looks at
// differences, so that the order in which they run does not matter.

using namespace test_support;
using isometric::Counter;
using isometric::Gauge;
using isometric::GlobalSink;
using isometric::Histogram;
using isometric::RegistryOptions;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::ConflictsOn;
using isometric::testing::HasValue;
using isometric::testing::IncreasedBy;
using isometric::testing::OnlyChanged;

TEST_CASE("the global sink is an empty type, a sink and a source") {
  STATIC_REQUIRE(std::is_empty_v<GlobalSink>);
  STATIC_REQUIRE(isometric::MetricsSink<GlobalSink>);
  STATIC_REQUIRE(isometric::CollectableSource<GlobalSink>);
}

TEST_CASE("a global instrument keeps no owner, and is smaller than one that does") {
  STATIC_REQUIRE(sizeof(Counter<GlobalSink, Group>) < sizeof(Counter<RegistrySink, Group>));
}

TEST_CASE("all global sinks, and the global value, are one sink", "[global_registry]") {
  const Counter<GlobalSink, Group> one(GlobalSink{}, "global_test_moves_total", "Moves.");
  const Counter<GlobalSink, Group> other(GlobalSink{}, "global_test_moves_total", "Moves.");
  const Counter<RegistrySink, Group> value(RegistrySink::global(), "global_test_moves_total",
                                           "Moves.");
  const auto before = snapshot(GlobalSink{});
  one.labels("a").inc();
  other.labels("a").inc();
  value.labels("a").inc();
  CHECK_THAT(snapshot(GlobalSink{}) - before, OnlyChanged(one.series("a"), 3));
  CHECK_THAT(snapshot(RegistrySink::global()) - before, OnlyChanged(value.series("a"), 3));
  CHECK(GlobalSink{}.collectable() == RegistrySink::global().collectable());
  CHECK(GlobalSink{}.registry().get() == RegistrySink::global().registry().get());
}

TEST_CASE("handles of the global registry are valid when instrument and sink are gone",
          "[global_registry]") {
  const auto before = snapshot(GlobalSink{});
  const auto handle = [] {
    const Gauge<GlobalSink, Group> nodes(GlobalSink{}, "global_test_lasting_nodes", "Nodes.");
    return nodes.labels("a");
  }();
  handle.inc(4);
  CHECK_THAT(snapshot(GlobalSink{}) - before,
             OnlyChanged({"global_test_lasting_nodes", {{"group", "a"}}}, 4));
}

TEST_CASE("other help on the global registry is counted, and another type is a conflict",
          "[global_registry]") {
  const Gauge<GlobalSink> nodes(GlobalSink{}, "global_test_nodes", "Nodes.");
  const auto before = snapshot(GlobalSink{});
  const Gauge<GlobalSink> other_help(GlobalSink{}, "global_test_nodes", "All nodes.");
  CHECK_THAT(snapshot(GlobalSink{}) - before,
             OnlyChanged(
                 {"isometric_description_mismatches_total", {{"family", "global_test_nodes"}}}, 1));
  const auto conflict = conflict_of(
      [] { const Histogram<GlobalSink> sizes(GlobalSink{}, "global_test_nodes", "Nodes."); });
  CHECK(conflict.field() == isometric::Field::type);
  CHECK_FALSE(conflict.existing_site().empty());
}

TEST_CASE("strictness is a matter of the sink that declares, not of the registry",
          "[global_registry]") {
  const Gauge<GlobalSink> nodes(GlobalSink{}, "global_test_strict_nodes", "Nodes.");
  const auto strict = RegistrySink::global(RegistryOptions{.strict = true});
  CHECK_THROWS_MATCHES(Gauge<RegistrySink>(strict, "global_test_strict_nodes", "All nodes."),
                       isometric::RegistrationConflict,
                       ConflictsOn(isometric::Field::help, {.requested = "'All nodes.'"}));
}

TEST_CASE("many threads use a global family for the first time, and get one", "[global_registry]") {
  const auto before = snapshot(GlobalSink{});
  in_threads(8, [](std::size_t) {
    const Counter<GlobalSink, Group, Way> moves(GlobalSink{}, "global_test_races_total", "Moves.");
    for (int i = 0; i < 100; ++i) moves.labels(std::to_string(i % 10), Direction::up).inc();
  });
  const auto delta = snapshot(GlobalSink{}) - before;
  for (int i = 0; i < 10; ++i) {
    CHECK_THAT(delta, IncreasedBy({"global_test_races_total",
                                   {{"direction", "up"}, {"group", std::to_string(i)}}},
                                  80));
  }
}

TEST_CASE("the global registry's page is valid", "[global_registry]") {
  const Counter<GlobalSink, Group> moves(GlobalSink{}, "global_test_strange_total", "N\no\\te.");
  moves.labels("a\n\"b\"\\").inc();
  if (!has_promtool()) return;
  const auto run = promtool_check(page_of(*GlobalSink{}.collectable()));
  CAPTURE(run.output);
  CHECK(run.exit_code != 1);
}
