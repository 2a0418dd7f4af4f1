#include "support/catch.hpp"
#include "support/labels.hpp"

#include <homecluster/provider_metrics.hpp>
#include <homecluster/provider_server.hpp>
#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/instruments/binding.hpp>
#include <isometric/instruments/build_info.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/instruments/exception_counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/in_flight.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/outcome_counter.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/instruments/timer.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/testing/manual_clock.hpp>
#include <isometric/testing/sink_archetype.hpp>
#include <isometric/testing/sink_conformance.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

using namespace test_support;
using namespace isometric::testing;
using isometric::AnySink;
using isometric::FilterSink;
using isometric::LabeledSink;
using isometric::MetricType;
using isometric::NullSink;
using isometric::PrefixedSink;
using isometric::TeeSink;

namespace {

/// Does with a plain sink whatever the library's instruments can do.
template <class Sink>
void use_instruments(const Sink& sink) {
  const isometric::Counter<Sink> one_counter(sink, "app_starts_total", "Starts.");
  one_counter.inc();
  one_counter.inc(-1);
  const isometric::Counter<Sink, Group, Way, Zone> counters(sink, "app_moves_total", "Moves.");
  counters.labels("rack", Direction::up, "east").inc(2);
  counters.labels("rack", static_cast<Direction>(9), "east").inc();
  counters.bind(Group{"rack"}, Zone{"east"}).labels(Direction::down).inc();
  counters.bind(Way{Direction::up}).labels("rack", "east").inc();

  const isometric::Gauge<Sink> one_gauge(sink, "app_heat_celsius", "Heat.");
  one_gauge.set(1);
  one_gauge.inc();
  one_gauge.dec();
  one_gauge.set_to_current_time();
  const isometric::Gauge<Sink, Way> gauges(sink, "app_jobs", "Jobs.");
  const isometric::InFlight in_flight(gauges.labels(Direction::up));

  const isometric::Histogram<Sink, Group> histograms(sink, "app_delay_seconds", "Delays.");
  histograms.labels("rack").observe(1);
  histograms.labels("rack").observe(1, 3);
  const isometric::Summary<Sink> summary(sink, "app_size_bytes", "Sizes.");
  summary.observe(1);
  const isometric::ManualClock clock;
  const isometric::Timer timer(histograms.labels("rack"), clock);
  const isometric::Timer other_timer(summary, clock);
  const isometric::Timer gauge_timer(one_gauge, clock);

  const isometric::ExceptionCounter exceptions(one_counter);
  const isometric::OutcomeCounter outcome(one_counter,
                                          counters.labels("rack", Direction::up, "east"));
  isometric::count_exceptions<std::exception>(one_counter, [] {});

  const isometric::Info<Sink, Group> info(sink, "app_mode_info", "Mode.");
  info.set("dry");
  const isometric::BuildInfo<Sink> build(sink, "app_build_info", "1.0", "abc");

  auto copy = counters;  // an instrument is as copyable as its family
  copy = counters;
  auto handle = copy.labels("rack", Direction::up, "east");
  handle = counters.labels("rack", Direction::down, "east");
  auto binding = copy.bind(Group{"rack"}, Zone{"east"});
  binding = counters.bind(Group{"attic"}, Zone{"east"});
  handle = binding.labels(Direction::up);
}

template <class Sink>
void use_removable_instruments(const Sink& sink) {
  using Removable = isometric::Removable<Sink>;
  use_instruments<Removable>(sink);
  const isometric::Counter<Removable, Group, Way> counters(sink, "app_turns_total", "Turns.");
  counters.remove("rack", Direction::up);
  counters.template remove_matching<Way>(Direction::up);
  counters.clear();
  auto owned = counters.own("rack", Direction::up);
  owned->inc();
  owned = counters.own("rack", Direction::down);
  const auto kept = std::move(owned);
  const auto rejected = counters.own("rack", static_cast<Direction>(9));
  const isometric::Summary<Removable> summary(sink, "app_length_bytes", "Lengths.");
  summary.own()->observe(1);
}

template <class Sink>
void use_callbacks(const Sink& sink) {
  const isometric::CallbackCounter<Sink, Group, Way> counter(sink, "app_reads_total", "Reads.");
  const isometric::CallbackGauge<Sink> gauge(sink, "app_free_bytes", "Free.");
  auto registration = counter.add("rack", Direction::up, [] { return 1.0; });
  registration = counter.add("rack", static_cast<Direction>(9), [] { return 1.0; });
  [[maybe_unused]] const typename isometric::CallbackGauge<Sink>::registration_type none;
  [[maybe_unused]] const auto other = gauge.add([jobs = 3] { return jobs; });
}

template <class Sink>
void use_dynamic_instruments(const Sink& sink) {
  const isometric::DynamicCounter<Sink> counters(sink, "app_tasks_total", "Tasks.");
  const isometric::DynamicGauge<Sink> gauges(sink, "app_level", "Level.");
  const isometric::DynamicHistogram<Sink> histograms(sink, "app_area", "Areas.");
  const isometric::DynamicSummary<Sink> summaries(sink, "app_volume", "Volumes.");
  auto handle = counters.labels({{"queue", "mail"}});
  handle = counters.labels({});
  handle.inc();
  gauges.labels({{"queue", "mail"}}).set(1);
  histograms.labels({{"queue", "mail"}}, isometric::buckets(1)).observe(1);
  summaries.labels({{"queue", "mail"}}, isometric::Quantiles()).observe(1);
  auto owned = counters.own({{"queue", "mail"}});
  owned = counters.own({{"queue", "film"}});
  const auto kept = std::move(owned);
  kept->inc();
  counters.remove({{"queue", "mail"}});
  counters.remove_matching({{"queue", "mail"}});
  counters.clear();
}

template <class Sink>
void read_series(const Sink& sink) {
  const isometric::Counter<Sink> one_counter(sink, "app_starts_total", "Starts.");
  const isometric::Gauge<Sink, Group> gauges(sink, "app_jobs", "Jobs.");
  const isometric::Histogram<Sink> histogram(sink, "app_delay_seconds", "Delays.");
  const isometric::Summary<Sink, Group> summaries(sink, "app_size_bytes", "Sizes.");
  static_cast<void>(one_counter.value() + gauges.labels("rack").value());
  static_cast<void>(histogram.count() + summaries.labels("rack").count());
  static_cast<void>(histogram.sum() + summaries.labels("rack").sum());
}

/// Members that are set later.
template <class Sink>
void use_empty_handles(const Sink& sink) {
  const isometric::Counter<Sink, Group> counters(sink, "app_moves_total", "Moves.");
  typename isometric::Counter<Sink, Group>::handle_type handle;
  handle.inc();
  if (handle.is_empty()) handle = counters.labels("rack");
  handle = {};
  if constexpr (isometric::RemovableSink<Sink>) {
    using Owners = isometric::Info<isometric::Removable<Sink>, Group>;
    const Owners infos(sink, "app_mode_info", "Mode.");
    typename Owners::owned_type owned;
    if (owned.is_empty()) owned = infos.own("dry");
    owned = {};
  }
}

template <class Sink>
constexpr bool has_empty_handles = isometric::EmptiableSeries<
    isometric::detail::SeriesOf<isometric::detail::CounterFamilyOf<Sink>>>;

template <class Sink>
void use_whatever_there_is(const Sink& sink) {
  use_instruments(sink);
  if constexpr (isometric::ReadableSink<Sink>) read_series(sink);
  if constexpr (has_empty_handles<Sink>) use_empty_handles(sink);
  if constexpr (isometric::RemovableSink<Sink>) use_removable_instruments(sink);
  if constexpr (isometric::CallbackSink<Sink>) use_callbacks(sink);
  if constexpr (isometric::DynamicSink<Sink>) use_dynamic_instruments(sink);
}

/// What the type has of the optional halves: to remove, and to call back.
template <class Sink>
constexpr std::pair<bool, bool> halves{isometric::RemovableSink<Sink>,
                                       isometric::CallbackSink<Sink>};

template <class Type>
constexpr bool can_do_no_more_than_be_copied =
    std::copy_constructible<Type> && !std::default_initializable<Type> &&
    !std::equality_comparable<Type> && !std::totally_ordered<Type> &&
    !std::is_nothrow_copy_constructible_v<Type> && !std::is_nothrow_move_constructible_v<Type> &&
    !std::is_trivially_copyable_v<Type> && !std::is_aggregate_v<Type> && std::is_final_v<Type> &&
    !requires(const Type& value) { &value; } && !requires(const Type& value) { value, 1; };

}  // namespace

