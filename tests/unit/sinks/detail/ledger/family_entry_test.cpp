#include "support/catch.hpp"
#include "support/labels.hpp"
#include "support/snapshots.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <cstddef>
#include <string>

// The series cap, and blocks of closed series.

using namespace test_support;
using isometric::Counter;
using isometric::FamilyOptions;
using isometric::Gauge;
using isometric::Histogram;
using isometric::RegistryOptions;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;

namespace {

constexpr auto overflow = "isometric_overflow";

isometric::SeriesSelector redirected(std::string family) {
  return {"isometric_redirected_lookups_total", {{"family", std::move(family)}}};
}

}  // namespace

TEST_CASE("the last series below the cap is its own, the first beyond it is the overflow") {
  RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.",
                                           FamilyOptions{.max_series = 3});
  moves.labels("a").inc();
  moves.labels("b").inc();
  moves.labels("c").inc();
  CHECK(series_count(sink, "app_moves_total") == 3);
  CHECK(snapshot(sink).find_series(redirected("app_moves_total")) == nullptr);

  moves.labels("d").inc(5);
  CHECK(series_count(sink, "app_moves_total") == 4);  // the overflow comes on top
  CHECK_THAT(snapshot(sink), HasValue(moves.series(overflow), 5));
  CHECK_THAT(snapshot(sink), HasValue(redirected("app_moves_total"), 1));
  CHECK(snapshot(sink).find_series(moves.series("d")) == nullptr);
}

TEST_CASE("every redirected look-up is counted, a look-up of a known series is not") {
  RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.",
                                           FamilyOptions{.max_series = 1});
  moves.labels("a").inc();
  moves.labels("b").inc();
  const auto before = snapshot(sink);
  moves.labels("a").inc();
  CHECK_THAT(snapshot(sink) - before, OnlyChanged(moves.series("a"), 1));
  for (int i = 0; i < 10; ++i) moves.labels("b").inc();
  for (int i = 0; i < 10; ++i) moves.labels(std::to_string(i)).inc();
  CHECK_THAT(snapshot(sink) - before, OnlyChanged({{moves.series("a"), 1},
                                                   {moves.series(overflow), 20},
                                                   {redirected("app_moves_total"), 20}}));
}

TEST_CASE("a held handle of the overflow series counts no further look-ups") {
  RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.",
                                           FamilyOptions{.max_series = 1});
  moves.labels("a");
  const auto held = moves.labels("b");
  for (int i = 0; i < 5; ++i) held.inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series(overflow), 5));
  CHECK_THAT(snapshot(sink), HasValue(redirected("app_moves_total"), 1));
}

TEST_CASE("beyond the cap, open labels carry the overflow value and closed ones keep theirs") {
  RegistrySink sink;
  const Counter<RegistrySink, Group, Way, Zone> moves(sink, "app_moves_total", "Moves.",
                                                      FamilyOptions{.max_series = 4});
  moves.labels("a", Direction::up, "x").inc();
  moves.labels("b", Direction::up, "x").inc();
  moves.labels("c", Direction::down, "x").inc();
  moves.labels("d", Direction::up, "y").inc(2);
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue(moves.series(overflow, Direction::down, overflow), 1));
  CHECK_THAT(seen, HasValue(moves.series(overflow, Direction::up, overflow), 2));
  CHECK(series_count(sink, "app_moves_total") == 6);
}

TEST_CASE("a block of closed series that would cross the cap is not made in part") {
  RegistrySink sink;
  const Counter<RegistrySink, Group, Outcome> moves(sink, "app_moves_total", "Moves.",
                                                    FamilyOptions{.max_series = 5});
  moves.labels("a", Result::done).inc();  // 3 series; 3 more would be 6
  moves.labels("b", Result::done).inc();
  CHECK(snapshot(sink).find_series(moves.series("b", Result::done)) == nullptr);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(overflow, Result::done), 1));
  CHECK(series_count(sink, "app_moves_total") == 6);
}

TEST_CASE("a cap below the size of one block sends all to the overflow block") {
  RegistrySink sink;
  const Gauge<RegistrySink, Group, Outcome> nodes(sink, "app_nodes", "Nodes.",
                                                  FamilyOptions{.max_series = 2});
  nodes.labels("a", Result::failed).set(4);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(overflow, Result::failed), 4));
  CHECK_THAT(snapshot(sink), HasValue(redirected("app_nodes"), 1));
  CHECK(series_count(sink, "app_nodes") == 3);
}

TEST_CASE("the sink's cap is for families that set none") {
  RegistrySink sink{RegistryOptions{.max_series = 2}};
  const Counter<RegistrySink, Group> capped(sink, "app_moves_total", "Moves.");
  const Counter<RegistrySink, Group> larger(sink, "app_turns_total", "Turns.",
                                            FamilyOptions{.max_series = 3});
  for (const char* group : {"a", "b", "c"}) {
    capped.labels(group).inc();
    larger.labels(group).inc();
  }
  CHECK_THAT(snapshot(sink), HasValue(redirected("app_moves_total"), 1));
  CHECK(snapshot(sink).find_series(redirected("app_turns_total")) == nullptr);
}

