#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/instruments/timer.hpp>
#include <isometric/sinks/family_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/summary.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

using namespace test_support;
using isometric::Counter;
using isometric::FamilySink;
using isometric::Field;
using isometric::Gauge;
using isometric::Histogram;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::Summary;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

isometric::SeriesSelector event(std::string counter, std::string family = "app_moves_total") {
  return {"isometric_" + std::move(counter) + "_total", {{"family", std::move(family)}}};
}

/// A code base that has been there before, and where our events go.
struct OtherCode {
  prometheus::Registry registry;
  RegistrySink events;

  prometheus::Family<prometheus::Counter>& counter(const prometheus::Labels& constant = {}) {
    return prometheus::BuildCounter()
        .Name("app_moves_total")
        .Help("Moves.")
        .Labels(constant)
        .Register(registry);
  }
  prometheus::Family<prometheus::Gauge>& gauge(const std::string& name = "app_nodes") {
    return prometheus::BuildGauge().Name(name).Help("Nodes.").Register(registry);
  }
  prometheus::Family<prometheus::Histogram>& histogram() {
    return prometheus::BuildHistogram().Name("app_size_bytes").Help("Sizes.").Register(registry);
  }
  prometheus::Family<prometheus::Summary>& summary() {
    return prometheus::BuildSummary().Name("app_size_bytes").Help("Sizes.").Register(registry);
  }
};

/// Requires that the declaration is refused over `field`, as other code's, and changes nothing.
template <class Declare>
isometric::RegistrationConflict refused(const prometheus::Registry& registry, Field field,
                                        Declare declare) {
  const auto before = page_of(registry);
  auto conflict = conflict_of(declare);
  CHECK(conflict.field() == field);
  CHECK(conflict.existing_site().empty());
  CHECK(page_of(registry) == before);
  return conflict;
}

template <class Sink>
concept HasCollectable = requires(const Sink& sink) { sink.collectable(); };

}  // namespace

TEST_CASE("a family sink is a sink and a source, but exposes nothing itself") {
  STATIC_REQUIRE(isometric::diagnose_sink<FamilySink>());
  STATIC_REQUIRE(isometric::MetricsSource<FamilySink>);
  STATIC_REQUIRE_FALSE(HasCollectable<FamilySink>);
}

TEST_CASE("a counter bound to other code's family counts into the same series") {
  OtherCode other;
  auto& family = other.counter();
  auto& theirs = family.Add({{"group", "a"}});
  theirs.Increment(3);

  const FamilySink sink(family, other.events);
  const Counter<FamilySink, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a").inc();
  moves.labels("b").inc(2);
  CHECK(theirs.Value() == 4);
  CHECK(family.Has({{"group", "b"}}));
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 4));
  CHECK_THAT(snapshot(sink), HasValue(moves.series("b"), 2));
  theirs.Increment();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 5));
  CHECK(snapshot(other.events).families().empty());
}

TEST_CASE("a gauge bound to other code's family sets the same series") {
  OtherCode other;
  auto& theirs = other.gauge().Add({});
  theirs.Set(7);
  const Gauge<FamilySink> nodes(FamilySink{other.gauge(), other.events}, "app_nodes", "Nodes.");
  nodes.dec(2);
  CHECK(theirs.Value() == 5);
}

TEST_CASE("a histogram bound to other code's family observes into the same series") {
  OtherCode other;
  auto& family = other.histogram();
  auto& theirs = family.Add({{"group", "a"}}, prometheus::Histogram::BucketBoundaries{1.0, 2.0});
  theirs.Observe(1.5);
  const FamilySink sink(family, other.events);
  const Histogram<FamilySink, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                           isometric::buckets(1, 2));
  sizes.labels("a").observe(1);
  sizes.labels("b").observe(5);
  CHECK(theirs.Collect().histogram.sample_count == 2);
  CHECK(snapshot(sink).histogram(sizes.series("a")).sum == 2.5);
  CHECK(snapshot(sink).histogram(sizes.series("b")).buckets.size() == 3);
}

