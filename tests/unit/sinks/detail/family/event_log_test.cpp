#include "support/catch.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/ledger/family_entry.hpp>
#include <isometric/sinks/detail/series/hash_seed.hpp>
#include <isometric/sinks/family_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// The metrics in which the library counts what went wrong never cause one another: whatever other
// code has done to their names, an update, a declaration and a scrape end.

using namespace test_support;
using isometric::AnySink;
using isometric::CallbackGauge;
using isometric::Counter;
using isometric::Gauge;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::Snapshot;
using isometric::detail::Event;
using isometric::detail::event_count;
using isometric::detail::event_metrics;
using isometric::detail::metric_of;
using isometric::testing::ValidExposition;

namespace {

struct FailingCollectable final : prometheus::Collectable {
  std::vector<prometheus::MetricFamily> Collect() const override {
    throw std::runtime_error("no metrics today");
  }
};

using Registry = std::shared_ptr<prometheus::Registry>;

enum class IsCounted { yes, no };

/// What other code does to the name of a metric of the library's, before there is one.
struct Sabotage {
  std::string_view what;
  void (*commit)(prometheus::Registry& registry, const std::string& name);
  IsCounted is_counted;
  double counted_by_others = 0;
};

prometheus::Family<prometheus::Counter>& counter_of(prometheus::Registry& registry,
                                                    const std::string& name,
                                                    const prometheus::Labels& constant = {}) {
  return prometheus::BuildCounter().Name(name).Help("Theirs.").Labels(constant).Register(registry);
}

constexpr Sabotage sabotages[] = {
    {"nothing", [](prometheus::Registry&, const std::string&) {}, IsCounted::yes},
    {"another help, without series",
     [](prometheus::Registry& registry, const std::string& name) { counter_of(registry, name); },
     IsCounted::yes},
    {"another help, with a series",
     [](prometheus::Registry& registry, const std::string& name) {
       counter_of(registry, name).Add({{"family", "theirs"}});
     },
     IsCounted::yes},
    {"another help, with the series that is to come",
     [](prometheus::Registry& registry, const std::string& name) {
       counter_of(registry, name).Add({{"family", "app_moves_total"}}).Increment(100);
     },
     IsCounted::yes, 100},
    {"other labels",
     [](prometheus::Registry& registry, const std::string& name) {
       counter_of(registry, name).Add({{"zone", "theirs"}}).Increment();
     },
     IsCounted::no},
    {"constant labels",
     [](prometheus::Registry& registry, const std::string& name) {
       counter_of(registry, name, {{"zone", "theirs"}});
     },
     IsCounted::no},
    {"a gauge",
     [](prometheus::Registry& registry, const std::string& name) {
       prometheus::BuildGauge().Name(name).Register(registry).Add({{"family", "theirs"}}).Set(1);
     },
     IsCounted::no},
    {"a gauge without series",
     [](prometheus::Registry& registry, const std::string& name) {
       prometheus::BuildGauge().Name(name).Register(registry);
     },
     IsCounted::no},
    {"a histogram",
     [](prometheus::Registry& registry, const std::string& name) {
       prometheus::BuildHistogram().Name(name).Register(registry).Add(
           {}, prometheus::Histogram::BucketBoundaries{1});
     },
     IsCounted::no},
    {"a family that is gone again",
     [](prometheus::Registry& registry, const std::string& name) {
       auto& family = prometheus::BuildGauge().Name(name).Register(registry);
       family.Add({}).Set(1);
       registry.Remove(family);
     },
     IsCounted::yes},
};

/// A server whose metrics have every event there is.
template <class Sink>
struct Server {
  using Moves = Counter<Sink, Group, Way>;

  explicit Server(Sink of) : sink(std::move(of)) {}

  /// Each three times, but for those that come with a scrape.
  void have_events() const {
    for (int i = 0; i < 3; ++i) {
      moves.labels("a", Direction::up).inc(-1);
      moves.labels("b", Direction::up).inc();  // beyond the cap
      moves.labels("a", static_cast<Direction>(99)).inc();
      const Moves redeclared(sink, "app_moves_total", "All moves.");
      redeclared.labels("a", Direction::up).inc();
    }
  }

