#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace test_support;
using isometric::Counter;
using isometric::FamilyDescriptor;
using isometric::Field;
using isometric::Gauge;
using isometric::Histogram;
using isometric::MetricType;
using isometric::OpenLabelValues;
using isometric::Operation;
using isometric::RecordingSink;
using isometric::SeriesSelector;
using isometric::snapshot;
using isometric::testing::HasValue;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// The log without its sequence numbers, a line each.
std::string text_of(const isometric::CallLog& log) {
  std::ostringstream text;
  for (const auto& call : log) {
    std::ostringstream line;
    line << call;
    text << line.str().substr(line.str().find(' ') + 1) << '\n';
  }
  return text.str();
}

/// A server that answers through a function, as one on a socket would.
template <isometric::MetricsSink Sink>
struct Server {
  Server(const Sink& sink, std::function<void()> send_response)
      : requests(sink, "app_requests_total", "Requests."), send(std::move(send_response)) {}

  void handle(Direction way) {
    requests.labels(way).inc();
    send();
  }
  void handle_and_count_late(Direction way) {
    send();
    requests.labels(way).inc();
  }

  Counter<Sink, Way> requests;
  std::function<void()> send;
};

FamilyDescriptor described(MetricType type, std::string_view name) {
  FamilyDescriptor family;
  family.type = type;
  family.name = name;
  family.help = "Help.";
  family.declared_at = isometric::SourceLocation::current();
  return family;
}

}  // namespace

TEST_CASE("the recording sink is a sink with both optional halves, and a source") {
  STATIC_REQUIRE(isometric::diagnose_sink<RecordingSink>());
  STATIC_REQUIRE(isometric::MetricsSource<RecordingSink>);
  STATIC_REQUIRE_FALSE(isometric::CollectableSource<RecordingSink>);
  STATIC_REQUIRE(isometric::RemovableSink<RecordingSink>);
  STATIC_REQUIRE(isometric::CallbackSink<RecordingSink>);
}

TEST_CASE("a fresh recording sink has nothing to tell") {
  const RecordingSink sink;
  CHECK(sink.log().empty());
  CHECK(snapshot(sink).families().empty());
}

TEST_CASE("every call is written down, in order, with its series and value") {
  const RecordingSink sink;
  const Counter<RecordingSink, Group, Way> moves(sink, "app_moves_total", "Moves.");
  const Gauge<RecordingSink> nodes(sink, "app_nodes", "Nodes.");
  const Histogram<RecordingSink> size(sink, "app_size_bytes", "Sizes.", isometric::buckets(1, 2));
  moves.labels("a", Direction::down).inc();
  moves.labels("a", Direction::up).inc(2.5);
  nodes.set(3);
  nodes.inc();
  nodes.dec(2);
  size.observe(1.5);
  nodes.inc(not_a_number);
  moves.labels("a", static_cast<Direction>(7)).inc();
  CHECK(text_of(sink.log()) ==
        "declare app_moves_total\n"
        "declare app_nodes\n"
        "declare app_size_bytes\n"
        "make app_moves_total{direction=\"up\",group=\"a\"}\n"
        "make app_moves_total{direction=\"down\",group=\"a\"}\n"
        "inc app_moves_total{direction=\"down\",group=\"a\"} 1\n"
        "inc app_moves_total{direction=\"up\",group=\"a\"} 2.5\n"
        "set app_nodes 3\n"
        "inc app_nodes 1\n"
        "dec app_nodes 2\n"
        "observe app_size_bytes 1.5\n"
        "refuse app_nodes\n"
        "reject app_moves_total\n");
}

TEST_CASE("calls are numbered from 1 in their order") {
  const RecordingSink sink;
  const Gauge<RecordingSink> nodes(sink, "app_nodes", "Nodes.");
  nodes.set(3);
  sink.mark("here");
  const auto log = sink.log();
  REQUIRE(log.size() == 3);
  for (std::size_t i = 0; i < log.size(); ++i) CHECK(log[i].sequence == i + 1);
  CHECK(log[1].operation == Operation::set);
  CHECK(log[1].series == nodes.series());
  CHECK(log[1].value == 3);
  CHECK(log[2].operation == Operation::mark);
  CHECK(log[2].text == "here");
}

