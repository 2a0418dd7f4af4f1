#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

using namespace isometric::testing;
using namespace test_support;
using isometric::Counter;
using isometric::FamilyDescriptor;
using isometric::Gauge;
using isometric::Histogram;
using isometric::LabeledSink;
using isometric::NullSink;
using isometric::OpenLabelValues;
using isometric::PrefixedSink;
using isometric::RegistrySink;
using isometric::Removable;
using isometric::TeeSink;

namespace {

using Log = std::vector<std::string>;
using Both = TeeSink<RegistrySink, RegistrySink>;

/// Writes down which sink was told what. What it acquires it counts; with `is_full` it cannot.
class LoggingSink {
  struct Handle {
    std::shared_ptr<Log> log;
    std::string name;

    void write(const std::string& update) const { log->push_back(name + update); }
    void inc() const noexcept { write(" inc"); }
    void inc(double) const noexcept { write(" inc by"); }
    void dec(double) const noexcept { write(" dec"); }
    void set(double) const noexcept { write(" set"); }
    void observe(double) const noexcept { write(" observe"); }
    void refuse() const noexcept { write(" refuse"); }
  };
  struct Block {
    Handle handle;
    Handle series(std::size_t) const noexcept { return handle; }
  };

 public:
  struct Family {
    Handle handle;
    bool is_full;

    Block block(OpenLabelValues) const { return {handle}; }
    Handle rejected_series() const { return {handle.log, handle.name + " rejected"}; }
    bool remove(OpenLabelValues, std::size_t) const { return false; }
    std::size_t remove_matching(std::span<const isometric::LabelMatch>) const { return 1; }
    Handle acquire(OpenLabelValues, std::size_t) const {
      if (is_full) throw std::bad_alloc();
      handle.write(" acquired");
      return handle;
    }
    void release(const Handle& acquired) const noexcept { acquired.write(" released"); }
  };

  LoggingSink(std::shared_ptr<Log> log, std::string name, bool is_full = false)
      : handle_{std::move(log), std::move(name)}, is_full_(is_full) {}

  Family counter(const FamilyDescriptor&) const { return {handle_, is_full_}; }
  Family gauge(const FamilyDescriptor&) const { return {handle_, is_full_}; }
  Family histogram(const FamilyDescriptor&) const { return {handle_, is_full_}; }
  Family summary(const FamilyDescriptor&) const { return {handle_, is_full_}; }
  LoggingSink removable() const { return *this; }

 private:
  Handle handle_;
  bool is_full_;
};

FamilyDescriptor described(isometric::MetricType type, std::string_view name) {
  FamilyDescriptor family;
  family.type = type;
  family.name = name;
  family.help = "Help.";
  return family;
}

}  // namespace

TEST_CASE("a tee tells every sink everything, from the first to the last") {
  const auto log = std::make_shared<Log>();
  using Sink = TeeSink<LoggingSink, NullSink, LoggingSink>;
  const Sink sink(LoggingSink(log, "a"), NullSink(), LoggingSink(log, "b"));
  const Counter<Sink, Way> moves(sink, "app_moves_total", "Moves.");
  const Gauge<Sink> nodes(sink, "app_nodes", "Nodes.");
  const Histogram<Sink, Group> sizes(sink, "app_size", "Sizes.");
  moves.labels(Direction::up).inc();
  moves.labels(Direction::up).inc(2);
  moves.labels(Direction::up).inc(-1);
  moves.labels(static_cast<Direction>(7)).inc();
  nodes.inc();
  nodes.dec();
  nodes.set(1);
  sizes.labels("a").observe(1);
  CHECK(*log == Log{"a inc", "b inc", "a inc by", "b inc by", "a refuse", "b refuse",
                    "a rejected inc", "b rejected inc", "a inc by", "b inc by", "a dec", "b dec",
                    "a set", "b set", "a observe", "b observe"});
}

TEST_CASE("a tee over two registries counts in both") {
  const RegistrySink first;
  const RegistrySink second;
  const TeeSink sink(first, second);
  const Counter<Both, Group, Way> moves(sink, "app_moves_total", "Moves.");
  moves.labels("rack-1", Direction::up).inc(2);
  CHECK_THAT(snapshot(first), HasValue(moves.series("rack-1", Direction::up), 2));
  CHECK(snapshot(first) == snapshot(second));
}