  Sink sink;
  Moves moves{sink, "app_moves_total", "Moves.", {.max_series = 2}};
  CallbackGauge<Sink> failing{sink, "app_failing", "Fails."};
  typename CallbackGauge<Sink>::registration_type registration =
      failing.add([]() -> double { throw std::runtime_error("no value"); });
};

/// How often the event was counted for a family; -1 if nothing tells.
double count_of(const Snapshot& snapshot, Event event, const char* family) {
  const auto* series =
      snapshot.find_series({std::string(metric_of(event).name), {{"family", family}}});
  const auto* count = series == nullptr ? nullptr : series->value.number();
  return count == nullptr ? -1 : *count;
}

void sabotage(const Registry& registry, const Sabotage& sabotage, Event event) {
  sabotage.commit(*registry, std::string(metric_of(event).name));
}

/// Two families of other code that contradict each other.
void add_contradiction(prometheus::Registry& registry) {
  prometheus::BuildHistogram()
      .Name("their_size")
      .Register(registry)
      .Add({}, prometheus::Histogram::BucketBoundaries{1});
  prometheus::BuildGauge().Name("their_size_count").Register(registry).Add({}).Set(1);
}

constexpr const char* family_of(Event event) {
  if (event == Event::scrape_conflicted) return "their_size";
  return event == Event::callback_failed ? "app_failing" : "app_moves_total";
}

/// That all events end, and are counted or lost, in a registry that is sabotaged already.
template <class MakeSink>
void check_events(const Registry& registry, const Sabotage& sabotage, MakeSink make_sink) {
  add_contradiction(*registry);
  const RegistrySink sink{registry};
  const Server server(make_sink(sink));
  server.have_events();
  static_cast<void>(snapshot(sink));
  CHECK_THAT(sink, ValidExposition());
  server.have_events();  // once more, with what the scrapes have counted

  const auto seen = snapshot(sink);
  CHECK_THAT(sink, ValidExposition());
  CHECK(seen.value(server.moves.series("a", Direction::up)) == 6);
  for (std::size_t i = 0; i < event_count; ++i) {
    const auto event = static_cast<Event>(i);
    CAPTURE(metric_of(event).name);
    const double counted = count_of(seen, event, family_of(event));
    if (sabotage.is_counted == IsCounted::no) {
      CHECK(counted == -1);
    } else if (event == Event::scrape_conflicted || event == Event::callback_failed) {
      CHECK(counted >= 2);
    } else {
      CHECK(counted == 6 + sabotage.counted_by_others);
    }
  }
}

}  // namespace

TEST_CASE("events end, and are counted or lost, whatever other code has done to all their names") {
  for (const Sabotage& each : sabotages) {
    CAPTURE(each.what);
    const auto registry = std::make_shared<prometheus::Registry>();
    for (std::size_t i = 0; i < event_count; ++i) sabotage(registry, each, static_cast<Event>(i));
    check_events(registry, each, [](const RegistrySink& sink) { return sink; });
  }
}

TEST_CASE(
    "events end, and are counted or lost, whatever other code has done to one of their names") {
  for (const Sabotage& each : sabotages) {
    for (std::size_t i = 0; i < event_count; ++i) {
      CAPTURE(each.what, event_metrics[i].name);
      const auto registry = std::make_shared<prometheus::Registry>();
      sabotage(registry, each, static_cast<Event>(i));
      add_contradiction(*registry);
      const RegistrySink sink{registry};
      const Server<RegistrySink> server(sink);
      server.have_events();
      static_cast<void>(snapshot(sink));
      const auto seen = snapshot(sink);
      for (std::size_t j = 0; j < event_count; ++j) {
        const auto event = static_cast<Event>(j);
        const bool is_lost = j == i && each.is_counted == IsCounted::no;
        CHECK((count_of(seen, event, family_of(event)) >= 1) == !is_lost);
      }
      CHECK_THAT(sink, ValidExposition());
    }
  }
}

TEST_CASE("events end through adaptors, too") {
  for (const Sabotage& each : sabotages) {
    CAPTURE(each.what);
    const auto sabotaged = [&] {
      auto registry = std::make_shared<prometheus::Registry>();
      for (std::size_t i = 0; i < event_count; ++i) sabotage(registry, each, static_cast<Event>(i));
      return registry;
    };
    check_events(sabotaged(), each, [](const RegistrySink& sink) { return AnySink(sink); });
    check_events(sabotaged(), each, [](const RegistrySink& sink) {
      return isometric::TeeSink(sink, isometric::NullSink());
    });
    check_events(sabotaged(), each, [](const RegistrySink& sink) {
      return isometric::FilterSink(sink, [](const isometric::FamilyDescriptor&) { return true; });
    });
  }
}

TEST_CASE("a registry that merges nothing loses the events whose names are taken") {
  const auto registry =
      std::make_shared<prometheus::Registry>(prometheus::Registry::InsertBehavior::Throw);
  counter_of(*registry, "isometric_refused_updates_total");
  const RegistrySink sink{registry};
  const Server<RegistrySink> server(sink);
  server.have_events();
  const auto seen = snapshot(sink);
  CHECK(count_of(seen, Event::update_refused, "app_moves_total") == -1);
  CHECK(count_of(seen, Event::lookup_redirected, "app_moves_total") == 3);
}