TEST_CASE("a summary bound to other code's family observes into the same series, timers too") {
  OtherCode other;
  auto& theirs = other.summary().Add({}, prometheus::Summary::Quantiles{{0.5, 0.05}});
  theirs.Observe(0.5);
  const FamilySink sink(other.summary(), other.events);
  const Summary<FamilySink> sizes(sink, "app_size_bytes", "Sizes.",
                                  isometric::quantiles({{0.5, 0.05}}));
  const isometric::ManualClock clock;
  {
    const isometric::Timer timer{sizes, clock};
    clock.advance(std::chrono::milliseconds(500));
  }
  CHECK(snapshot(sink).summary(sizes.series()) == isometric::SummarySample{2, 1.0, {{0.5, 0.5}}});
}

TEST_CASE("an info is bound to the gauges that other code made of it") {
  OtherCode other;
  auto& family = other.gauge("app_build_info");
  family.Add({{"version", "1"}}).Set(1);
  const FamilySink sink(family, other.events);
  const isometric::Info<FamilySink, isometric::Label<"version">> build(sink, "app_build_info",
                                                                       "Nodes.");
  build.set("1");
  build.set("2");
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue(build.series("1"), 1));
  CHECK_THAT(seen, HasValue(build.series("2"), 1));
  CHECK(seen.find_family("app_build_info")->type == isometric::MetricType::info);
}

TEST_CASE("a family that belongs to no registry can be bound to as well") {
  prometheus::Family<prometheus::Counter> family("app_moves_total", "Moves.", {});
  const FamilySink sink(family, RegistrySink{});
  const Counter<FamilySink> moves(sink, "app_moves_total", "Moves.");
  moves.inc();
  CHECK(family.Add({}).Value() == 1);
}

TEST_CASE("closed series exist in other code's family from the binding on, at 0") {
  OtherCode other;
  const FamilySink sink(other.counter(), other.events);
  CHECK(snapshot(sink).families().empty());
  const Counter<FamilySink, Way> moves(sink, "app_moves_total", "Moves.");
  CHECK(page_of(other.registry).find("app_moves_total{direction=\"down\"} 0\n") !=
        std::string::npos);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(Direction::up), 0));
}

TEST_CASE("a snapshot shows all of the family's series, before it is bound, too") {
  OtherCode other;
  auto& family = other.counter();
  auto& theirs = family.Add({{"group", "a"}});
  theirs.Increment(3);
  const FamilySink sink(family, other.events);
  const isometric::SeriesSelector a("app_moves_total", {{"group", "a"}});
  CHECK_THAT(snapshot(sink), HasValue(a, 3));

  const Counter<FamilySink, Group> moves(sink, "app_moves_total", "Moves.");
  const auto before = snapshot(sink);
  moves.labels("b").inc();
  CHECK_THAT(snapshot(sink) - before, OnlyChanged(moves.series("b"), 1));
  const auto* seen = before.find_family("app_moves_total");
  REQUIRE(seen != nullptr);
  CHECK(seen->help == "Moves.");
  CHECK(seen->type == isometric::MetricType::counter);
}

TEST_CASE("a snapshot does not touch a series that other code has removed") {
  OtherCode other;
  auto& family = other.counter();
  const FamilySink sink(family, other.events);
  const Counter<FamilySink, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a").inc();
  family.Remove(&family.Add({{"group", "a"}}));
  CHECK(snapshot(sink).families().empty());
}

TEST_CASE("another name than the family's is a conflict") {
  OtherCode other;
  const FamilySink sink(other.counter(), other.events);
  const unsigned here = __LINE__ + 2;
  const auto conflict = refused(other.registry, Field::name, [&] {
    const Counter<FamilySink> steps(sink, "app_steps_total", "Moves.");
  });
  CHECK(conflict.what() ==
        "isometric: metric family 'app_steps_total' is in conflict over its name: registered is "
        "'app_moves_total' (by other code), asked for is 'app_steps_total' (" +
            std::string(__FILE__) + ":" + std::to_string(here) + ")");
}

TEST_CASE("another type than the family's is a conflict, in whatever direction") {
  OtherCode other;
  const FamilySink gauge(other.gauge(), other.events);
  CHECK(refused(other.registry, Field::type, [&] {
          const Histogram<FamilySink> nodes(gauge, "app_nodes", "Nodes.");
        }).existing() == "gauge");
  CHECK(refused(other.registry, Field::type, [&] {
          const Summary<FamilySink> nodes(gauge, "app_nodes", "Nodes.");
        }).requested() == "summary");
  const FamilySink counter(other.counter(), other.events);
  CHECK(refused(other.registry, Field::type, [&] {
          const Gauge<FamilySink> moves(counter, isometric::legacy_name("app_moves_total"),
                                        "Moves.");
        }).existing() == "counter");
  // Not bound by what was refused.
  const Counter<FamilySink, Group> moves(counter, "app_moves_total", "Moves.");
  moves.labels("a").inc();
}

