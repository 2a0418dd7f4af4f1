#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <string>
#include <type_traits>

using namespace test_support;
using isometric::NullSink;

TEST_CASE("the null sink is a sink and no source") {
  STATIC_REQUIRE(isometric::MetricsSink<NullSink>);
  STATIC_REQUIRE(isometric::diagnose_sink<NullSink>());
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<NullSink>);
  STATIC_REQUIRE(std::is_empty_v<NullSink>);
}

TEST_CASE("the null sink takes the same family as often and as differently as one likes") {
  const NullSink sink;
  const isometric::Counter<NullSink, Group> first(sink, "app_moves_total", "Moves.");
  const isometric::Counter<NullSink, Way> second(sink, "app_moves_total", "Turns.");
  const isometric::Gauge<NullSink> gauge(sink, isometric::legacy_name("app_moves_total"), "Moves.");
  const isometric::Histogram<NullSink> histogram(sink, "app_size", "Sizes.");
  first.labels("a").inc();
  second.labels(Direction::up).inc(2);
  gauge.set(1);
  histogram.observe(1);
}

TEST_CASE("arguments for the null sink are evaluated, once each") {
  const isometric::Counter<NullSink, Group> moves(NullSink{}, "app_moves_total", "Moves.");
  int evaluated = 0;
  const auto group = [&] {
    ++evaluated;
    return std::string("a");
  };
  const auto amount = [&] {
    ++evaluated;
    return 1.0;
  };
  moves.labels(group()).inc(amount());
  CHECK(evaluated == 2);
}

TEST_CASE("an instrument on the null sink takes no memory of its own") {
  struct Server {
    [[no_unique_address]] isometric::Counter<NullSink, Group> moves{NullSink{}, "app_moves_total",
                                                                    "Moves."};
    int state = 0;
  };
  STATIC_REQUIRE(sizeof(Server) == sizeof(int));
}

namespace {

struct SaysNothing {};
struct Denies {
  static constexpr bool is_null = false;
};

}  // namespace

TEST_CASE("the null sink's handles say that they keep nothing; no other's are taken for null") {
  STATIC_REQUIRE(isometric::NullSeries<isometric::Counter<NullSink, Group>::handle_type>);
  STATIC_REQUIRE(isometric::NullSeries<isometric::Gauge<NullSink>::handle_type>);
  STATIC_REQUIRE(isometric::NullSeries<isometric::Histogram<NullSink, Way>::handle_type>);
  STATIC_REQUIRE(isometric::NullSeries<isometric::Summary<NullSink, Way>::handle_type>);

  using isometric::RegistrySink;
  STATIC_REQUIRE_FALSE(isometric::NullSeries<isometric::Counter<RegistrySink>::handle_type>);
  STATIC_REQUIRE_FALSE(isometric::NullSeries<isometric::CounterHandle<SaysNothing>>);
  STATIC_REQUIRE_FALSE(isometric::NullSeries<Denies>);
}