TEST_CASE("a metric whose help another module words otherwise goes on to count") {
  for (const bool is_shared : {false, true}) {
    const auto sink =
        is_shared ? RegistrySink{std::make_shared<prometheus::Registry>()} : RegistrySink{};
    for (const auto& metric : event_metrics) {
      sink.event_log()->count({metric.name, "In other words."}, "app_moves_total");
    }
    const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.", {.max_series = 1});
    moves.labels("a").inc(-1);
    moves.labels("b").inc();
    const auto seen = snapshot(sink);
    CHECK(count_of(seen, Event::update_refused, "app_moves_total") == 2);
    CHECK(count_of(seen, Event::lookup_redirected, "app_moves_total") == 2);
    CHECK(count_of(seen, Event::description_mismatched, "app_moves_total") == 1);
    CHECK(seen.find_family("isometric_refused_updates_total")->help == "In other words.");
  }
}

TEST_CASE("a metric whose labels another module chose otherwise loses its events") {
  const RegistrySink sink;
  sink.event_log()->count({"isometric_refused_updates_total", "Of zones.", "zone"}, "x");
  const Counter<RegistrySink> moves(sink, "app_moves_total", "Moves.");
  moves.inc(-1);
  moves.inc();
  CHECK(snapshot(sink).value(moves.series()) == 1);
  CHECK(count_of(snapshot(sink), Event::update_refused, "app_moves_total") == -1);
}

TEST_CASE("the events of a family of other code end in a sabotaged registry") {
  for (const Sabotage& each : sabotages) {
    CAPTURE(each.what);
    const auto registry = std::make_shared<prometheus::Registry>();
    for (std::size_t i = 0; i < event_count; ++i) sabotage(registry, each, static_cast<Event>(i));
    prometheus::Registry others;
    auto& family = counter_of(others, "app_moves_total");
    const isometric::FamilySink sink(family, RegistrySink{registry});
    const Counter<isometric::FamilySink, Group> moves(sink, "app_moves_total", "Moves.");
    moves.labels("a").inc(-1);
    moves.labels("a").inc(-1);
    CHECK(count_of(snapshot(RegistrySink{registry}), Event::update_refused, "app_moves_total") ==
          (each.is_counted == IsCounted::yes ? 2 + each.counted_by_others : -1));
  }
}

TEST_CASE("a gatherer's own metrics end beside sources that have their names") {
  for (const Sabotage& each : sabotages) {
    CAPTURE(each.what);
    const auto registry = std::make_shared<prometheus::Registry>();
    for (const char* name :
         {"isometric_lost_sources_total", "isometric_gathering_conflicts_total"}) {
      each.commit(*registry, name);
    }
    isometric::Gatherer gatherer;
    gatherer.add(RegistrySink{registry}).keep();
    const RegistrySink other;
    const Gauge<RegistrySink> differs(other, "app_nodes", "Nodes.");
    const Counter<RegistrySink> clashes(RegistrySink{registry}, "app_nodes_total", "Nodes.");
    gatherer.add(other).keep();
    gatherer.add(std::make_shared<FailingCollectable>()).keep();
    for (int i = 0; i < 3; ++i) CHECK_THAT(gatherer, ValidExposition());
  }
}

TEST_CASE("events of many threads end and are all counted") {
  const auto registry = std::make_shared<prometheus::Registry>();
  for (std::size_t i = 0; i < event_count; ++i) {
    sabotage(registry, sabotages[2], static_cast<Event>(i));
  }
  const RegistrySink sink{registry};
  const Server<RegistrySink> server(sink);
  in_threads(4, [&](std::size_t) {
    for (int i = 0; i < 50; ++i) {
      server.have_events();
      static_cast<void>(snapshot(sink));
    }
  });
  CHECK(count_of(snapshot(sink), Event::update_refused, "app_moves_total") == 600);
  CHECK(count_of(snapshot(sink), Event::description_mismatched, "app_moves_total") == 600);
}

TEST_CASE(
    "a family that counts events sends what exceeds its cap to its overflow, and counts nothing") {
  struct Log final : isometric::detail::EventLog {
    void count(isometric::detail::FamilyEntry&, Event) noexcept override { ++events; }
    bool count(const isometric::detail::EventMetric&, std::string_view) noexcept override {
      return true;
    }
    std::shared_ptr<const void> hold() const override { return nullptr; }
    int events = 0;
  };
  Log log;
  const isometric::LabelDescriptor labels[] = {{"family", {}}};
  isometric::FamilyDescriptor described;
  described.name = "app_things_total";
  described.labels = labels;
  const std::unique_ptr<isometric::detail::FamilyEntry> family(
      isometric::detail::FamilyEntry::make(isometric::detail::backend_of<prometheus::Counter>,
                                           described, 1, isometric::detail::hash_seed(), log));
  prometheus::Registry registry;
  family->attach(&counter_of(registry, "app_things_total"));

  const auto block_of = [&](std::string_view value) {
    return family->uncounted_block(isometric::OpenLabelValues{&value, 1});
  };
  CHECK(block_of("a") == block_of("a"));
  CHECK(block_of("b") != block_of("a"));
  CHECK(block_of("b") == block_of("c"));
  CHECK(log.events == 0);
  const std::string_view beyond = "d";
  CHECK(family->block(isometric::OpenLabelValues{&beyond, 1}) == block_of("b"));
  CHECK(log.events == 1);
}