TEST_CASE("other labels, buckets or quantiles than those of the family's series are a conflict") {
  OtherCode other;
  other.counter().Add({{"zone", "x"}});
  const auto labels = refused(other.registry, Field::label_names, [&] {
    const Counter<FamilySink, Group> moves(FamilySink{other.counter(), other.events},
                                           "app_moves_total", "Moves.");
  });
  CHECK(labels.existing() == "(zone)");
  CHECK(labels.requested() == "(group)");

  other.histogram().Add({}, prometheus::Histogram::BucketBoundaries{1.0, 2.0});
  const auto buckets = refused(other.registry, Field::buckets, [&] {
    const Histogram<FamilySink> sizes(FamilySink{other.histogram(), other.events}, "app_size_bytes",
                                      "Sizes.", isometric::buckets(1, 3));
  });
  CHECK(buckets.existing() == "(1, 2, +Inf)");
  CHECK(buckets.requested() == "(1, 3, +Inf)");

  OtherCode third;
  third.summary().Add({}, prometheus::Summary::Quantiles{{0.5, 0.05}});
  const auto quantiles = refused(third.registry, Field::quantiles, [&] {
    const Summary<FamilySink> sizes(FamilySink{third.summary(), third.events}, "app_size_bytes",
                                    "Sizes.");
  });
  CHECK(quantiles.existing() == "(0.5)");
  CHECK(quantiles.requested() == "()");
}

TEST_CASE("the family's constant labels come with it, and no label may have their names") {
  OtherCode other;
  auto& family = other.counter({{"site", "b\xFFr"}});
  const FamilySink sink(family, other.events);
  const auto clash = refused(other.registry, Field::label_names, [&] {
    const Counter<FamilySink, isometric::Label<"site">> moves(sink, "app_moves_total", "Moves.");
  });
  CHECK(clash.existing() == "a constant label 'site'");
  CHECK(clash.requested() == "(site)");

  const std::array<isometric::ConstantLabel, 1> paris{{{"site", "paris"}}};
  isometric::FamilyDescriptor descriptor;
  descriptor.name = "app_moves_total";
  descriptor.help = "Moves.";
  descriptor.constant_labels = paris;
  const auto constant = refused(other.registry, Field::constant_labels,
                                [&] { static_cast<void>(sink.counter(descriptor)); });
  CHECK(constant.requested() == "(site='paris')");

  const Counter<FamilySink, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a").inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 1));
  CHECK_THAT(snapshot(sink),
             HasValue({"app_moves_total", {{"group", "a"}, {"site", "b\xEF\xBF\xBDr"}}}, 1));
}

TEST_CASE("other help than the family's is counted, and the first one stays") {
  OtherCode other;
  other.counter().Add({}).Increment();
  const FamilySink sink(other.counter(), other.events);
  const Counter<FamilySink> moves(sink, "app_moves_total", "Movements.");
  CHECK_THAT(snapshot(other.events), HasValue(event("description_mismatches"), 1));
  const auto seen = snapshot(sink);
  CHECK(seen.find_family("app_moves_total")->help == "Moves.");
  const Counter<FamilySink> as_it_is(sink, "app_moves_total", "Moves.");
  CHECK_THAT(snapshot(other.events), HasValue(event("description_mismatches"), 1));
}

TEST_CASE("quantiles that nobody has checked are refused before prometheus-cpp sees them") {
  OtherCode other;
  const FamilySink sink(other.summary(), other.events);
  isometric::FamilyDescriptor descriptor;
  descriptor.name = "app_size_bytes";
  descriptor.help = "Sizes.";
  const isometric::Quantile median[] = {{0.5, 0.05}};
  descriptor.quantiles = median;
  descriptor.window = {.max_age_seconds = 60, .age_buckets = 0};
  CHECK_THROWS_AS(sink.summary(descriptor), isometric::InvalidQuantiles);
  CHECK(snapshot(sink).families().empty());
}

