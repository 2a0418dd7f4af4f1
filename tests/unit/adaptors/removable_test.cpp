#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/snapshots.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/registry.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

using namespace test_support;
using isometric::Counter;
using isometric::Field;
using isometric::Gauge;
using isometric::Histogram;
using isometric::NullSink;
using isometric::RegistrationConflict;
using isometric::RegistrySink;
using isometric::Removable;
using isometric::snapshot;
using isometric::testing::HasValue;

namespace {

using Sink = Removable<RegistrySink>;

template <class Sink>
struct Server {
  explicit Server(const Sink& sink)
      : moves(sink, "app_moves_total", "Moves."),
        nodes(sink, "app_nodes", "Nodes."),
        sizes(sink, "app_size", "Sizes.") {}

  isometric::Counter<Removable<Sink>, Group, Way> moves;
  isometric::Gauge<Removable<Sink>, Group> nodes;
  isometric::Histogram<Sink> sizes;
};

}  // namespace

TEST_CASE("an instrument on a removable sink is constructed with the sink itself") {
  STATIC_REQUIRE(isometric::MetricsSink<Removable<RegistrySink>>);
  STATIC_REQUIRE(std::is_convertible_v<const RegistrySink&, Removable<RegistrySink>>);
  const RegistrySink sink;
  const Server<RegistrySink> server(sink);
  server.moves.labels("rack-1", Direction::up).inc();
  server.nodes.labels("rack-1").set(3);
  server.sizes.observe(1);
  const auto seen = snapshot(sink);
  CHECK(seen.value(server.moves.series("rack-1", Direction::up)) == 1);
  CHECK(seen.value(server.nodes.series("rack-1")) == 3);
  CHECK(seen.histogram(server.sizes.series()).count == 1);
}

TEST_CASE("a family that is declared through a removable sink can lose series") {
  const RegistrySink sink;
  isometric::FamilyDescriptor described;
  described.type = isometric::MetricType::gauge;
  described.name = "app_nodes";
  described.help = "Nodes.";
  const auto family = Removable<RegistrySink>(sink).gauge(described);
  STATIC_REQUIRE(isometric::RemovableFamily<std::remove_const_t<decltype(family)>>);
  family.block({}).series(0).set(3);
  REQUIRE(snapshot(sink).value({"app_nodes"}) == 3);
  CHECK(family.remove({}, 0));
  CHECK(snapshot(sink).find_series({"app_nodes"}) == nullptr);
}

TEST_CASE("on the null sink, a removable sink and its instruments are empty") {
  STATIC_REQUIRE(std::is_empty_v<Removable<NullSink>>);
  STATIC_REQUIRE(std::is_empty_v<isometric::Counter<Removable<NullSink>, Group>>);
  const Server<NullSink> server(NullSink{});
  server.moves.labels("rack-1", Direction::up).inc();
}

TEST_CASE("a removed series leaves the scrape at once, and starts at 0 when it comes back") {
  const RegistrySink sink;
  const Counter<Sink, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a").inc(5);
  moves.labels("b").inc(1);
  CHECK(moves.remove("a"));
  CHECK_FALSE(shows(sink, moves.series("a")));
  CHECK_THAT(snapshot(sink), HasValue(moves.series("b"), 1));
  CHECK_FALSE(moves.remove("a"));
  CHECK_FALSE(moves.remove("never seen"));
  moves.labels("a");
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 0));
}

TEST_CASE("a handle of a removed series takes updates and never reaches the series that follows") {
  const RegistrySink sink;
  const Counter<Sink, Group> moves(sink, "app_moves_total", "Moves.");
  const auto held = moves.labels("a");
  moves.remove("a");
  held.inc(3);
  moves.labels("a").inc();
  held.inc(3);
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 1));
}

TEST_CASE("a handle may be the last that is left of sink, instrument and series") {
  std::optional<Counter<Sink, Group>::handle_type> held;
  {
    const RegistrySink sink;
    const Counter<Sink, Group> moves(sink, "app_moves_total", "Moves.");
    held = moves.labels("a");
  }
  held->inc();
  held->inc(-1);  // refused, and there is nobody left to count it
}

TEST_CASE("all closed series of an open value exist from its first use, and go one by one") {
  const RegistrySink sink;
  const Counter<Sink, Group, Way> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a", Direction::up).inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a", Direction::down), 0));
  CHECK(moves.remove("a", Direction::down));
  CHECK(series_count(sink, "app_moves_total") == 1);

  moves.labels("a", Direction::up).inc();
  CHECK(series_count(sink, "app_moves_total") == 1);
  moves.labels("a", Direction::down).inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a", Direction::down), 1));
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a", Direction::up), 2));
}

