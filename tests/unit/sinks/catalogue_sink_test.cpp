#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/catalogue/catalogue.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/catalogue_sink.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace test_support;
using isometric::CatalogueSink;
using isometric::Counter;
using isometric::FamilyDescriptor;
using isometric::Field;
using isometric::Gauge;
using isometric::Histogram;
using isometric::MetricType;
using isometric::SeriesKind;

TEST_CASE("the catalogue sink is a sink with both optional halves, and no source") {
  STATIC_REQUIRE(isometric::diagnose_sink<CatalogueSink>());
  STATIC_REQUIRE(isometric::RemovableSink<CatalogueSink>);
  STATIC_REQUIRE(isometric::CallbackSink<CatalogueSink>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<CatalogueSink>);
}

TEST_CASE("a fresh catalogue sink has an empty catalogue") {
  CHECK(CatalogueSink().catalogue().empty());
}

TEST_CASE("constructing instruments is enough to have their descriptions") {
  const CatalogueSink sink;
  using Moves = Counter<CatalogueSink, Group, Way>;
  const unsigned line = __LINE__ + 1;
  const Moves moves(sink, "app_moves_total", "Moves.", {.max_series = 7});
  const Histogram<CatalogueSink> size(sink, "app_size_bytes", "Sizes.", isometric::buckets(1, 2));
  const isometric::Info<CatalogueSink, Zone> build(sink, "app_build_info", "What was built.");
  const Gauge<isometric::Removable<CatalogueSink>, Group> nodes(sink, "app_nodes", "Nodes.");

  const auto catalogue = sink.catalogue();
  REQUIRE(catalogue.size() == 4);
  const auto& counter = *catalogue.find("app_moves_total");
  CHECK(counter.type == MetricType::counter);
  CHECK(counter.help == "Moves.");
  CHECK(counter.unit.empty());
  REQUIRE(counter.labels.size() == 2);
  CHECK(counter.labels[0].name == "group");
  CHECK_FALSE(counter.labels[0].is_closed());
  CHECK(counter.labels[1].name == "direction");
  REQUIRE(counter.labels[1].closed_values.size() == 2);
  CHECK(counter.labels[1].closed_values[0] == "up");
  CHECK(counter.labels[1].closed_values[1] == "down");
  CHECK(counter.max_series == 7);
  CHECK(counter.series_kind == SeriesKind::fixed);
  CHECK(std::string_view(counter.declared_at.file).ends_with("catalogue_sink_test.cpp"));
  CHECK(counter.declared_at.line == line);

  const auto& histogram = *catalogue.find("app_size_bytes");
  CHECK(histogram.type == MetricType::histogram);
  CHECK(histogram.unit == "bytes");
  CHECK(std::vector(histogram.buckets.begin(), histogram.buckets.end()) ==
        std::vector<double>{1, 2});
  CHECK(catalogue.find("app_build_info")->type == MetricType::info);
  CHECK(catalogue.find("app_nodes")->type == MetricType::gauge);
  CHECK(catalogue.find("app_nodes")->series_kind == SeriesKind::removable);
}

TEST_CASE("a catalogue tells everything that was described") {
  const isometric::ConstantLabel constant[] = {{"zone", "eu"}};
  const isometric::Quantile quantiles[] = {{0.5, 0.05}, {0.99, 0.001}};
  FamilyDescriptor family;
  family.name = "app_latency_seconds";
  family.help = "Latency.";
  family.constant_labels = constant;
  family.quantiles = quantiles;
  family.window = {30, 3};
  const CatalogueSink sink;
  static_cast<void>(sink.summary(family));
  const auto catalogue = sink.catalogue();
  const auto& summary = *catalogue.begin();
  CHECK(summary.type == MetricType::summary);
  CHECK(std::ranges::equal(summary.constant_labels, constant));
  CHECK(std::ranges::equal(summary.quantiles, quantiles));
  CHECK(summary.window == isometric::QuantileWindow{30, 3});
}

TEST_CASE("instruments on a catalogue sink do nothing, whatever they are asked") {
  const CatalogueSink sink;
  const Counter<CatalogueSink, Group, Way> moves(sink, "app_moves_total", "Moves.");
  const Histogram<CatalogueSink> size(sink, "app_size_bytes", "Sizes.");
  moves.labels("a", Direction::up).inc();
  moves.labels("a", static_cast<Direction>(7)).inc(-1);
  size.observe(1);
  CHECK(sink.catalogue().size() == 2);
}