TEST_CASE("without a word about it the cap is 2000 series") {
  RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
  for (int i = 0; i < 2000; ++i) moves.labels(std::to_string(i)).inc();
  CHECK(series_count(sink, "app_moves_total") == 2000);
  CHECK(snapshot(sink).find_series(redirected("app_moves_total")) == nullptr);
  moves.labels("2000").inc();
  CHECK(series_count(sink, "app_moves_total") == 2001);
  CHECK_THAT(snapshot(sink), HasValue(redirected("app_moves_total"), 1));
}

TEST_CASE("a family with closed labels only has no cap") {
  RegistrySink sink{RegistryOptions{.max_series = 1}};
  const Counter<RegistrySink, Way, Outcome> moves(sink, "app_moves_total", "Moves.",
                                                  FamilyOptions{.max_series = 1});
  moves.labels(Direction::down, Result::done).inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series(Direction::down, Result::done), 1));
  CHECK(snapshot(sink).find_series(redirected("app_moves_total")) == nullptr);
  CHECK(series_count(sink, "app_moves_total") == 6);
}

TEST_CASE("whoever passes the overflow value gets the overflow series") {
  SECTION("before the family is full it is a series like any other") {
    RegistrySink sink;
    const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.",
                                             FamilyOptions{.max_series = 2});
    moves.labels(overflow).inc(10);
    CHECK(snapshot(sink).find_series(redirected("app_moves_total")) == nullptr);
    moves.labels("a").inc();
    moves.labels("b").inc();
    CHECK_THAT(snapshot(sink), HasValue(moves.series(overflow), 11));
    CHECK_THAT(snapshot(sink), HasValue(redirected("app_moves_total"), 1));
    CHECK(series_count(sink, "app_moves_total") == 2);
  }
  SECTION("after that it is known, and no redirection") {
    RegistrySink sink;
    const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.",
                                             FamilyOptions{.max_series = 1});
    moves.labels("a").inc();
    moves.labels("b").inc();
    moves.labels(overflow).inc();
    CHECK_THAT(snapshot(sink), HasValue(moves.series(overflow), 2));
    CHECK_THAT(snapshot(sink), HasValue(redirected("app_moves_total"), 1));
  }
}

TEST_CASE("spellings of one invalid text are one series, below and beyond the cap") {
  RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.",
                                           FamilyOptions{.max_series = 1});
  moves.labels("a\xFF").inc();
  moves.labels("a\xFE").inc();
  moves.labels("a\xEF\xBF\xBD").inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a\xEF\xBF\xBD"), 3));
  CHECK(snapshot(sink).find_series(redirected("app_moves_total")) == nullptr);
  moves.labels("b\xFF").inc();
  moves.labels("a\xFD").inc();  // known, although the family is full
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a\xEF\xBF\xBD"), 4));
  CHECK_THAT(snapshot(sink), HasValue(moves.series(overflow), 1));
  CHECK_THAT(snapshot(sink), HasValue(redirected("app_moves_total"), 1));
}

TEST_CASE("the first use of an open value makes its whole closed block at 0") {
  RegistrySink sink;
  const Counter<RegistrySink, Outcome, Group, Ready> moves(sink, "app_moves_total", "Moves.");
  CHECK(series_count(sink, "app_moves_total") == 0);
  moves.labels(Result::done, "a", true).inc();
  CHECK(series_count(sink, "app_moves_total") == 6);
  const auto seen = snapshot(sink);
  for (const auto result : {Result::failed, Result::none, Result::done}) {
    for (const bool ready : {false, true}) {
      CHECK_THAT(seen, HasValue(moves.series(result, "a", ready),
                                result == Result::done && ready ? 1 : 0));
    }
  }
}

TEST_CASE("many threads reach the cap at once, and not one update is lost") {
  constexpr std::size_t thread_count = 8;
  constexpr std::size_t group_count = 40;
  constexpr std::size_t cap = 20;
  for (int round = 0; round < 20; ++round) {
    RegistrySink sink;
    const Counter<RegistrySink, Group, Way> moves(sink, "app_moves_total", "Moves.",
                                                  FamilyOptions{.max_series = cap});
    in_threads(thread_count, [&](std::size_t thread) {
      for (std::size_t i = 0; i < group_count; ++i) {
        const auto group = std::to_string((i + thread * 5) % group_count);
        moves.labels(group, i % 2 == 0 ? Direction::up : Direction::down).inc();
      }
    });
    const auto seen = snapshot(sink);
    const auto* family = seen.find_family("app_moves_total");
    REQUIRE(family != nullptr);
    CHECK(family->series.size() == cap + 2);
    double sum = 0;
    for (const auto& series : family->series) sum += *series.value.number();
    CHECK(sum == double{thread_count * group_count});
    const double in_overflow = seen.value(moves.series(overflow, Direction::up)) +
                               seen.value(moves.series(overflow, Direction::down));
    CHECK_THAT(seen, HasValue(redirected("app_moves_total"), in_overflow));
  }
}