TEMPLATE_TEST_CASE("an archetype can be copied, and nothing else", "", SinkArchetype,
                   RemovableSinkArchetype, CallbackSinkArchetype, ReadableSinkArchetype,
                   DynamicSinkArchetype, FullSinkArchetype) {
  STATIC_REQUIRE(isometric::MetricsSink<TestType>);
  STATIC_REQUIRE(can_do_no_more_than_be_copied<TestType>);
  STATIC_REQUIRE(!std::is_copy_assignable_v<TestType>);
  STATIC_REQUIRE(!isometric::MetricsSource<TestType>);
}

TEST_CASE("what an archetype hands out can be copied and assigned, and nothing else") {
  using Family = isometric::detail::CounterFamilyOf<SinkArchetype>;
  using Block = isometric::detail::BlockOf<Family>;
  using Series = isometric::detail::SeriesOf<Family>;
  STATIC_REQUIRE(can_do_no_more_than_be_copied<Family>);
  STATIC_REQUIRE(can_do_no_more_than_be_copied<Block>);
  STATIC_REQUIRE(can_do_no_more_than_be_copied<Series>);
  STATIC_REQUIRE(std::is_copy_assignable_v<Series>);
  STATIC_REQUIRE(!std::is_nothrow_copy_assignable_v<Series>);
  STATIC_REQUIRE(!isometric::NullSeries<Series>);
  STATIC_REQUIRE(!isometric::GaugeSeries<Series>);
}

