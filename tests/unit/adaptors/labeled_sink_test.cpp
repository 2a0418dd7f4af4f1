#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/labels.hpp"
#include "support/text_matchers.hpp"

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
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace isometric::testing;
using namespace test_support;
using isometric::Counter;
using isometric::Gauge;
using isometric::Histogram;
using isometric::LabeledSink;
using isometric::NullSink;
using isometric::PrefixedSink;
using isometric::RegistrySink;

namespace {

using Labeled = LabeledSink<RegistrySink>;

// A sink that remembers nothing, cannot remove and cannot call back.
struct WriteOnlySink {
  auto counter(const isometric::FamilyDescriptor& family) const { return null.counter(family); }
  auto gauge(const isometric::FamilyDescriptor& family) const { return null.gauge(family); }
  auto histogram(const isometric::FamilyDescriptor& family) const { return null.histogram(family); }
  auto summary(const isometric::FamilyDescriptor& family) const { return null.summary(family); }
  NullSink null;
};

}  // namespace

TEST_CASE("a labeled sink puts its labels on families of every type") {
  const RegistrySink inner;
  const LabeledSink sink(inner, {{"zone", "eu"}, {"host", "a"}});
  const Counter<Labeled, Group> moves(sink, "app_moves_total", "Moves.");
  const Gauge<Labeled> nodes(sink, "app_nodes", "Nodes.");
  const Histogram<Labeled> sizes(sink, "app_size", "Sizes.");
  moves.labels("rack-1").inc(2);
  nodes.set(3);
  sizes.observe(1);
  const auto seen = snapshot(inner);
  CHECK(seen.value({"app_moves_total", {{"group", "rack-1"}, {"host", "a"}, {"zone", "eu"}}}) == 2);
  CHECK(seen.value({"app_nodes", {{"host", "a"}, {"zone", "eu"}}}) == 3);
  CHECK(seen.histogram({"app_size", {{"host", "a"}, {"zone", "eu"}}}).count == 1);
}

TEST_CASE("a labeled sink is read as the sink inside is") {
  STATIC_REQUIRE(isometric::CollectableSource<Labeled>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<LabeledSink<NullSink>>);
  const LabeledSink sink(RegistrySink{}, {{"zone", "eu"}});
  const Counter<Labeled, Way> moves(sink, "app_moves_total", "Moves.");
  const auto before = snapshot(sink);
  moves.labels(Direction::up).inc();
  CHECK_THAT(snapshot(sink) - before, OnlyChanged(moves.series(Direction::up), +1));
  CHECK(sink.collectable()->Collect().size() == 1);
  CHECK(sink.scrape_source()->scrape()->families().size() == 1);
  CHECK(snapshot(sink.inner()) == snapshot(sink));
}

TEST_CASE("the values of a labeled sink's labels may be any strings, and are its own") {
  auto value = std::make_unique<std::string>("\xff\"\n\\");
  auto name = std::make_unique<std::string>("zone");
  const LabeledSink sink(RegistrySink{}, {{isometric::checked_label_name(*name), *value}});
  name.reset();
  value.reset();
  const Counter<Labeled> moves(sink, "app_moves_total", "Moves.");
  CHECK(snapshot(sink).value({"app_moves_total", {{"zone", "\xEF\xBF\xBD\"\n\\"}}}) == 0);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 0));
}

TEST_CASE("the names of a labeled sink's labels may be part of its type") {
  const LabeledSink<RegistrySink, "zone", "host"> sink(RegistrySink{}, "eu", std::string("a"));
  const Gauge<LabeledSink<RegistrySink, "zone", "host">> nodes(sink, "app_nodes", "Nodes.");
  CHECK(snapshot(sink).value({"app_nodes", {{"host", "a"}, {"zone", "eu"}}}) == 0);
}

TEST_CASE("labels that are known at run time come in a list") {
  const std::vector<std::pair<std::string, std::string>> configured{{"zone", "eu"}, {"host", "a"}};
  std::vector<isometric::SinkLabel> labels;
  for (const auto& [name, value] : configured) {
    labels.push_back({isometric::checked_label_name(name), value});
  }
  const LabeledSink sink(RegistrySink{}, labels);
  const Gauge<Labeled> nodes(sink, "app_nodes", "Nodes.");
  CHECK(snapshot(sink).value({"app_nodes", {{"host", "a"}, {"zone", "eu"}}}) == 0);
}

TEST_CASE("a label of the family's own with the name of a constant one is a conflict") {
  const unsigned sink_line = __LINE__ + 1;
  const LabeledSink sink(RegistrySink{}, {{"group", "rack-1"}});
  unsigned family_line = 0;
  const auto conflict = conflict_of([&] {
    family_line = __LINE__ + 1;
    const Counter<Labeled, Zone, Group> moves(sink, "app_moves_total", "Moves.");
  });
  CHECK(conflict.metric() == "app_moves_total");
  CHECK(conflict.field() == isometric::Field::label_names);
  CHECK(conflict.existing() == "the sink's label group='rack-1'");
  CHECK(conflict.requested() == "a label 'group'");
  CHECK(conflict.existing_site() == __FILE__ ":" + std::to_string(sink_line));
  CHECK(conflict.requested_site() == __FILE__ ":" + std::to_string(family_line));
  CHECK(snapshot(sink).families().empty());
  const Counter<Labeled, Zone> moves(sink, "app_moves_total", "Moves.");
}

