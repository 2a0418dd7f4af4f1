#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

using namespace test_support;
using isometric::Gauge;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

const isometric::SeriesSelector refused{"isometric_refused_updates_total",
                                        {{"family", "app_nodes"}}};

}  // namespace

TEST_CASE("a gauge goes up and down from 0") {
  RegistrySink sink;
  const Gauge<RegistrySink> nodes(sink, "app_nodes", "Nodes.");
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 0));
  nodes.inc();
  nodes.inc(2);
  nodes.dec();
  nodes.dec(0.5);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 1.5));
  nodes.dec(4);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), -2.5));
  nodes.inc(-1);
  nodes.dec(-2);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), -1.5));
  nodes.set(7);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 7));
}

TEST_CASE("a gauge can be set to any value, NaN and infinities included") {
  RegistrySink sink;
  const Gauge<RegistrySink, Group> nodes(sink, "app_nodes", "Nodes.");
  for (const double value : {not_a_number, infinity, -infinity, -0.0, 0.0, 1e308, -1e-320}) {
    CAPTURE(value);
    nodes.labels("a").set(value);
    CHECK_THAT(snapshot(sink), HasValue(nodes.series("a"), value));
  }
  CHECK(snapshot(sink).find_series(refused) == nullptr);
}

TEST_CASE("a gauge refuses to add or subtract what is not finite, and counts that") {
  RegistrySink sink;
  const Gauge<RegistrySink> nodes(sink, "app_nodes", "Nodes.");
  nodes.set(3);
  const auto before = snapshot(sink);
  double events = 0;
  for (const double bad : {not_a_number, -not_a_number, infinity, -infinity}) {
    CAPTURE(bad);
    nodes.inc(bad);
    nodes.dec(bad);
    events += 2;
    CHECK_THAT(snapshot(sink) - before, OnlyChanged(refused, events));
  }
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 3));
}

TEST_CASE("a gauge adds and subtracts the largest and the smallest finite numbers") {
  RegistrySink sink;
  const Gauge<RegistrySink> nodes(sink, "app_nodes", "Nodes.");
  const double most = std::numeric_limits<double>::max();
  const double least = std::numeric_limits<double>::denorm_min();
  nodes.inc(most);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), most));
  nodes.dec(most);
  nodes.inc(least);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), least));
  nodes.dec(least);
  nodes.dec(most);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), -most));
  CHECK(snapshot(sink).find_series(refused) == nullptr);
}

TEST_CASE("a gauge takes the current time in seconds since 1970") {
  RegistrySink sink;
  const Gauge<RegistrySink, Group> last(sink, "app_last_success_timestamp_seconds", "Last.");
  const auto now = [] {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const double before = now();
  last.labels("a").set_to_current_time();
  const double after = now();
  const double seen = snapshot(sink).value(last.series("a"));
  // A millisecond for what is lost between the clocks' resolutions.
  CHECK(seen >= before - 1e-3);
  CHECK(seen <= after + 1e-3);
  CHECK(seen != std::floor(seen));  // not cut to whole seconds: wrong once in a billion runs
}

TEST_CASE("a gauge's series are made by look-ups, and closed ones from the start") {
  RegistrySink sink;
  const Gauge<RegistrySink, Way> closed(sink, "app_nodes", "Nodes.");
  const Gauge<RegistrySink, Group, Way> mixed(sink, "app_things", "Things.");
  CHECK(snapshot(sink).find_family("app_nodes")->series.size() == 2);
  CHECK(snapshot(sink).find_family("app_things") == nullptr);
  mixed.labels("a", Direction::up).set(2);
  CHECK(snapshot(sink).find_family("app_things")->series.size() == 2);
  CHECK_THAT(snapshot(sink), HasValue(mixed.series("a", Direction::down), 0));
}

TEST_CASE("an enumerator outside of the closed set leaves a gauge's series alone") {
  RegistrySink sink;
  const Gauge<RegistrySink, Way> nodes(sink, "app_nodes", "Nodes.");
  const auto before = snapshot(sink);
  nodes.labels(static_cast<Direction>(3)).set(9);
  CHECK_THAT(snapshot(sink) - before,
             OnlyChanged({"isometric_rejected_label_values_total", {{"family", "app_nodes"}}}, 1));
}

TEST_CASE("a gauge's handle is two words at most, trivially copyable and never throws") {
  using Handle = Gauge<RegistrySink, Group>::handle_type;
  STATIC_REQUIRE(sizeof(Handle) <= 2 * sizeof(void*));
  STATIC_REQUIRE(std::is_trivially_copyable_v<Handle>);
  STATIC_REQUIRE(noexcept(std::declval<Handle>().set(1.0)));
  STATIC_REQUIRE(noexcept(std::declval<Handle>().inc()));
  STATIC_REQUIRE(noexcept(std::declval<Handle>().dec(1.0)));
  STATIC_REQUIRE(noexcept(std::declval<Handle>().set_to_current_time()));
}

TEST_CASE("a gauge on a sink that keeps nothing takes everything") {
  const Gauge<NullSink, Way> nodes(NullSink{}, "app_nodes", "Nodes.");
  nodes.labels(Direction::up).set(not_a_number);
  nodes.labels(Direction::up).inc(not_a_number);
  nodes.labels(Direction::up).set_to_current_time();
  STATIC_REQUIRE(std::is_empty_v<Gauge<NullSink, Way>::handle_type>);
}