TEST_CASE("an archetype has the halves that its name says, and no others") {
  STATIC_REQUIRE(halves<SinkArchetype> == std::pair(false, false));
  STATIC_REQUIRE(halves<RemovableSinkArchetype> == std::pair(true, false));
  STATIC_REQUIRE(halves<CallbackSinkArchetype> == std::pair(false, true));
  STATIC_REQUIRE(halves<FullSinkArchetype> == std::pair(true, true));
  STATIC_REQUIRE(halves<DynamicSinkArchetype> == std::pair(false, false));
  STATIC_REQUIRE(isometric::DynamicSink<DynamicSinkArchetype>);
  STATIC_REQUIRE(isometric::DynamicSink<FullSinkArchetype>);
  STATIC_REQUIRE_FALSE(isometric::DynamicSink<SinkArchetype>);
  STATIC_REQUIRE_FALSE(isometric::DynamicSink<TeeSink<RemovableSinkArchetype, FullSinkArchetype>>);
  STATIC_REQUIRE(isometric::DynamicSink<TeeSink<NullSink, DynamicSinkArchetype>>);
}

TEST_CASE("an archetype's handles have beside their updates what its name says, and no more") {
  STATIC_REQUIRE_FALSE(isometric::ReadableSink<SinkArchetype>);
  STATIC_REQUIRE_FALSE(has_empty_handles<SinkArchetype>);
  STATIC_REQUIRE_FALSE(isometric::ReadableSink<RemovableSinkArchetype>);
  STATIC_REQUIRE(isometric::ReadableSink<ReadableSinkArchetype>);
  STATIC_REQUIRE_FALSE(has_empty_handles<ReadableSinkArchetype>);
  STATIC_REQUIRE(isometric::ReadableSink<FullSinkArchetype>);
  STATIC_REQUIRE(has_empty_handles<FullSinkArchetype>);
  STATIC_REQUIRE(isometric::ReadableSink<TeeSink<SinkArchetype, ReadableSinkArchetype>>);
  STATIC_REQUIRE_FALSE(isometric::ReadableSink<TeeSink<NullSink, SinkArchetype>>);
  STATIC_REQUIRE_FALSE(has_empty_handles<TeeSink<SinkArchetype, FullSinkArchetype>>);
  STATIC_REQUIRE(has_empty_handles<TeeSink<NullSink, FullSinkArchetype>>);
}