TEST_CASE("a tee is read from the first sink that can be read") {
  using Sink = TeeSink<NullSink, PrefixedSink<RegistrySink>, RegistrySink>;
  STATIC_REQUIRE(isometric::CollectableSource<Sink>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<TeeSink<NullSink, NullSink>>);
  const Sink sink(NullSink(), PrefixedSink(RegistrySink(), "app_"), RegistrySink());
  const Counter<Sink, Way> moves(sink, "moves_total", "Moves.");
  const auto before = snapshot(sink);
  moves.labels(Direction::up).inc();
  CHECK_THAT(snapshot(sink) - before, OnlyChanged(moves.series(Direction::up), +1));
  CHECK(snapshot(sink).value({"app_moves_total", {{"direction", "up"}}}) == 1);
  CHECK(snapshot(sink.inner<2>()).value({"moves_total", {{"direction", "up"}}}) == 1);
  CHECK(sink.collectable()->Collect().front().name == "app_moves_total");
  CHECK(sink.scrape_source()->scrape()->families().front()->descriptor().name == "app_moves_total");
}

TEST_CASE("a tee may be made of default-constructed sinks, and copies are the same sink") {
  const Both sink;
  const Both copy = sink;
  const Counter<Both> moves(sink, "app_moves_total", "Moves.");
  const Counter<Both> same(copy, "app_moves_total", "Moves.");
  moves.inc();
  same.inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 2));
  CHECK_THAT(snapshot(copy.inner<1>()), HasValue(moves.series(), 2));
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<TeeSink<LoggingSink, NullSink>>);
}

TEST_CASE("a family that one sink of a tee refuses stays in the sinks before it") {
  const RegistrySink first;
  const RegistrySink second;
  const Gauge<RegistrySink> taken(second, isometric::legacy_name("app_moves_total"), "Moves.");
  const TeeSink sink(first, second);
  const auto conflict =
      conflict_of([&] { const Counter<Both> moves(sink, "app_moves_total", "Moves."); });
  CHECK(conflict.field() == isometric::Field::type);
  const Counter<RegistrySink> moves(first, "app_moves_total", "Moves.");
  CHECK_THAT(snapshot(first), HasValue(moves.series(), 0));
}

TEST_CASE("a tee's handle is one of each sink's, and empty for null sinks") {
  STATIC_REQUIRE(sizeof(Counter<Both>::handle_type) ==
                 2 * sizeof(Counter<RegistrySink>::handle_type));
  STATIC_REQUIRE(sizeof(Counter<TeeSink<NullSink, RegistrySink>>::handle_type) ==
                 sizeof(Counter<RegistrySink>::handle_type));
  STATIC_REQUIRE(std::is_empty_v<Counter<TeeSink<NullSink, NullSink>, Group>>);
  STATIC_REQUIRE(Counter<TeeSink<NullSink, NullSink>>::handle_type::is_null);
  STATIC_REQUIRE_FALSE(Counter<TeeSink<NullSink, RegistrySink>>::handle_type::is_null);
}

TEST_CASE("adaptors and tees nest in any order") {
  const RegistrySink registry;
  const LabeledSink sink(
      TeeSink(PrefixedSink(registry, "app_"), TeeSink(LabeledSink(registry, {{"zone", "eu"}}))),
      {{"host", "a"}});
  using Sink = std::remove_const_t<decltype(sink)>;
  STATIC_REQUIRE(isometric::diagnose_sink<Sink>());
  const Counter<Sink> moves(sink, "moves_total", "Moves.");
  moves.inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 1));
  CHECK(snapshot(registry).value({"app_moves_total", {{"host", "a"}}}) == 1);
  CHECK(snapshot(registry).value({"moves_total", {{"host", "a"}, {"zone", "eu"}}}) == 1);
}