TEST_CASE("a test asks in a line each: exactly once, and before the response") {
  const RecordingSink sink;
  Server<RecordingSink> server(sink, [&] { sink.mark("response sent"); });
  const auto counted = [&] {
    return sink.log().updates().of(server.requests.series(Direction::up));
  };

  server.handle(Direction::up);
  CHECK(counted().size() == 1);
  CHECK(counted().before("response sent") == counted());

  sink.clear();
  server.handle_and_count_late(Direction::up);
  CHECK(counted().size() == 1);
  CHECK(counted().before("response sent").empty());
  CHECK(counted().after("response sent") == counted());
}

TEST_CASE("a snapshot of a recording sink has no family without series") {
  const RecordingSink sink;
  const Counter<RecordingSink, Group> moves(sink, "app_moves_total", "Moves.");
  CHECK(snapshot(sink).families().empty());
  moves.labels("a").inc();
  CHECK(snapshot(sink).families().size() == 1);
}

TEST_CASE("a look-up of a series that is there leaves no trace") {
  const RecordingSink sink;
  const Counter<RecordingSink, Group> moves(sink, "app_moves_total", "Moves.");
  static_cast<void>(moves.labels("a"));
  CHECK(sink.log().size() == 2);
  static_cast<void>(moves.labels("a"));
  static_cast<void>(moves.series("b"));
  static_cast<void>(snapshot(sink));
  CHECK(sink.log().size() == 2);
}

TEST_CASE("series with closed labels only come with the declaration") {
  const RecordingSink sink;
  const Counter<RecordingSink, Way, Ready> moves(sink, "app_moves_total", "Moves.");
  CHECK(text_of(sink.log()) == "declare app_moves_total\n");
  const auto seen = snapshot(sink);
  for (const auto way : {Direction::up, Direction::down}) {
    for (const bool ready : {false, true}) {
      CHECK_THAT(seen, HasValue(moves.series(way, ready), 0));
    }
  }
}

TEST_CASE("copies are the same sink, fresh ones share nothing") {
  const RecordingSink sink;
  const RecordingSink copy = sink;
  const RecordingSink other;
  const Counter<RecordingSink> moves(copy, "app_moves_total", "Moves.");
  const Gauge<RecordingSink> same_name(other, isometric::legacy_name("app_moves_total"), "Other.");
  moves.inc();
  CHECK(sink.log() == copy.log());
  CHECK(sink.log().size() == 2);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 1));
  CHECK(other.log().size() == 1);
  CHECK_THAT(snapshot(other), HasValue(same_name.series(), 0));
}

TEST_CASE("an instrument keeps what its handles need") {
  std::optional<RecordingSink> sink(std::in_place);
  const Counter<RecordingSink, Group> moves(*sink, "app_moves_total", "Moves.");
  const auto held = moves.labels("a");
  const RecordingSink reader = *sink;
  sink.reset();
  held.inc();
  CHECK_THAT(snapshot(reader), HasValue(moves.series("a"), 1));
}

TEST_CASE("a recorded histogram counts a value in the first bucket whose bound is not below it") {
  const RecordingSink sink;
  const Histogram<RecordingSink> size(sink, "app_size_bytes", "Sizes.",
                                      isometric::buckets(1, 2, 4));
  for (const double value : {-1.0, 1.0, 1.5, 2.0, 4.5, 100.0}) size.observe(value);
  const auto seen = snapshot(sink);
  const auto& histogram = seen.histogram(size.series());
  CHECK(histogram.count == 6);
  CHECK(histogram.sum == 108);
  CHECK(histogram.buckets ==
        std::vector<isometric::BucketSample>{
            {1, 2}, {2, 4}, {4, 4}, {std::numeric_limits<double>::infinity(), 6}});
}