TEST_CASE("when a node group disappears, all of its series go and no other's") {
  const RegistrySink sink;
  const Counter<Sink, Group, Way, Zone> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a", Direction::up, "east");
  moves.labels("a", Direction::up, "west");
  moves.labels("b", Direction::up, "east");
  CHECK(moves.remove_matching<Group>("a") == 4);
  CHECK(series_count(sink, "app_moves_total") == 2);
  CHECK(moves.remove_matching<Group>("a") == 0);

  moves.labels("a", Direction::up, "east");
  CHECK(moves.remove_matching<Zone, Way>("east", Direction::down) == 2);
  CHECK(shows(sink, moves.series("a", Direction::up, "east")));
  CHECK_FALSE(shows(sink, moves.series("a", Direction::down, "east")));
  CHECK(moves.remove_matching<Way>(static_cast<Direction>(9)) == 0);
  CHECK(moves.clear() == 2);
  CHECK(snapshot(sink).find_family("app_moves_total") == nullptr);
  CHECK(moves.clear() == 0);
}

TEST_CASE("an instrument without labels comes back with its first update") {
  const RegistrySink sink;
  const Counter<Sink> moves(sink, "app_moves_total", "Moves.");
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 0));
  moves.inc(4);
  CHECK(moves.remove());
  CHECK_FALSE(shows(sink, moves.series()));
  moves.inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 1));
}

TEST_CASE("a family with closed labels only shows all series from the start") {
  const RegistrySink sink;
  const Gauge<Sink, Way, Ready> moves(sink, "app_moves", "Moves.");
  CHECK(series_count(sink, "app_moves") == 4);
  CHECK(moves.remove(Direction::up, true));
  CHECK(series_count(sink, "app_moves") == 3);
  moves.labels(Direction::up, true).set(2);
  CHECK(series_count(sink, "app_moves") == 4);
  CHECK_FALSE(moves.remove(static_cast<Direction>(7), true));
}

TEST_CASE("a removable histogram keeps its buckets") {
  const RegistrySink sink;
  static constexpr auto bounds = isometric::buckets(0.1, 1);
  const Histogram<Sink, Group> duration(sink, "app_duration_seconds", "Time.", bounds);
  duration.labels("a").observe(0.5);
  CHECK(snapshot(sink).histogram(duration.series("a")).buckets.size() == 3);
  CHECK(snapshot(sink).histogram(duration.series("a")).buckets[1].cumulative_count == 1);
  CHECK(duration.remove("a"));
  duration.labels("a");
  CHECK(snapshot(sink).histogram(duration.series("a")).count == 0);
}

TEST_CASE("removing series makes room under the cap") {
  const RegistrySink sink;
  const Counter<Sink, Group> moves(sink, "app_moves_total", "Moves.", {.max_series = 2});
  moves.labels("a").inc();
  moves.labels("b").inc();
  moves.labels("c").inc(7);
  CHECK_THAT(snapshot(sink), HasValue(moves.series("isometric_overflow"), 7));
  CHECK_THAT(snapshot(sink),
             HasValue({"isometric_redirected_lookups_total", {{"family", "app_moves_total"}}}, 1));
  CHECK(moves.remove("a"));
  moves.labels("c").inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("c"), 1));
  CHECK(moves.clear() == 3);
  moves.labels("d").inc();
  moves.labels("e").inc();
  CHECK(series_count(sink, "app_moves_total") == 2);
}

TEST_CASE("a family that is asked for beyond its cap again and again stays bounded") {
  const RegistrySink sink;
  const Counter<Sink, Group, Way> moves(sink, "app_moves_total", "Moves.", {.max_series = 4});
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 10; ++i) moves.labels(std::to_string(i), Direction::up).inc();
    CHECK(series_count(sink, "app_moves_total") == 4 + 2);
    moves.remove_matching<Group>("0");
    CHECK(series_count(sink, "app_moves_total") == 2 + 2);
    moves.remove_matching<Group>("isometric_overflow");
    CHECK(series_count(sink, "app_moves_total") == 2);
  }
}

TEST_CASE("a series whose room was taken while it was gone is sent to the overflow, and counted") {
  const RegistrySink sink;
  const Counter<Sink, Group, Way> moves(sink, "app_moves_total", "Moves.", {.max_series = 4});
  moves.labels("a", Direction::up).inc();
  moves.labels("b", Direction::up).inc();
  CHECK(moves.remove("a", Direction::up));
  CHECK(moves.remove("b", Direction::up));
  moves.labels("c", Direction::up).inc();
  moves.labels("a", Direction::up).inc();
  const auto now = snapshot(sink);
  CHECK(now.find_series(moves.series("a", Direction::up)) == nullptr);
  CHECK_THAT(now, HasValue(moves.series("isometric_overflow", Direction::up), 1));
  CHECK_THAT(now,
             HasValue({"isometric_redirected_lookups_total", {{"family", "app_moves_total"}}}, 1));
}