TEST_CASE("a removable family of a tee loses series in every sink") {
  STATIC_REQUIRE(isometric::RemovableSink<Both>);
  const RegistrySink first;
  const RegistrySink second;
  const TeeSink sink(first, second);
  const isometric::LabelDescriptor labels[] = {{"group", {}}};
  auto family = described(isometric::MetricType::gauge, "app_nodes");
  family.labels = labels;
  const auto nodes = Removable<Both>(sink).gauge(family);
  const auto label_values = [](std::string_view& value) { return OpenLabelValues(&value, 1); };
  std::string_view rack = "rack-1";
  nodes.block(label_values(rack)).series(0).set(3);
  REQUIRE(snapshot(second).value({"app_nodes", {{"group", "rack-1"}}}) == 3);
  CHECK(nodes.remove(label_values(rack), 0));
  CHECK_FALSE(nodes.remove(label_values(rack), 0));
  CHECK(snapshot(first).families().empty());
  CHECK(snapshot(second).families().empty());

  SECTION("by a part of its labels") {
    nodes.block(label_values(rack)).series(0).set(3);
    CHECK(nodes.remove_matching({}) == 1);
    CHECK(snapshot(second).families().empty());
  }
  SECTION("when the last owner gives it up") {
    const auto acquired = nodes.acquire(label_values(rack), 0);
    acquired.set(4);
    CHECK(snapshot(second).value({"app_nodes", {{"group", "rack-1"}}}) == 4);
    nodes.release(acquired);
    CHECK(snapshot(first).families().empty());
    CHECK(snapshot(second).families().empty());
  }
}

TEST_CASE("a tee says that it removed something if one of its sinks did") {
  const auto log = std::make_shared<Log>();
  const TeeSink sink(LoggingSink(log, "a"), RegistrySink());
  const auto nodes = sink.removable().gauge(described(isometric::MetricType::gauge, "app_nodes"));
  nodes.block({}).series(0).set(3);
  CHECK(nodes.remove({}, 0));
  CHECK_FALSE(nodes.remove({}, 0));
  CHECK(nodes.remove_matching({}) == 1);
}

TEST_CASE("what a tee cannot acquire in all sinks it has acquired in none") {
  const auto log = std::make_shared<Log>();
  const TeeSink sink(LoggingSink(log, "a"), LoggingSink(log, "b"), LoggingSink(log, "c", true));
  const auto nodes = sink.removable().gauge(described(isometric::MetricType::gauge, "app_nodes"));
  CHECK_THROWS_AS(nodes.acquire({}, 0), std::bad_alloc);
  CHECK(*log == Log{"a acquired", "b acquired", "b released", "a released"});
}

TEST_CASE("a series of a tee of one sink can be owned") {
  const TeeSink<RegistrySink> sink{RegistrySink()};
  const auto nodes = sink.removable().gauge(described(isometric::MetricType::gauge, "app_nodes"));
  const auto acquired = nodes.acquire({}, 0);
  CHECK(sink.snapshot().families().size() == 1);
  nodes.release(acquired);
  CHECK(sink.snapshot().families().empty());
}

TEST_CASE("a callback of a tee is read by every sink, until its registration ends") {
  STATIC_REQUIRE(isometric::CallbackSink<Both>);
  STATIC_REQUIRE_FALSE(isometric::CallbackSink<TeeSink<NullSink, LoggingSink>>);
  const RegistrySink first;
  const RegistrySink second;
  const TeeSink sink(first, second);
  const auto nodes = sink.callback_gauge(described(isometric::MetricType::gauge, "app_nodes"));
  const auto moves =
      sink.callback_counter(described(isometric::MetricType::counter, "app_moves_total"));
  int calls = 0;
  auto registration = nodes.add({}, 0, [&calls] { return ++calls; });
  const auto other = moves.add({}, 0, [] { return 7.0; });
  CHECK(snapshot(first).value({"app_nodes"}) == 1);
  CHECK(snapshot(second).value({"app_nodes"}) == 2);
  CHECK(snapshot(second).value({"app_moves_total"}) == 7);
  registration = {};
  CHECK(snapshot(first).find_family("app_nodes") == nullptr);
  CHECK(snapshot(second).find_family("app_nodes") == nullptr);
  CHECK(calls == 3);
}

TEST_CASE("many threads that update through a tee lose no update in any sink") {
  const RegistrySink first;
  const RegistrySink second;
  const TeeSink sink(first, second);
  in_threads(4, [&](std::size_t) {
    const Counter<Both, Group> moves(sink, "app_moves_total", "Moves.");
    for (int i = 0; i < 1000; ++i) moves.labels(std::to_string(i % 7)).inc();
  });
  const Counter<Both, Group> moves(sink, "app_moves_total", "Moves.");
  CHECK_THAT(snapshot(first), HasValue(moves.series("0"), 572));
  CHECK(snapshot(first) == snapshot(second));
}