TEST_CASE("a snapshot of a recording sink shows what was described") {
  const RecordingSink sink;
  const isometric::LabelDescriptor labels[] = {{"group", {}}};
  const isometric::ConstantLabel constant[] = {{"instance", "one"}};
  auto latency = described(MetricType::summary, "app_latency_seconds");
  latency.unit = "seconds";
  latency.labels = labels;
  latency.constant_labels = constant;
  auto build = described(MetricType::info, "app_build_info");
  build.labels = labels;
  const std::string_view group = "a";
  const auto series = sink.summary(latency).block(OpenLabelValues{&group, 1}).series(0);
  series.observe(0.5);
  series.observe(1);
  sink.gauge(build).block({&group, 1}).series(0).set(1);

  const auto seen = snapshot(sink);
  REQUIRE(seen.families().size() == 2);
  CHECK(seen.families()[0].name == "app_build_info");
  CHECK(seen.families()[0].type == MetricType::info);
  CHECK_THAT(seen, HasValue({"app_build_info", {{"group", "a"}}}, 1));
  const auto& summary = seen.families()[1];
  CHECK(summary.name == "app_latency_seconds");
  CHECK(summary.help == "Help.");
  CHECK(summary.unit == "seconds");
  CHECK(summary.type == MetricType::summary);
  REQUIRE(summary.series.size() == 1);
  CHECK(summary.series[0].labels == isometric::LabelPairs{{"group", "a"}, {"instance", "one"}});
  CHECK(summary.series[0].value == isometric::SampleValue(isometric::SummarySample{2, 1.5, {}}));
  CHECK(sink.log().updates()[0].series ==
        SeriesSelector("app_latency_seconds", {{"group", "a"}, {"instance", "one"}}));
}

TEST_CASE("a recording sink counts what it refuses and rejects, as a registry does") {
  const RecordingSink sink;
  const Counter<RecordingSink, Way> moves(sink, "app_moves_total", "Moves.");
  CHECK(snapshot(sink).families().size() == 1);
  moves.labels(Direction::up).inc(-1);
  moves.labels(Direction::up).inc(not_a_number);
  const auto rejected = moves.labels(static_cast<Direction>(7));
  rejected.inc();
  rejected.inc(-1);
  const auto seen = snapshot(sink);
  CHECK_THAT(seen,
             HasValue({"isometric_refused_updates_total", {{"family", "app_moves_total"}}}, 3));
  CHECK_THAT(
      seen,
      HasValue({"isometric_rejected_label_values_total", {{"family", "app_moves_total"}}}, 1));
  CHECK_THAT(seen, HasValue(moves.series(Direction::up), 0));
  CHECK(sink.log().updates().empty());
  CHECK(sink.log().of(Operation::refuse).of(moves.series(Direction::up)).size() == 2);
}

TEST_CASE("clearing forgets calls, no values, and no order") {
  const RecordingSink sink;
  const Counter<RecordingSink, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a").inc();
  const auto before = sink.log();
  sink.clear();
  CHECK(sink.log().empty());
  CHECK(before.size() == 3);
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 1));
  moves.labels("a").inc();
  REQUIRE(sink.log().size() == 1);
  CHECK(sink.log()[0].sequence == 4);
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 2));
}

TEST_CASE("what is declared again is the same family") {
  const RecordingSink sink;
  const Counter<RecordingSink, Group> first(sink, "app_moves_total", "Moves.");
  const Counter<RecordingSink, Group> second(sink, "app_moves_total", "Moves.");
  first.labels("a").inc();
  second.labels("a").inc();
  CHECK_THAT(snapshot(sink), HasValue(first.series("a"), 2));
  CHECK(sink.log().of(Operation::declare).size() == 2);
  const Gauge<RecordingSink> nodes(sink, "app_nodes", "Nodes.");
  nodes.set(3);
  const Gauge<RecordingSink> again(sink, "app_nodes", "Nodes.");
  again.inc();
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 4));
}