TEST_CASE("a series of the overflow that was removed comes back, and takes no room") {
  const RegistrySink sink;
  const Counter<Sink, Group, Way> moves(sink, "app_moves_total", "Moves.", {.max_series = 2});
  moves.labels("a", Direction::up).inc();
  moves.labels("b", Direction::up).inc();
  CHECK(moves.remove("isometric_overflow", Direction::up));
  moves.labels("isometric_overflow", Direction::up).inc(5);
  CHECK(moves.remove_matching(Group{"a"}) == 2);
  moves.labels("c", Direction::up).inc();
  const auto now = snapshot(sink);
  CHECK_THAT(now, HasValue(moves.series("isometric_overflow", Direction::up), 5));
  CHECK_THAT(now, HasValue(moves.series("c", Direction::up), 1));
  CHECK_THAT(now,
             HasValue({"isometric_redirected_lookups_total", {{"family", "app_moves_total"}}}, 1));
}

TEST_CASE("no cap binds the series of a removable family with closed labels only") {
  const RegistrySink sink;
  const Counter<Sink, Way> moves(sink, "app_moves_total", "Moves.", {.max_series = 1});
  CHECK(moves.remove(Direction::up));
  CHECK(moves.remove(Direction::down));
  moves.labels(Direction::down).inc();
  moves.labels(Direction::up).inc();
  const auto now = snapshot(sink);
  CHECK_THAT(now, HasValue(moves.series(Direction::down), 1));
  CHECK_THAT(now, HasValue(moves.series(Direction::up), 1));
  CHECK(now.find_family("isometric_redirected_lookups_total") == nullptr);
}

TEST_CASE("series of strange values are removed by the same strange values") {
  const RegistrySink sink;
  const Counter<Sink, Group> moves(sink, "app_moves_total", "Moves.");
  const std::string broken = "a\xFF\n\"";
  moves.labels(broken).inc();
  moves.labels("").inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series(broken), 1));
  CHECK(moves.remove(broken));
  CHECK(moves.remove_matching<Group>("") == 1);
  moves.labels(broken).inc();
  CHECK(moves.remove_matching<Group>(broken) == 1);
}

TEST_CASE("a name is removable or fixed, not both") {
  const RegistrySink sink;
  const Counter<Sink, Group> removable(sink, "app_moves_total", "Moves.");
  try {
    const Counter<RegistrySink, Group> fixed(sink, "app_moves_total", "Moves.");
    FAIL("no conflict");
  } catch (const RegistrationConflict& conflict) {
    CHECK(conflict.field() == Field::series_kind);
    CHECK(conflict.existing() == "removable");
    CHECK(conflict.requested() == "fixed");
  }
}

TEST_CASE("two instruments on one removable family remove each other's series") {
  const RegistrySink sink;
  const Counter<Sink, Group> first(sink, "app_moves_total", "Moves.");
  const Counter<Sink, Group> second(sink, "app_moves_total", "Moves.");
  first.labels("a").inc();
  second.labels("a").inc();
  CHECK_THAT(snapshot(sink), HasValue(first.series("a"), 2));
  CHECK(second.remove("a"));
  CHECK_FALSE(shows(sink, first.series("a")));
}

TEST_CASE("on an adopted registry removable series show in the sink's collectable alone") {
  const auto registry = std::make_shared<prometheus::Registry>();
  const RegistrySink sink(registry);
  const Counter<Sink, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a").inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 1));
  CHECK(registry->Collect().empty());
  CHECK_THROWS_AS((Gauge<RegistrySink>(sink, isometric::legacy_name("app_moves_total"), "Moves.")),
                  RegistrationConflict);
}

TEST_CASE("refused updates of removable series are counted") {
  const RegistrySink sink;
  const Counter<Sink, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a").inc(std::numeric_limits<double>::quiet_NaN());
  CHECK_THAT(snapshot(sink),
             HasValue({"isometric_refused_updates_total", {{"family", "app_moves_total"}}}, 1));
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 0));
}

TEST_CASE("removable series are printed in order, whatever the order they came in") {
  const RegistrySink sink;
  const Counter<Sink, Zone, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("z", "b").inc();
  moves.labels("a", "c").inc();
  moves.labels("y", "a").inc();
  CHECK(page_of(*sink.collectable()) ==
        "# HELP app_moves_total Moves.\n"
        "# TYPE app_moves_total counter\n"
        "app_moves_total{group=\"a\",zone=\"y\"} 1\n"
        "app_moves_total{group=\"b\",zone=\"z\"} 1\n"
        "app_moves_total{group=\"c\",zone=\"a\"} 1\n");
}

