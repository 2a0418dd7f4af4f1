#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

using namespace test_support;
using isometric::Counter;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;
using isometric::testing::IncreasedBy;
using isometric::testing::OnlyChanged;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

isometric::SeriesSelector refused(std::string family) {
  return {"isometric_refused_updates_total", {{"family", std::move(family)}}};
}
isometric::SeriesSelector rejected(std::string family) {
  return {"isometric_rejected_label_values_total", {{"family", std::move(family)}}};
}

template <class Instrument, class... Values>
concept TakesLabels =
    requires(const Instrument& instrument, Values... values) { instrument.labels(values...); };

using OpenAndClosed = Counter<RegistrySink, Group, Way>;
using Closed = Counter<RegistrySink, Ready>;
using Plain = Counter<RegistrySink>;

}  // namespace

TEST_CASE("a counter without labels counts from 0") {
  RegistrySink sink;
  const Plain moves(sink, "app_moves_total", "Moves.");
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 0));
  moves.inc();
  moves.inc(2.5);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 3.5));
}

TEST_CASE("a counter keeps its name, help and type") {
  RegistrySink sink;
  const Plain moves(sink, "app_moves_total", "Moves, \\ and\nlines.");
  const auto seen = snapshot(sink);
  const auto* family = seen.find_family("app_moves_total");
  REQUIRE(family != nullptr);
  CHECK(family->help == "Moves, \\ and\nlines.");
  CHECK(family->type == isometric::MetricType::counter);
}

TEST_CASE("a counter's closed series exist from construction, at 0") {
  RegistrySink sink;
  const Counter<RegistrySink, Outcome, Ready> moves(sink, "app_moves_total", "Moves.");
  const auto seen = snapshot(sink);
  REQUIRE(seen.find_family("app_moves_total") != nullptr);
  CHECK(seen.find_family("app_moves_total")->series.size() == 6);
  CHECK_THAT(seen, HasValue(moves.series(Result::failed, false), 0));
  CHECK_THAT(seen, HasValue(moves.series(Result::done, true), 0));
}

TEST_CASE("a counter's series are told apart by every label") {
  RegistrySink sink;
  const Counter<RegistrySink, Way, Group, Ready, Zone> moves(sink, "app_moves_total", "Moves.");
  double next = 1;
  for (const auto way : {Direction::up, Direction::down}) {
    for (const char* group : {"a", "b", ""}) {
      for (const bool ready : {false, true}) {
        for (const char* zone : {"a", "b", ""}) moves.labels(way, group, ready, zone).inc(next++);
      }
    }
  }
  const auto seen = snapshot(sink);
  next = 1;
  for (const auto way : {Direction::up, Direction::down}) {
    for (const char* group : {"a", "b", ""}) {
      for (const bool ready : {false, true}) {
        for (const char* zone : {"a", "b", ""}) {
          CHECK_THAT(seen, HasValue(moves.series(way, group, ready, zone), next++));
        }
      }
    }
  }
  CHECK_THAT(seen,
             HasValue({"app_moves_total",
                       {{"direction", "up"}, {"group", "a"}, {"ready", "true"}, {"zone", "b"}}},
                      5));
}

TEST_CASE("a counter accepts every increment that is finite and not negative") {
  RegistrySink sink;
  const Plain moves(sink, "app_moves_total", "Moves.");
  const double denormal = std::numeric_limits<double>::denorm_min();
  moves.inc(0.0);
  moves.inc(-0.0);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 0));
  moves.inc(denormal);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), denormal));
  moves.inc(std::numeric_limits<double>::min());
  moves.inc(std::numeric_limits<double>::max());
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), std::numeric_limits<double>::max()));
  CHECK(snapshot(sink).find_series(refused("app_moves_total")) == nullptr);
}

TEST_CASE("a counter that was only added -0.0 to is not negative") {
  RegistrySink sink;
  const Plain moves(sink, "app_moves_total", "Moves.");
  moves.inc(-0.0);
  CHECK_FALSE(std::signbit(snapshot(sink).value(moves.series())));
}

TEST_CASE("a counter refuses NaN, infinities and negative increments, and counts that") {
  RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
  const Plain others(sink, "app_turns_total", "Turns.");
  const auto handle = moves.labels("a");
  handle.inc(2);
  const auto before = snapshot(sink);
  CHECK(before.find_family("isometric_refused_updates_total") == nullptr);
  double events = 0;
  for (const double bad :
       {not_a_number, -not_a_number, infinity, -infinity, -1.0, -1e-300,
        -std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::signaling_NaN()}) {
    CAPTURE(bad);
    handle.inc(bad);
    CHECK_THAT(snapshot(sink) - before, OnlyChanged(refused("app_moves_total"), ++events));
  }
  others.inc(-1);
  CHECK_THAT(snapshot(sink), HasValue(refused("app_turns_total"), 1));
  CHECK_THAT(snapshot(sink), HasValue(refused("app_moves_total"), events));
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 2));
}