TEST_CASE("what is declared again in another way is in conflict, and changes nothing") {
  const RecordingSink sink;
  const Counter<RecordingSink, Way> moves(sink, "app_moves_total", "Moves.");
  const Histogram<RecordingSink> size(sink, "app_size", "Sizes.", isometric::buckets(1, 2));
  moves.labels(Direction::up).inc();
  const auto log = sink.log();
  const auto seen = snapshot(sink);
  const std::string here = __FILE__;

  const auto field_of = [](auto declare) { return conflict_of(declare).field(); };
  using isometric::legacy_name;
  CHECK(field_of([&] {
          Gauge<RecordingSink, Way>(sink, legacy_name("app_moves_total"), "Moves.");
        }) == Field::type);
  CHECK(field_of([&] { Counter<RecordingSink, Group>(sink, "app_moves_total", "Moves."); }) ==
        Field::label_names);
  CHECK(field_of([&] { Counter<RecordingSink, Way>(sink, "app_moves_total", "Other."); }) ==
        Field::help);
  CHECK(field_of([&] { Counter<RecordingSink, Way>(sink, "app_moves_total", "Moves.", {5}); }) ==
        Field::max_series);
  CHECK(field_of([&] {
          Histogram<RecordingSink>(sink, "app_size", "Sizes.", isometric::buckets(1, 3));
        }) == Field::buckets);
  CHECK(field_of([&] { Gauge<RecordingSink>(sink, legacy_name("app_size_count"), "Sizes."); }) ==
        Field::derived_name);
  using Removable = isometric::Removable<RecordingSink>;
  CHECK(field_of([&] { Counter<Removable, Way>(sink, "app_moves_total", "Moves."); }) ==
        Field::series_kind);

  const auto conflict =
      conflict_of([&] { Counter<RecordingSink, Group>(sink, "app_moves_total", "Moves."); });
  CHECK(conflict.metric() == "app_moves_total");
  CHECK(conflict.existing() == "(direction)");
  CHECK(conflict.requested() == "(group)");
  CHECK(conflict.existing_site().find("recording_sink_test.cpp:") != std::string::npos);
  CHECK(conflict.requested_site().find("recording_sink_test.cpp:") != std::string::npos);

  CHECK(sink.log() == log);
  CHECK(snapshot(sink) == seen);
}

TEST_CASE("a recording sink remembers descriptions, not where they were") {
  const RecordingSink sink;
  std::string name = "app_nodes";
  std::string help = "Nodes.";
  auto family = described(MetricType::gauge, name);
  family.help = help;
  const auto gauge = sink.gauge(family);
  name.assign(name.size(), '#');
  help.assign(help.size(), '#');
  CHECK(gauge.descriptor().name == "app_nodes");
  CHECK(snapshot(sink).families()[0].help == "Nodes.");
}

TEST_CASE("text that no page may hold is mended before it is compared") {
  const RecordingSink sink;
  using namespace std::string_literals;
  const auto bad = "a\0b"s;
  auto family = described(MetricType::counter, "app_moves_total");
  family.help = bad;
  const isometric::LabelDescriptor labels[] = {{"group", {}}};
  family.labels = labels;
  const auto first = sink.counter(family);
  const auto second = sink.counter(family);
  const std::string mended = "a\xEF\xBF\xBD" + "b"s;
  const std::string_view groups[] = {bad, mended};
  first.block({&groups[0], 1}).series(0).inc();
  second.block({&groups[1], 1}).series(0).inc();
  CHECK_THAT(snapshot(sink), HasValue({"app_moves_total", {{"group", mended}}}, 2));
  CHECK(sink.log().of(Operation::make).size() == 1);
}

TEST_CASE("a recording sink has no series cap") {
  const RecordingSink sink;
  const Counter<RecordingSink, Group> moves(sink, "app_moves_total", "Moves.", {.max_series = 2});
  for (int i = 0; i < 3000; ++i) moves.labels(std::to_string(i)).inc();
  CHECK(snapshot(sink).find_family("app_moves_total")->series.size() == 3000);
}