TEST_CASE("the global sink has removable families, too") {
  const isometric::GlobalSink sink;
  const Counter<Removable<isometric::GlobalSink>, Group> moves(
      sink, "app_removable_test_moves_total", "Moves.");
  moves.labels("a").inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 1));
  CHECK(moves.clear() == 1);
  CHECK(snapshot(sink).find_family("app_removable_test_moves_total") == nullptr);
}

TEST_CASE("removals, updates, look-ups and scrapes in many threads lose no count") {
  const RegistrySink sink;
  const Counter<Sink, Group, Way> moves(sink, "app_moves_total", "Moves.", {.max_series = 6});
  const auto held = moves.labels("held", Direction::up);
  in_threads(4, [&](std::size_t thread) {
    for (int i = 0; i < 1000; ++i) {
      const std::string group = std::to_string(i % 5);
      held.inc();
      const auto handle = moves.labels(group, Direction::down);
      if (thread == 0) moves.remove_matching<Group>(group);
      if (thread == 1 && i % 10 == 0) static_cast<void>(snapshot(sink));
      if (thread == 2) moves.remove(group, Direction::up);
      handle.inc();
      handle.inc(-1);
    }
  });
  CHECK_THAT(snapshot(sink), HasValue(moves.series("held", Direction::up), 4000));
  CHECK_THAT(snapshot(sink),
             HasValue({"isometric_refused_updates_total", {{"family", "app_moves_total"}}}, 4000));
}

TEST_CASE("handles report their last events while the sink goes") {
  for (int round = 0; round < 200; ++round) {
    std::optional<RegistrySink> sink(std::in_place);
    std::optional<Counter<Sink, Group>> moves(
        std::in_place, *sink, isometric::CounterName("app_moves_total"), isometric::Help("Moves."));
    const auto held = moves->labels("a");
    in_threads(2, [&](std::size_t thread) {
      if (thread == 0) {
        moves.reset();
        sink.reset();
      } else {
        for (int i = 0; i < 5; ++i) held.inc(-1);
      }
    });
    held.inc();
  }
}

TEST_CASE("a handle of a removable family may outlive an adopted registry, also to be refused") {
  using Moves = isometric::Counter<Removable<RegistrySink>, Group>;
  auto registry = std::make_shared<prometheus::Registry>();
  const auto handle = [&] {
    const RegistrySink sink(registry);
    return Moves(sink, "app_moves_total", "Moves.").labels("rack-1");
  }();
  handle.inc(-1);  // counted: the registry is there
  {
    const auto seen = snapshot(RegistrySink(registry));
    CHECK(seen.value({"isometric_refused_updates_total", {{"family", "app_moves_total"}}}) == 1);
  }
  registry.reset();
  handle.inc();
  handle.inc(-1);
}

namespace {

/// With one instrument of each kind whose family counts who uses it.
struct Assigned {
  RegistrySink sink;
  Counter<Sink, Group> moves{sink, "app_moves_total", "Moves."};
  isometric::CallbackGauge<RegistrySink, Group> ages{sink, "app_age_seconds", "Ages."};
  isometric::DynamicHistogram<RegistrySink> sizes{sink, "app_size_bytes", "Sizes.",
                                                  isometric::buckets(1)};
};

}  // namespace

TEST_CASE(
    "instruments are assigned, moved and swapped, and each sink goes after those who use it") {
  Assigned one;
  one.moves.labels("a").inc();
  {
    Assigned other;
    other.moves.labels("b").inc(2);
    const Assigned copy = other;
    std::swap(one, other);
    other = copy;
    other = Assigned();
    CHECK(series_count(other.sink, "app_moves_total") == 0);
  }
  CHECK_THAT(snapshot(one.sink), HasValue(one.moves.series("b"), 2));
  one.moves = Counter<Sink, Group>(RegistrySink{}, "app_moves_total", "Moves.");
  one.ages = isometric::CallbackGauge<RegistrySink, Group>(RegistrySink{}, "app_age_seconds", "A.");
  one.sizes = isometric::DynamicHistogram<RegistrySink>(RegistrySink{}, "app_size_bytes", "Sizes.",
                                                        isometric::buckets(1));
  one.moves.labels("c").inc();
  CHECK(one.moves.labels("c").value() == 1);

  // What was moved from is as good as before, and may be the last to go.
  std::optional<Assigned> from(std::in_place);
  {
    const Assigned to = std::move(*from);
    from->sizes.labels({{"kind", "a"}}, isometric::buckets(5)).observe(1);
    CHECK(series_count(to.sink, "app_size_bytes") == 1);
  }
  from.reset();
}
