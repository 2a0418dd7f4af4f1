#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <set>
#include <string>
#include <string_view>
#include <type_traits>

using namespace isometric::testing;
using namespace test_support;
using isometric::Counter;
using isometric::FamilyDescriptor;
using isometric::FilterSink;
using isometric::Gauge;
using isometric::Histogram;
using isometric::MetricType;
using isometric::NullSink;
using isometric::OpenLabelValues;
using isometric::RegistrySink;
using isometric::Removable;

namespace {

/// The compiler can ask it.
struct NoHistograms {
  constexpr bool operator()(MetricType type) const noexcept {
    return type != MetricType::histogram;
  }
};

struct NoInfos {
  constexpr bool operator()(MetricType type) const noexcept { return type != MetricType::info; }
};

/// Only a declaration can.
struct Named {
  std::string prefix;
  bool operator()(const FamilyDescriptor& family) const { return family.name.starts_with(prefix); }
};

using ByType = FilterSink<RegistrySink, NoHistograms>;
using ByName = FilterSink<RegistrySink, Named>;

FamilyDescriptor described(MetricType type, std::string_view name) {
  FamilyDescriptor family;
  family.type = type;
  family.name = name;
  family.help = "Help.";
  return family;
}

}  // namespace

TEST_CASE("a filter declares what its predicate is true of, and nothing else") {
  const RegistrySink inner;
  const FilterSink sink(inner, Named{"app_"});
  const Counter<ByName, Group> kept(sink, "app_moves_total", "Moves.");
  const Counter<ByName, Group> dropped(sink, "moves_total", "Moves.");
  const Gauge<ByName> nodes(sink, "nodes", "Nodes.");
  const Histogram<ByName, Way> sizes(sink, "size", "Sizes.");
  kept.labels("a").inc();
  kept.labels("a").inc(2);
  kept.labels("a").inc(-1);
  dropped.labels("a").inc();
  dropped.labels("a").inc(2);
  dropped.labels("a").inc(-1);
  nodes.inc();
  nodes.dec();
  nodes.set(3);
  sizes.labels(Direction::up).observe(1);
  sizes.labels(static_cast<Direction>(7)).observe(1);
  const auto seen = snapshot(inner);
  CHECK(seen.value({"app_moves_total", {{"group", "a"}}}) == 3);
  CHECK(seen.value({"isometric_refused_updates_total", {{"family", "app_moves_total"}}}) == 1);
  CHECK(seen.families().size() == 2);
}

TEST_CASE("every update of a kept family goes through a filter") {
  const RegistrySink inner;
  const FilterSink sink(inner, Named{"app_"});
  const Gauge<ByName> nodes(sink, "app_nodes", "Nodes.");
  const Histogram<ByName, Way> sizes(sink, "app_size", "Sizes.");
  nodes.inc(5);
  nodes.dec(2);
  CHECK(snapshot(inner).value({"app_nodes"}) == 3);
  nodes.set(7);
  CHECK(snapshot(inner).value({"app_nodes"}) == 7);
  sizes.labels(Direction::up).observe(1);
  sizes.labels(static_cast<Direction>(7)).observe(1);
  const auto seen = snapshot(inner);
  CHECK(seen.histogram({"app_size", {{"direction", "up"}}}).count == 1);
  CHECK(seen.value({"isometric_rejected_label_values_total", {{"family", "app_size"}}}) == 1);
}

TEST_CASE("a predicate of the type alone is asked by the compiler") {
  STATIC_REQUIRE(isometric::diagnose_sink<ByType>());
  STATIC_REQUIRE(std::is_same_v<Counter<ByType>::handle_type, Counter<RegistrySink>::handle_type>);
  STATIC_REQUIRE(Histogram<ByType>::handle_type::is_null);
  STATIC_REQUIRE(std::is_empty_v<Histogram<ByType, Group, Way>>);
  STATIC_REQUIRE_FALSE(std::is_empty_v<Histogram<ByName, Group, Way>>);

  const ByType sink{RegistrySink{}};
  const Counter<ByType> moves(sink, "app_moves_total", "Moves.");
  const Histogram<ByType, Group> sizes(sink, "app_size", "Sizes.");
  moves.inc();
  sizes.labels("a").observe(1);
  CHECK(snapshot(sink).families().size() == 1);
}

TEST_CASE("a lambda without captures that takes the type is asked by the compiler") {
  const FilterSink sink(RegistrySink{}, [](MetricType type) { return type == MetricType::gauge; });
  using Sink = std::remove_const_t<decltype(sink)>;
  STATIC_REQUIRE(std::is_empty_v<Counter<Sink>>);
  STATIC_REQUIRE(std::is_empty_v<Histogram<Sink>>);
  STATIC_REQUIRE_FALSE(std::is_empty_v<Gauge<Sink>>);
}

TEST_CASE("a predicate of the type that has state is asked when a family is declared") {
  const std::set<MetricType> wanted{MetricType::counter};
  const FilterSink sink(RegistrySink{},
                        [wanted](MetricType type) { return wanted.contains(type); });
  using Sink = std::remove_const_t<decltype(sink)>;
  const Counter<Sink> moves(sink, "app_moves_total", "Moves.");
  const Gauge<Sink> nodes(sink, "app_nodes", "Nodes.");
  moves.inc();
  nodes.set(1);
  CHECK(snapshot(sink).families().size() == 1);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 1));
}