// --- Removable families --------------------------------------------------------------------------

namespace {

using RemovableSink = isometric::Removable<RecordingSink>;

auto moves_of(const RemovableSink& sink) {
  return Counter<RemovableSink, Group, Way>(sink, "app_moves_total", "Moves.");
}

/// The family itself, for what only other instruments ask of it.
auto family_of(const RecordingSink& sink) {
  static constexpr std::string_view ways[] = {"up", "down"};
  static constexpr isometric::LabelDescriptor labels[] = {{"group", {}}, {"direction", ways}};
  auto family = described(MetricType::counter, "app_moves_total");
  family.help = "Moves.";
  family.labels = labels;
  return sink.removable().counter(family);
}

}  // namespace

TEST_CASE("a removed series is gone, takes calls until its handles go, and starts again at 0") {
  const RecordingSink sink;
  const auto moves = moves_of(sink);
  const auto family = family_of(sink);
  const auto held = moves.labels("a", Direction::up);
  const std::string_view group = "a";
  const OpenLabelValues a{&group, 1};
  held.inc(5);
  sink.clear();

  CHECK(family.remove(a, 0));
  CHECK_FALSE(family.remove(a, 0));
  held.inc();
  CHECK(snapshot(sink).find_series(moves.series("a", Direction::up)) == nullptr);
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a", Direction::down), 0));
  moves.labels("a", Direction::up).inc(2);
  held.inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a", Direction::up), 2));
  CHECK(text_of(sink.log()) ==
        "remove app_moves_total{direction=\"up\",group=\"a\"}\n"
        "inc app_moves_total{direction=\"up\",group=\"a\"} 1\n"
        "make app_moves_total{direction=\"up\",group=\"a\"}\n"
        "inc app_moves_total{direction=\"up\",group=\"a\"} 2\n"
        "inc app_moves_total{direction=\"up\",group=\"a\"} 1\n");
}

TEST_CASE("a family of closed labels writes down the series that come back") {
  const RecordingSink sink;
  const Counter<RemovableSink, Way> moves(sink, "app_moves_total", "Moves.");
  CHECK(sink.log().size() == 1);
  auto family = described(MetricType::counter, "app_moves_total");
  family.help = "Moves.";
  static constexpr std::string_view ways[] = {"up", "down"};
  static constexpr isometric::LabelDescriptor labels[] = {{"direction", ways}};
  family.labels = labels;
  CHECK(sink.removable().counter(family).remove_matching({}) == 2);
  sink.clear();
  moves.labels(Direction::up).inc();
  CHECK(text_of(sink.log()) ==
        "make app_moves_total{direction=\"up\"}\n"
        "inc app_moves_total{direction=\"up\"} 1\n");
}

TEST_CASE("series are removed by some of their labels") {
  const RecordingSink sink;
  const auto moves = moves_of(sink);
  const auto family = family_of(sink);
  for (const char* group : {"a", "b", "c"}) moves.labels(group, Direction::up).inc();
  const auto count = [&] {
    const auto seen = snapshot(sink);
    const auto* found = seen.find_family("app_moves_total");
    return found == nullptr ? 0 : found->series.size();
  };
  REQUIRE(count() == 6);
  using isometric::LabelMatch;
  const LabelMatch b_down[] = {{0, "b"}, {1, "down"}};
  CHECK(family.remove_matching(b_down) == 1);
  CHECK(snapshot(sink).find_series(moves.series("b", Direction::up)) != nullptr);
  const LabelMatch up[] = {{1, "up"}};
  CHECK(family.remove_matching(up) == 3);
  CHECK(count() == 2);
  const LabelMatch nobody[] = {{0, "d"}};
  CHECK(family.remove_matching(nobody) == 0);
  CHECK(family.remove_matching({}) == 2);
  CHECK(count() == 0);
  CHECK(sink.log().of(Operation::remove).size() == 6);
}