TEST_CASE("series can be selected by instruments on a catalogue sink") {
  const CatalogueSink sink;
  const Counter<CatalogueSink, Group, Way> moves(sink, "app_moves_total", "Moves.");
  CHECK(moves.series("a", Direction::down) ==
        isometric::SeriesSelector("app_moves_total", {{"group", "a"}, {"direction", "down"}}));
}

TEST_CASE("callback families are in the catalogue, and their functions are never called") {
  const CatalogueSink sink;
  FamilyDescriptor family;
  family.name = "app_temperature_celsius";
  family.help = "Temperature.";
  bool is_called = false;
  [[maybe_unused]] const auto registration = sink.callback_gauge(family).add({}, 0, [&] {
    is_called = true;
    return 20.0;
  });
  family.name = "app_turns_total";
  static_cast<void>(sink.callback_counter(family).rejected_registration());
  const auto catalogue = sink.catalogue();
  REQUIRE(catalogue.size() == 2);
  CHECK(catalogue.find("app_temperature_celsius")->type == MetricType::gauge);
  CHECK(catalogue.find("app_turns_total")->type == MetricType::counter);
  for (const auto& one : catalogue) CHECK(one.series_kind == SeriesKind::callback);
  CHECK_FALSE(is_called);
}

TEST_CASE("copies are the same catalogue sink, fresh ones share nothing") {
  const CatalogueSink sink;
  const CatalogueSink copy = sink;
  const CatalogueSink other;
  const Counter<CatalogueSink> moves(copy, "app_moves_total", "Moves.");
  const Gauge<CatalogueSink> same_name(other, isometric::legacy_name("app_moves_total"), "Other.");
  CHECK(sink.catalogue().size() == 1);
  CHECK(sink.catalogue().begin()->type == MetricType::counter);
  CHECK(other.catalogue().begin()->type == MetricType::gauge);
}

TEST_CASE("a catalogue is a picture, and outlives sink and instruments") {
  std::optional<CatalogueSink> sink(std::in_place);
  std::string name = "app_moves_total";
  FamilyDescriptor family;
  family.name = name;
  family.help = "Moves.";
  static_cast<void>(sink->counter(family));
  name.assign(name.size(), '#');
  const auto catalogue = sink->catalogue();
  const Gauge<CatalogueSink> nodes(*sink, "app_nodes", "Nodes.");
  CHECK(sink->catalogue().size() == 2);
  sink.reset();
  REQUIRE(catalogue.size() == 1);
  CHECK(catalogue.begin()->name == "app_moves_total");
}

TEST_CASE("a family's description outlives the sink") {
  std::optional<CatalogueSink> sink(std::in_place);
  const Counter<CatalogueSink, Group> moves(*sink, "app_moves_total", "Moves.");
  sink.reset();
  CHECK(moves.series("a").family() == "app_moves_total");
}

TEST_CASE("what is declared again has to be the same, without any registry") {
  const CatalogueSink sink;
  const Counter<CatalogueSink, Group> moves(sink, "app_moves_total", "Moves.");
  const Counter<CatalogueSink, Group> again(sink, "app_moves_total", "Moves.");
  const Histogram<CatalogueSink> size(sink, "app_size", "Sizes.");
  CHECK(sink.catalogue().size() == 2);
  const auto field_of = [](auto declare) { return conflict_of(declare).field(); };
  CHECK(field_of([&] { Counter<CatalogueSink, Way>(sink, "app_moves_total", "Moves."); }) ==
        Field::label_names);
  CHECK(field_of([&] { Counter<CatalogueSink, Group>(sink, "app_moves_total", "Other."); }) ==
        Field::help);
  CHECK(field_of([&] {
          Gauge<CatalogueSink>(sink, isometric::legacy_name("app_size_sum"), "Sizes.");
        }) == Field::derived_name);
  using Removable = isometric::Removable<CatalogueSink>;
  CHECK(field_of([&] { Counter<Removable, Group>(sink, "app_moves_total", "Moves."); }) ==
        Field::series_kind);
  CHECK(sink.catalogue().size() == 2);
}

TEST_CASE("threads describe the same and different families at once") {
  const CatalogueSink sink;
  in_threads(6, [&](std::size_t thread) {
    for (int i = 0; i < 40; ++i) {
      const Counter<CatalogueSink> moves(sink, "app_moves_total", "Moves.");
      const std::string name = "app_nodes_" + std::to_string(thread % 2) + "x" + std::to_string(i);
      FamilyDescriptor family;
      family.name = name;
      family.help = "Nodes.";
      static_cast<void>(sink.gauge(family));
      static_cast<void>(sink.catalogue());
    }
  });
  CHECK(sink.catalogue().size() == 81);
}