TEST_CASE("infos are told from gauges when they are declared") {
  using Sink = FilterSink<RegistrySink, NoInfos>;
  const Sink sink{RegistrySink{}};
  const Gauge<Sink> nodes(sink, "app_nodes", "Nodes.");
  nodes.set(2);
  sink.gauge(described(MetricType::info, "app_build_info")).block({}).series(0).set(1);
  CHECK(snapshot(sink).families().size() == 1);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 2));
}

TEST_CASE("what a filter drops cannot be in conflict with anything") {
  const RegistrySink inner;
  const Counter<RegistrySink, Group> moves(inner, "moves_total", "Moves.");
  const FilterSink sink(inner, Named{"app_"});
  const Counter<ByName, Zone> dropped(sink, "moves_total", "Others.");
}

TEST_CASE("a series that a filter drops can be selected, and is never there") {
  const FilterSink sink(RegistrySink{}, Named{"app_"});
  const Counter<ByName, Group> dropped(sink, "moves_total", "Moves.");
  const auto before = snapshot(sink);
  dropped.labels("a").inc();
  const auto after = snapshot(sink);
  CHECK(after.find_series(dropped.series("a")) == nullptr);
  CHECK(dropped.series("a").family() == "(filtered out)");
  CHECK_THAT(after - before, OnlyChanged({}));
  const ByType by_type{RegistrySink{}};
  const Histogram<ByType, Way> sizes(by_type, "size", "Sizes.");
  CHECK(snapshot(by_type).find_series(sizes.series(Direction::up)) == nullptr);
}

TEST_CASE("a filter is read as the sink inside is") {
  STATIC_REQUIRE(isometric::CollectableSource<ByName>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<FilterSink<NullSink, Named>>);
  const FilterSink sink(RegistrySink{}, Named{"app_"});
  const Counter<ByName, Way> moves(sink, "app_moves_total", "Moves.");
  const auto before = snapshot(sink);
  moves.labels(Direction::up).inc();
  CHECK_THAT(snapshot(sink) - before, OnlyChanged(moves.series(Direction::up), +1));
  CHECK(sink.collectable()->Collect().size() == 1);
  CHECK(sink.scrape_source()->scrape()->families().size() == 1);
}

TEST_CASE(
    "a filter sees names as they are declared in it, whatever adaptors are inside or outside") {
  const RegistrySink registry;
  const FilterSink inside(registry, Named{"app_"});
  const isometric::PrefixedSink sink(inside, "app_");
  const Counter<std::remove_const_t<decltype(sink)>> moves(sink, "moves_total", "Moves.");
  const FilterSink outside(isometric::PrefixedSink(registry, "app_"), Named{"app_"});
  const Counter<std::remove_const_t<decltype(outside)>> turns(outside, "turns_total", "Turns.");
  const auto seen = snapshot(registry);
  CHECK(seen.find_family("app_moves_total") != nullptr);
  CHECK(seen.find_family("app_turns_total") == nullptr);
}

TEST_CASE("one side of a tee may be filtered") {
  const RegistrySink all;
  const RegistrySink some;
  const isometric::TeeSink sink(all, FilterSink(some, Named{"app_"}));
  using Sink = std::remove_const_t<decltype(sink)>;
  const Counter<Sink> moves(sink, "moves_total", "Moves.");
  const Counter<Sink> turns(sink, "app_turns_total", "Turns.");
  moves.inc();
  turns.inc();
  CHECK(snapshot(all).families().size() == 2);
  CHECK(snapshot(some).families().size() == 1);
  CHECK_THAT(snapshot(some), HasValue(turns.series(), 1));
}

TEST_CASE("removable families are filtered as others are") {
  STATIC_REQUIRE(isometric::RemovableSink<ByName>);
  STATIC_REQUIRE(isometric::RemovableSink<ByType>);
  STATIC_REQUIRE(isometric::RemovableSink<FilterSink<NullSink, NoHistograms>>);
  const FilterSink sink(RegistrySink{}, Named{"app_"});
  const auto kept = Removable<ByName>(sink).gauge(described(MetricType::gauge, "app_nodes"));
  const auto dropped = Removable<ByName>(sink).gauge(described(MetricType::gauge, "nodes"));
  kept.block({}).series(0).set(3);
  dropped.block({}).series(0).set(3);
  CHECK(snapshot(sink).value({"app_nodes"}) == 3);
  CHECK(kept.remove({}, 0));
  CHECK_FALSE(dropped.remove({}, 0));

  const auto acquired = kept.acquire({}, 0);
  const auto nothing = dropped.acquire({}, 0);
  acquired.set(4);
  nothing.set(4);
  CHECK(snapshot(sink).value({"app_nodes"}) == 4);
  kept.release(acquired);
  dropped.release(nothing);
  CHECK(snapshot(sink).families().empty());

  kept.block({}).series(0).set(5);
  CHECK(kept.remove_matching({}) == 1);
  CHECK(dropped.remove_matching({}) == 0);
}

TEST_CASE("callbacks are filtered as other families are") {
  STATIC_REQUIRE(isometric::CallbackSink<ByName>);
  STATIC_REQUIRE(isometric::CallbackSink<ByType>);
  const FilterSink sink(RegistrySink{}, Named{"app_"});
  int calls = 0;
  const auto count = [&calls] { return ++calls; };
  const auto kept = sink.callback_gauge(described(MetricType::gauge, "app_nodes"));
  const auto dropped = sink.callback_counter(described(MetricType::counter, "moves_total"));
  const auto first = kept.add({}, 0, count);
  const auto second = dropped.add({}, 0, count);
  const auto third = dropped.rejected_registration();
  CHECK(snapshot(sink).value({"app_nodes"}) == 1);
  CHECK(calls == 1);
}