TEST_CASE("a series goes with the last of those who have acquired it") {
  const RecordingSink sink;
  const auto moves = moves_of(sink);
  const auto family = family_of(sink);
  const std::string_view group = "a";
  const OpenLabelValues a{&group, 1};
  const auto is_there = [&] {
    return snapshot(sink).find_series(moves.series("a", Direction::down)) != nullptr;
  };
  const auto first = family.acquire(a, 1);
  const auto second = family.acquire(a, 1);
  family.release(first);
  CHECK(is_there());
  family.release(second);
  CHECK_FALSE(is_there());
  family.release(second);  // one too many harms nobody
  const auto third = family.acquire(a, 1);
  CHECK(is_there());
  family.remove(a, 1);
  const auto fourth = family.acquire(a, 1);
  family.release(third);  // of the series that was removed, not of the one that came after
  CHECK(is_there());
  family.release(fourth);
  CHECK_FALSE(is_there());
}

TEST_CASE("a kept block makes a removed series anew") {
  const RecordingSink sink;
  const auto family = family_of(sink);
  const std::string_view group = "a";
  const auto block = family.block(OpenLabelValues{&group, 1});
  family.remove_matching({});
  block.series(1).inc(3);
  CHECK_THAT(snapshot(sink),
             HasValue({"app_moves_total", {{"group", "a"}, {"direction", "down"}}}, 3));
}

TEST_CASE("handles of a removable family outlive sink and instrument") {
  std::optional<RecordingSink> sink(std::in_place);
  std::optional moves = moves_of(*sink);
  const auto held = moves->labels("a", Direction::up);
  const auto rejected = moves->labels("a", static_cast<Direction>(7));
  moves.reset();
  sink.reset();
  held.inc();
  held.inc(not_a_number);
  rejected.inc();
}

// --- Callbacks -----------------------------------------------------------------------------------

namespace {

auto temperatures_of(const RecordingSink& sink) {
  static constexpr isometric::LabelDescriptor labels[] = {{"group", {}}};
  auto family = described(MetricType::gauge, "app_temperature_celsius");
  family.labels = labels;
  return sink.callback_gauge(family);
}

using Registration = isometric::detail::CallbackRegistrationOf<decltype(temperatures_of(
    std::declval<const RecordingSink&>()))>;

constexpr std::string_view group_a = "a";
const OpenLabelValues in_a{&group_a, 1};
const SeriesSelector temperature_of_a{"app_temperature_celsius", {{"group", "a"}}};

}  // namespace

TEST_CASE("callbacks are read when a snapshot is taken, and no longer than their registrations") {
  const RecordingSink sink;
  const auto temperatures = temperatures_of(sink);
  CHECK(snapshot(sink).families().empty());
  double now = 20;
  {
    const auto registration = temperatures.add(in_a, 0, [&] { return now; });
    CHECK_THAT(snapshot(sink), HasValue(temperature_of_a, 20));
    now = 21;
    CHECK_THAT(snapshot(sink), HasValue(temperature_of_a, 21));
    {
      const auto another = temperatures.add(in_a, 0, [] { return 100.0; });
      CHECK_THAT(snapshot(sink), HasValue(temperature_of_a, 121));
    }
    CHECK_THAT(snapshot(sink), HasValue(temperature_of_a, 21));
  }
  CHECK(snapshot(sink).families().empty());
  const std::string series = "app_temperature_celsius{group=\"a\"}\n";
  CHECK(text_of(sink.log()) == "declare app_temperature_celsius\nregister_callback " + series +
                                   "register_callback " + series + "end_callback " + series +
                                   "end_callback " + series);
}