TEST_CASE("histograms and summaries of an archetype differ: a sink need not make them alike") {
  STATIC_REQUIRE(!std::same_as<isometric::detail::HistogramFamilyOf<SinkArchetype>,
                               isometric::detail::SummaryFamilyOf<SinkArchetype>>);
}

TEMPLATE_TEST_CASE("all instruments ask no more of a sink than an archetype has", "", SinkArchetype,
                   RemovableSinkArchetype, CallbackSinkArchetype, ReadableSinkArchetype,
                   DynamicSinkArchetype, FullSinkArchetype) {
  use_whatever_there_is(make_archetype<TestType>());
}

TEMPLATE_TEST_CASE("all adaptors ask no more of a sink than an archetype has", "", SinkArchetype,
                   FullSinkArchetype) {
  const auto sink = make_archetype<TestType>();
  const PrefixedSink prefixed(sink, "eu_");
  const LabeledSink labelled(sink, {{"country", "nl"}});
  const LabeledSink<TestType, "country"> named(sink, "nl");
  const FilterSink by_type(sink, [](MetricType type) { return type != MetricType::gauge; });
  const FilterSink by_name(
      sink, [](const isometric::FamilyDescriptor& family) { return family.name != "app_jobs"; });
  const TeeSink first(sink, NullSink{});
  const TeeSink both(NullSink{}, sink, sink);

  use_whatever_there_is(prefixed);
  use_whatever_there_is(labelled);
  use_whatever_there_is(named);
  use_whatever_there_is(by_type);
  use_whatever_there_is(by_name);
  use_whatever_there_is(first);
  use_whatever_there_is(both);
  use_instruments(AnySink(sink));
}

TEST_CASE("adaptors pass on the halves that an archetype has, and no others") {
  STATIC_REQUIRE(halves<PrefixedSink<RemovableSinkArchetype>> == std::pair(true, false));
  STATIC_REQUIRE(halves<PrefixedSink<CallbackSinkArchetype>> == std::pair(false, true));
  STATIC_REQUIRE(halves<TeeSink<SinkArchetype, FullSinkArchetype>> == std::pair(false, false));
  STATIC_REQUIRE(halves<TeeSink<NullSink, FullSinkArchetype>> == std::pair(true, true));
}

TEST_CASE("an AnySink takes an archetype with all that it has") {
  use_whatever_there_is(AnySink(make_archetype<FullSinkArchetype>()));
}

TEST_CASE("an archetype keeps the contract, as far as that can be seen") {
  SinkConformanceOptions options;
  options.has_optional_halves = false;  // it shows no series, so it cannot tell what it removed
  CHECK(
      check_sink_conformance([] { return make_archetype<FullSinkArchetype>(); }, options).empty());
}

template struct homecluster::ProviderMetrics<RemovableSinkArchetype>;
template class homecluster::HomeClusterProviderServer<RemovableSinkArchetype>;

TEST_CASE("the provider asks no more of a sink than that it can remove series") {
  homecluster::InMemoryCluster cluster(
      {{"rack", {}}}, {homecluster::node_at_rest("rack-1", "rack", homecluster::PowerState::off)});
  homecluster::HomeClusterProviderServer server(cluster, make_archetype<RemovableSinkArchetype>());
  CHECK(server.node_group_increase_size("rack", 1).is_ok());
  CHECK(server.refresh().is_ok());
}