TEST_CASE("an enumerator outside of the closed set is counted and shows nowhere") {
  RegistrySink sink;
  const Counter<RegistrySink, Group, Way> moves(sink, "app_moves_total", "Moves.");
  const Counter<RegistrySink, Outcome> results(sink, "app_results_total", "Results.");
  moves.labels("a", Direction::up).inc();
  const auto before = snapshot(sink);
  for (const int outside : {-1, 2, 255, -2147483647}) {
    moves.labels("a", static_cast<Direction>(outside)).inc();
    moves.labels("new", static_cast<Direction>(outside)).inc();
  }
  results.labels(static_cast<Result>(-2)).inc();
  results.labels(static_cast<Result>(2)).inc();
  results.labels(static_cast<Result>(127)).inc();
  CHECK_THAT(snapshot(sink) - before,
             OnlyChanged({{rejected("app_moves_total"), 8}, {rejected("app_results_total"), 3}}));
  CHECK(snapshot(sink).find_series(moves.series("new", Direction::up)) == nullptr);
}

TEST_CASE("an update of a rejected series is checked and refused like any other") {
  RegistrySink sink;
  const Counter<RegistrySink, Way> moves(sink, "app_moves_total", "Moves.");
  moves.labels(static_cast<Direction>(9)).inc(-1);
  CHECK_THAT(snapshot(sink), HasValue(refused("app_moves_total"), 1));
}

TEST_CASE("a counter takes any string for an open label, and for closed ones their own type") {
  STATIC_REQUIRE(TakesLabels<OpenAndClosed, const char*, Direction>);
  STATIC_REQUIRE(TakesLabels<OpenAndClosed, std::string, Direction>);
  STATIC_REQUIRE(TakesLabels<OpenAndClosed, std::string_view, Direction>);
  STATIC_REQUIRE(TakesLabels<Closed, bool>);
}

TEST_CASE("a counter's handle is two words at most and trivially copyable") {
  STATIC_REQUIRE(sizeof(OpenAndClosed::handle_type) <= 2 * sizeof(void*));
  STATIC_REQUIRE(std::is_trivially_copyable_v<OpenAndClosed::handle_type>);
  STATIC_REQUIRE(noexcept(std::declval<OpenAndClosed::handle_type>().inc()));
  STATIC_REQUIRE(noexcept(std::declval<OpenAndClosed::handle_type>().inc(1.0)));
}

TEST_CASE("a counter's handle outlives the sink while the instrument lives, and the other way") {
  std::optional<RegistrySink> sink(std::in_place);
  std::optional moves = OpenAndClosed(*sink, "app_moves_total", "Moves.");
  const auto handle = moves->labels("a", Direction::up);
  const auto selector = moves->series("a", Direction::up);
  SECTION("the instrument lives") {
    sink.reset();
    handle.inc();
    handle.inc(-1);
    moves->labels("a", Direction::up).inc();
    moves->labels("b", Direction::up).inc();
  }
  SECTION("the sink lives") {
    moves.reset();
    handle.inc();
    handle.inc(-1);
    CHECK_THAT(snapshot(*sink), HasValue(selector, 1));
  }
  SUCCEED("no sanitizer objects");
}

TEST_CASE("copies of a counter are the same counter, and outlive the original") {
  RegistrySink sink;
  std::optional original = OpenAndClosed(sink, "app_moves_total", "Moves.");
  OpenAndClosed copy = *original;
  original->labels("a", Direction::up).inc();
  original.reset();
  copy.labels("a", Direction::up).inc();
  CHECK_THAT(snapshot(sink), HasValue(copy.series("a", Direction::up), 2));
}

TEST_CASE("a counter's names may come at run time") {
  RegistrySink sink;
  const std::string name = "plugin_loads_total";
  const Plain loads(sink, isometric::checked_name<isometric::MetricType::counter>(name),
                    isometric::checked_help("Loads."));
  loads.inc();
  CHECK_THAT(snapshot(sink), HasValue({name}, 1));
}

TEST_CASE("a series selector names no more than it is asked for") {
  RegistrySink sink;
  const OpenAndClosed moves(sink, "app_moves_total", "Moves.");
  const auto selector = moves.series("a\xFF", Direction::down);
  CHECK(snapshot(sink).families().empty());  // selecting makes no series
  CHECK(selector.family() == "app_moves_total");
  CHECK(selector.labels() ==
        isometric::LabelPairs{{"direction", "down"}, {"group", "a\xEF\xBF\xBD"}});
  moves.labels("a\xFF", Direction::down).inc();
  CHECK_THAT(snapshot(sink), HasValue(selector, 1));
  CHECK(snapshot(sink).find_series(moves.series("a", static_cast<Direction>(5))) == nullptr);
}

TEST_CASE("a counter on a sink that keeps nothing takes everything") {
  const Counter<NullSink, Group, Way> moves(NullSink{}, "app_moves_total", "Moves.");
  moves.labels("a", Direction::up).inc();
  moves.labels("a", Direction::up).inc(-1);
  moves.labels("a", static_cast<Direction>(9)).inc(not_a_number);
  STATIC_REQUIRE(std::is_empty_v<Counter<NullSink, Group, Way>::handle_type>);
  STATIC_REQUIRE(sizeof(Counter<NullSink>) <= 2);
}