TEST_CASE("the registration of a callback moves, and ends when it is assigned to") {
  const RecordingSink sink;
  const auto temperatures = temperatures_of(sink);
  auto first = temperatures.add(in_a, 0, [] { return 1.0; });
  Registration second = std::move(first);
  CHECK_THAT(snapshot(sink), HasValue(temperature_of_a, 1));
  second = temperatures.add(in_a, 0, [] { return 2.0; });
  CHECK_THAT(snapshot(sink), HasValue(temperature_of_a, 2));
  second = {};
  CHECK(snapshot(sink).families().empty());
  CHECK(sink.log().of(Operation::end_callback).size() == 2);
}

TEST_CASE("a callback that fails is left out of the snapshot, and counted") {
  const RecordingSink sink;
  const auto temperatures = temperatures_of(sink);
  bool is_broken = true;
  const auto registration = temperatures.add(in_a, 0, [&] {
    if (is_broken) throw std::runtime_error("no sensor");
    return 20.0;
  });
  const auto turns = sink.callback_counter(described(MetricType::counter, "app_turns_total"));
  const auto negative = turns.add({}, 0, [] { return -1.0; });
  const auto seen = snapshot(sink);
  CHECK(seen.find_family("app_temperature_celsius") == nullptr);
  CHECK(seen.find_family("app_turns_total") == nullptr);
  const auto failures = [](const std::string& name) {
    return SeriesSelector("isometric_failed_callbacks_total", {{"family", name}});
  };
  CHECK_THAT(seen, HasValue(failures("app_temperature_celsius"), 1));
  CHECK_THAT(seen, HasValue(failures("app_turns_total"), 1));
  is_broken = false;
  CHECK_THAT(snapshot(sink), HasValue(temperature_of_a, 20));
}

TEST_CASE("a callback may use the sink that calls it, and end itself") {
  const RecordingSink sink;
  const auto temperatures = temperatures_of(sink);
  const Counter<RecordingSink> calls(sink, "app_calls_total", "Calls.");
  Registration registration;
  registration = temperatures.add(in_a, 0, [&] {
    calls.inc();
    sink.mark("called");
    registration = {};
    return 20.0;
  });
  static_cast<void>(snapshot(sink));
  const auto seen = snapshot(sink);
  CHECK(seen.find_series(temperature_of_a) == nullptr);
  CHECK_THAT(seen, HasValue(calls.series(), 1));
  CHECK(sink.log().after("called").of(Operation::end_callback).size() == 1);
}

TEST_CASE("a callback for a label value that is not known is rejected, and never called") {
  const RecordingSink sink;
  const auto temperatures = temperatures_of(sink);
  const auto registration = temperatures.rejected_registration();
  CHECK(text_of(sink.log().of(Operation::reject)) == "reject app_temperature_celsius\n");
  CHECK_THAT(snapshot(sink), HasValue({"isometric_rejected_label_values_total",
                                       {{"family", "app_temperature_celsius"}}},
                                      1));
}

TEST_CASE("a callback's registration outlives the sink") {
  std::optional<RecordingSink> sink(std::in_place);
  const auto registration = temperatures_of(*sink).add(in_a, 0, [] { return 1.0; });
  sink.reset();
}

TEST_CASE("a family of callbacks is no family of another kind") {
  const RecordingSink sink;
  static_cast<void>(temperatures_of(sink));
  CHECK(conflict_of([&] {
          Gauge<RecordingSink, Group>(sink, "app_temperature_celsius", "Help.");
        }).field() == Field::series_kind);
}

// --- Threads -------------------------------------------------------------------------------------

