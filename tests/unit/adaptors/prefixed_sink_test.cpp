#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/labels.hpp"

#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <memory>
#include <string>
#include <type_traits>

using namespace isometric::testing;
using namespace test_support;
using isometric::Counter;
using isometric::Gauge;
using isometric::Histogram;
using isometric::NullSink;
using isometric::PrefixedSink;
using isometric::RegistrySink;

namespace {

using Prefixed = PrefixedSink<RegistrySink>;

}  // namespace

TEST_CASE("a prefixed sink puts its prefix before names of every type") {
  const RegistrySink inner;
  const PrefixedSink sink(inner, "app_");
  const Counter<Prefixed, Group> moves(sink, "moves_total", "Moves.");
  const Gauge<Prefixed> nodes(sink, "nodes", "Nodes.");
  const Histogram<Prefixed> wait(sink, "wait_seconds", "Wait.");
  moves.labels("rack-1").inc(2);
  nodes.set(3);
  wait.observe(1);
  const auto seen = snapshot(inner);
  CHECK(seen.value({"app_moves_total", {{"group", "rack-1"}}}) == 2);
  CHECK(seen.value({"app_nodes"}) == 3);
  CHECK(seen.histogram({"app_wait_seconds"}).count == 1);
  CHECK(seen.find_family("app_wait_seconds")->unit == "seconds");
}

TEST_CASE("a prefixed sink is read as the sink inside is") {
  STATIC_REQUIRE(isometric::CollectableSource<Prefixed>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<PrefixedSink<NullSink>>);
  const PrefixedSink sink(RegistrySink{}, "app_");
  const Counter<Prefixed, Way> moves(sink, "moves_total", "Moves.");
  const auto before = snapshot(sink);
  moves.labels(Direction::up).inc();
  CHECK_THAT(snapshot(sink) - before, OnlyChanged(moves.series(Direction::up), +1));
  CHECK(sink.collectable()->Collect().size() == 1);
  CHECK(sink.scrape_source()->scrape()->families().size() == 1);
}

TEST_CASE("a prefix known at run time is kept by the sink") {
  auto text = std::make_unique<std::string>("tenant_" + std::string(100, 'a') + "_");
  const std::string copy = *text;
  const PrefixedSink sink(RegistrySink{}, isometric::checked_prefix(*text));
  text.reset();
  const Counter<Prefixed> moves(sink, "moves_total", "Moves.");
  CHECK(snapshot(sink).value({copy + "moves_total"}) == 0);
}

TEST_CASE("prefixes of nested sinks add up from the inside to the outside") {
  const RegistrySink registry;
  const PrefixedSink sink(PrefixedSink(registry, "outer_"), "inner_");
  const Counter<std::remove_const_t<decltype(sink)>> moves(sink, "moves_total", "Moves.");
  moves.inc();
  CHECK(snapshot(registry).value({"outer_inner_moves_total"}) == 1);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 1));
}

TEST_CASE("a conflict behind a prefixed sink names the family as it is registered") {
  const RegistrySink registry;
  const Counter<RegistrySink, Group> first(registry, "app_moves_total", "Moves.");
  const PrefixedSink sink(registry, "app_");
  const auto conflict =
      conflict_of([&] { const Counter<Prefixed, Zone> second(sink, "moves_total", "Moves."); });
  CHECK(conflict.metric() == "app_moves_total");
  CHECK(conflict.field() == isometric::Field::label_names);
  const Counter<Prefixed, Group> same(sink, "moves_total", "Moves.");
  same.labels("a").inc();
  CHECK_THAT(snapshot(registry), HasValue(first.series("a"), 1));
}

TEST_CASE("a prefixed sink has removable families and calls back if the sink inside does") {
  STATIC_REQUIRE(isometric::RemovableSink<Prefixed>);
  STATIC_REQUIRE(isometric::CallbackSink<Prefixed>);
  const PrefixedSink sink(RegistrySink{}, "app_");
  const Gauge<isometric::Removable<Prefixed>, Group> nodes(sink, "nodes", "Nodes.");
  nodes.labels("rack-1").set(3);
  CHECK(snapshot(sink).value({"app_nodes", {{"group", "rack-1"}}}) == 3);

  isometric::FamilyDescriptor family;
  family.type = isometric::MetricType::counter;
  family.name = "ticks_total";
  family.help = "Ticks.";
  const auto registration = sink.callback_counter(family).add({}, 0, [] { return 4.0; });
  CHECK(snapshot(sink).value({"app_ticks_total"}) == 4);
}

TEST_CASE("a prefixed sink over the null sink leaves instruments empty") {
  STATIC_REQUIRE(isometric::diagnose_sink<PrefixedSink<NullSink>>());
  STATIC_REQUIRE(std::is_empty_v<Counter<PrefixedSink<NullSink>, Group>>);
}

TEST_CASE("a handle from a prefixed sink is the inner sink's handle") {
  STATIC_REQUIRE(
      std::is_same_v<Counter<Prefixed>::handle_type, Counter<RegistrySink>::handle_type>);
}