TEST_CASE("one sink is bound one way, and copies are the same sink") {
  OtherCode other;
  const FamilySink sink(other.counter(), other.events);
  const FamilySink copy = sink;
  const Counter<FamilySink, Group> moves(sink, "app_moves_total", "Moves.");
  const Counter<FamilySink, Group> again(copy, "app_moves_total", "Moves.");
  moves.labels("a").inc();
  again.labels("a").inc();
  CHECK_THAT(snapshot(copy), HasValue(moves.series("a"), 2));
  const auto conflict = conflict_of(
      [&] { const Counter<FamilySink, Zone> zones(copy, "app_moves_total", "Moves."); });
  CHECK(conflict.field() == Field::label_names);
  CHECK_FALSE(conflict.existing_site().empty());
}

TEST_CASE("several sinks on one family count into the same series") {
  OtherCode other;
  const Counter<FamilySink, Group> first(FamilySink{other.counter(), other.events},
                                         "app_moves_total", "Moves.");
  const Counter<FamilySink, Group> second(FamilySink{other.counter(), other.events},
                                          "app_moves_total", "Moves.");
  first.labels("a").inc();
  second.labels("a").inc();
  CHECK(other.counter().Add({{"group", "a"}}).Value() == 2);
}

TEST_CASE("events of a bound family are counted where the sink is told to") {
  OtherCode other;
  const FamilySink sink(other.counter(), other.events);
  const Counter<FamilySink, Group, Way> moves(sink, "app_moves_total", "Moves.", {.max_series = 2});
  moves.labels("a", Direction::up).inc(-1);
  moves.labels("a", Direction::up).inc(not_a_number);
  moves.labels("b", Direction::up).inc();
  moves.labels("a", static_cast<Direction>(7)).inc();
  const auto events = snapshot(other.events);
  CHECK_THAT(events, HasValue(event("refused_updates"), 2));
  CHECK_THAT(events, HasValue(event("redirected_lookups"), 1));
  CHECK_THAT(events, HasValue(event("rejected_label_values"), 1));
  CHECK(events.families().size() == 3);
  CHECK_THAT(snapshot(sink), HasValue(moves.series("isometric_overflow", Direction::up), 1));
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a", Direction::up), 0));
}

TEST_CASE("events go to the registry of the process unless the sink is told otherwise",
          "[global_registry]") {
  prometheus::Family<prometheus::Counter> family("family_sink_test_moves_total", "Moves.", {});
  const Counter<FamilySink> moves(FamilySink{family}, "family_sink_test_moves_total", "Moves.");
  const auto before = snapshot(RegistrySink::global());
  moves.inc(-1);
  CHECK_THAT(snapshot(RegistrySink::global()) - before,
             OnlyChanged(event("refused_updates", "family_sink_test_moves_total"), 1));
}

TEST_CASE("an instrument keeps alive where its events are counted") {
  OtherCode other;
  std::optional<FamilySink> sink(FamilySink{other.counter(), RegistrySink{}});
  const Counter<FamilySink> moves(*sink, "app_moves_total", "Moves.");
  sink.reset();
  moves.inc(-1);
  moves.inc();
  CHECK(other.counter().Add({}).Value() == 1);
}

TEST_CASE("label values are mended before other code's family sees them") {
  OtherCode other;
  const FamilySink sink(other.counter(), other.events);
  const Counter<FamilySink, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a\xFF").inc();
  moves.labels("a\xFE").inc();
  CHECK(other.counter().Has({{"group", "a\xEF\xBF\xBD"}}));
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a\xFF"), 2));
}

TEST_CASE("threads bind, look up and count in one family while other code does, and none is lost") {
  OtherCode other;
  auto& family = other.counter();
  const FamilySink shared(family, other.events);
  in_threads(4, [&](std::size_t index) {
    const FamilySink own(family, other.events);
    const Counter<FamilySink, Group> moves(index % 2 == 0 ? shared : own, "app_moves_total",
                                           "Moves.");
    for (int i = 0; i < 500; ++i) {
      const auto group = std::to_string(i % 50);
      moves.labels(group).inc();
      family.Add({{"group", group}}).Increment();
      if (i % 100 == 0) static_cast<void>(snapshot(shared));
    }
  });
  const auto seen = snapshot(shared);
  REQUIRE(seen.find_family("app_moves_total") != nullptr);
  CHECK(seen.find_family("app_moves_total")->series.size() == 50);
  CHECK_THAT(seen, HasValue({"app_moves_total", {{"group", "7"}}}, 80));
  CHECK(snapshot(other.events).families().empty());
}