TEST_CASE("calls of many threads have one order, in which each thread's own is kept") {
  const RecordingSink sink;
  const Counter<RecordingSink, Group> moves(sink, "app_moves_total", "Moves.");
  constexpr std::size_t threads = 6;
  constexpr int calls = 400;
  std::atomic<std::size_t> running = threads;
  std::vector<isometric::CallLog> logs;
  std::vector<isometric::Snapshot> snapshots;
  in_threads(threads + 1, [&](std::size_t thread) {
    if (thread == threads) {
      do {
        logs.push_back(sink.log());
        snapshots.push_back(snapshot(sink));
      } while (running > 0);
      return;
    }
    for (int i = 0; i < calls; ++i) {
      moves.labels(i % 2 == 0 ? "shared" : std::to_string(thread)).inc(i);
      if (i % 100 == 0) sink.mark(std::to_string(thread));
    }
    --running;
  });

  const auto log = sink.log();
  CHECK(log.updates().size() == threads * calls);
  for (std::size_t i = 0; i < log.size(); ++i) REQUIRE(log[i].sequence == i + 1);
  for (std::size_t thread = 0; thread < threads; ++thread) {
    const auto own = log.updates().of(moves.series(std::to_string(thread)));
    REQUIRE(own.size() == calls / 2);
    for (std::size_t i = 0; i < own.size(); ++i)
      REQUIRE(own[i].value == static_cast<double>(2 * i + 1));
  }
  // A log that was read meanwhile is the beginning of the whole one.
  for (const auto& earlier : logs) {
    REQUIRE(std::equal(earlier.begin(), earlier.end(), log.begin()));
  }
  // A snapshot is a moment in the log: some prefix of it adds up to what it shows.
  std::map<SeriesSelector, double> values;
  auto next = snapshots.begin();
  const auto is_now = [&](const isometric::Snapshot& seen) {
    std::size_t count = 0;
    for (const auto& family : seen.families()) {
      for (const auto& series : family.series) {
        const auto found = values.find({family.name, series.labels});
        if (found == values.end() || isometric::SampleValue(found->second) != series.value)
          return false;
        ++count;
      }
    }
    return count == values.size();
  };
  while (next != snapshots.end() && is_now(*next)) ++next;
  for (const auto& call : log) {
    if (call.operation == Operation::make) values[call.series] = 0;
    if (call.operation == Operation::inc) values[call.series] += call.value;
    while (next != snapshots.end() && is_now(*next)) ++next;
  }
  CHECK(next == snapshots.end());
}

TEST_CASE("a callback is not called once its registration has ended, whatever other threads do") {
  const RecordingSink sink;
  const auto temperatures = temperatures_of(sink);
  std::atomic<int> calls_after_the_end = 0;
  std::atomic<bool> is_over = false;
  in_threads(4, [&](std::size_t thread) {
    if (thread > 1) {
      while (!is_over) static_cast<void>(snapshot(sink));
      return;
    }
    for (int i = 0; i < 200; ++i) {
      bool is_registered = true;  // of this frame: a late call would read what is gone
      {
        const auto registration = temperatures.add(in_a, 0, [&] {
          if (!is_registered) ++calls_after_the_end;
          return 1.0;
        });
        static_cast<void>(snapshot(sink));
      }
      is_registered = false;
    }
    if (thread == 0) is_over = true;
  });
  CHECK(calls_after_the_end == 0);
}

TEST_CASE("threads remove series that others look up and update") {
  const RecordingSink sink;
  const auto moves = moves_of(sink);
  const auto family = family_of(sink);
  in_threads(6, [&](std::size_t thread) {
    const std::string_view group = "a";
    const OpenLabelValues a{&group, 1};
    for (int i = 0; i < 200; ++i) {
      if (thread == 0) {
        family.remove_matching({});
      } else if (thread == 1) {
        family.release(family.acquire(a, 1));
      } else if (thread == 2) {
        static_cast<void>(snapshot(sink));
        static_cast<void>(sink.log());
      } else {
        moves.labels("a", i % 2 == 0 ? Direction::up : Direction::down).inc();
      }
    }
  });
  CHECK(sink.log().updates().size() == 3 * 200);
  const auto log = sink.log();
  const auto seen = snapshot(sink);
  for (const auto way : {Direction::up, Direction::down}) {
    // What is there is what was counted since the series was made last, through handles of then.
    const auto* series = seen.find_series(moves.series("a", way));
    const auto events = log.of(moves.series("a", way));
    const auto made = events.of(Operation::make).size();
    const auto removed = events.of(Operation::remove).size();
    CHECK(made - removed == (series == nullptr ? 0 : 1));
  }
}