TEST_CASE("two nested labeled sinks that add the same label are a conflict") {
  const LabeledSink inner(RegistrySink{}, {{"zone", "eu"}});
  const LabeledSink sink(PrefixedSink(inner, "app_"), {{"host", "a"}, {"zone", "us"}});
  const auto conflict = conflict_of([&] {
    const Counter<std::remove_const_t<decltype(sink)>> moves(sink, "moves_total", "Moves.");
  });
  CHECK(conflict.metric() == "app_moves_total");
  CHECK(conflict.field() == isometric::Field::constant_labels);
  CHECK(conflict.existing() == "the sink's label zone='eu'");
  CHECK(conflict.requested() == "zone='us'");
}

TEST_CASE("a label that a labeled sink is given twice is refused") {
  CHECK_THROWS_AS(LabeledSink(RegistrySink{}, {{"zone", "eu"}, {"host", "a"}, {"zone", "us"}}),
                  isometric::InvalidName);
  CHECK_THROWS_WITH(
      LabeledSink(RegistrySink{}, {{"zone", "eu"}, {"zone", "eu"}}),
      StartsWith("isometric: LabeledSink: two labels have the name 'zone' (" __FILE__));
}

TEST_CASE("a constant label without a value is none, so it is refused") {
  using Named = LabeledSink<RegistrySink, "zone">;
  CHECK_THROWS_AS(Named(RegistrySink{}, ""), std::invalid_argument);
  CHECK_THROWS_WITH(
      (LabeledSink{RegistrySink{}, {{"zone", "eu"}, {"host", ""}}}),
      StartsWith("isometric: LabeledSink: the label 'host' has no value, which to Prometheus is no "
                 "label (" __FILE__));
}

TEST_CASE("nested labeled sinks add up, in any order with other adaptors") {
  const RegistrySink registry;
  const LabeledSink sink(PrefixedSink(LabeledSink(registry, {{"zone", "eu"}}), "app_"),
                         {{"host", "a"}});
  const Counter<std::remove_const_t<decltype(sink)>, Way> moves(sink, "moves_total", "Moves.");
  moves.labels(Direction::down).inc();
  CHECK(snapshot(registry).value(
            {"app_moves_total", {{"direction", "down"}, {"host", "a"}, {"zone", "eu"}}}) == 1);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(Direction::down), 1));
}

TEST_CASE("labeled sinks on one registry share families if their labels are the same") {
  const RegistrySink registry;
  const LabeledSink first(registry, {{"zone", "eu"}, {"host", "a"}});
  const LabeledSink second(registry, {{"host", "a"}, {"zone", "eu"}});
  const Counter<Labeled> moves(first, "app_moves_total", "Moves.");
  const Counter<Labeled> same(second, "app_moves_total", "Moves.");
  moves.inc();
  same.inc();
  CHECK_THAT(snapshot(registry), HasValue(moves.series(), 2));
  const LabeledSink other(registry, {{"zone", "us"}, {"host", "a"}});
  const auto conflict =
      conflict_of([&] { const Counter<Labeled> different(other, "app_moves_total", "Moves."); });
  CHECK(conflict.field() == isometric::Field::constant_labels);
}

TEST_CASE("a labeled sink has removable families if the sink inside has") {
  STATIC_REQUIRE(isometric::RemovableSink<Labeled>);
  STATIC_REQUIRE(isometric::RemovableSink<LabeledSink<NullSink>>);
  STATIC_REQUIRE_FALSE(isometric::RemovableSink<LabeledSink<WriteOnlySink>>);
  const LabeledSink sink(RegistrySink{}, {{"zone", "eu"}});
  const Gauge<isometric::Removable<Labeled>, Group> nodes(sink, "app_nodes", "Nodes.");
  nodes.labels("rack-1").set(3);
  CHECK(snapshot(sink).value({"app_nodes", {{"group", "rack-1"}, {"zone", "eu"}}}) == 3);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series("rack-1"), 3));
}

TEST_CASE("a labeled sink calls back if the sink inside does") {
  STATIC_REQUIRE(isometric::CallbackSink<Labeled>);
  STATIC_REQUIRE(isometric::CallbackSink<LabeledSink<NullSink>>);
  STATIC_REQUIRE_FALSE(isometric::CallbackSink<LabeledSink<WriteOnlySink>>);
  const LabeledSink sink(RegistrySink{}, {{"zone", "eu"}});
  isometric::FamilyDescriptor family;
  family.type = isometric::MetricType::gauge;
  family.name = "app_nodes";
  family.help = "Nodes.";
  const auto registration = sink.callback_gauge(family).add({}, 0, [] { return 4.0; });
  CHECK(snapshot(sink).value({"app_nodes", {{"zone", "eu"}}}) == 4);
}

TEST_CASE("a labeled sink over the null sink leaves instruments empty") {
  STATIC_REQUIRE(isometric::diagnose_sink<LabeledSink<NullSink>>());
  STATIC_REQUIRE(std::is_empty_v<Counter<LabeledSink<NullSink>, Group>>);
  STATIC_REQUIRE(Counter<LabeledSink<NullSink>>::handle_type::is_null);
}

TEST_CASE("a handle from a labeled sink is the inner sink's handle") {
  STATIC_REQUIRE(std::is_same_v<Counter<Labeled>::handle_type, Counter<RegistrySink>::handle_type>);
}
