#include "memory/sink_operations.hpp"
#include "support/catch.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/family_sink.hpp>
#include <isometric/sinks/global_sharded_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/summary.h>

#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

using namespace isometric;
using test_support::check_memory;
using test_support::Extent;
using test_support::Guarantee;
using test_support::MemorySubject;

namespace {

using Complaints = std::vector<std::string>;

std::string page_of(const prometheus::Collectable& collectable) {
  std::string page;
  write_text(test_support::snapshot_of_collected(collectable), page);
  return page;
}

/// A registry of other code, and where the events of a sink on its family are counted.
struct OtherCode {
  prometheus::Registry registry;
  RegistrySink events;
};

MemorySubject<RegistrySink> on_adopted_registry(Guarantee guarantee, Extent extent) {
  return {[](auto&&...) { return RegistrySink(std::make_shared<prometheus::Registry>()); },
          guarantee, extent, [](const RegistrySink& sink) { return page_of(*sink.registry()); }};
}

FamilySink on_other_family(OtherCode& other, const std::string& name, MetricType type) {
  const auto bind = [&](auto builder) {
    auto& family = builder.Name(name).Help(test_support::memory_help).Register(other.registry);
    return FamilySink(family, other.events);
  };
  switch (type) {
    case MetricType::gauge: return bind(prometheus::BuildGauge());
    case MetricType::histogram: return bind(prometheus::BuildHistogram());
    case MetricType::summary: return bind(prometheus::BuildSummary());
    default: return bind(prometheus::BuildCounter());
  }
}

}  // namespace

TEST_CASE("an operation of a fresh registry that finds no memory changes nothing") {
  const auto failures = check_memory<RegistrySink>({[](auto&&...) { return RegistrySink(); }});
  CHECK(failures.count > 1000);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("of a family on an adopted registry, memory that runs out leaves series at 0 at most") {
  const auto failures = check_memory(on_adopted_registry(Guarantee::but_zeroes, Extent::fixed));
  CHECK(failures.count > 500);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("an operation of series of its own beside an adopted registry changes nothing either") {
  const auto failures = check_memory(on_adopted_registry(Guarantee::strong, Extent::own_series));
  CHECK(failures.count > 1000);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("a registry that finds no memory to be adopted is as before, and adopted later") {
  struct State {
    std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
    std::unique_ptr<RegistrySink> sink{};
  };
  test_support::AllocationFailures failures;
  test_support::fail_each_allocation(
      failures, "adopting", Guarantee::strong,
      [] {
        State state;
        prometheus::BuildCounter().Name("other_total").Register(*state.registry).Add({});
        return state;
      },
      [](State& state) { state.sink = std::make_unique<RegistrySink>(state.registry); },
      [](const State& state) {
        return test_support::Observation{page_of(*state.registry), state.sink ? "adopted" : "not"};
      });
  CHECK(failures.count > 5);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("a registry that finds no memory to be handed out is handed out later") {
  struct State {
    RegistrySink sink{};
    std::shared_ptr<prometheus::Registry> registry{};
  };
  test_support::AllocationFailures failures;
  test_support::fail_each_allocation(
      failures, "handing out", Guarantee::strong, [] { return State(); },
      [](State& state) { state.registry = state.sink.registry(); },
      [](const State& state) {
        return test_support::Observation{page_of(*state.sink.collectable()),
                                         state.registry ? "handed out" : "not"};
      });
  CHECK(failures.count > 2);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("the registry of the process that finds no memory to be made is made later",
          "[global_registry]") {
  for (std::size_t number = 1;; ++number) {
    {
      const test_support::FailingAllocation failing(number, false);
      try {
        static_cast<void>(RegistrySink::global());
      } catch (const std::bad_alloc&) {
      }
    }
    if (!test_support::FailingAllocation::has_failed()) break;
  }
  const Counter<GlobalSink> works(GlobalSink(), "app_works_after_all_total", "Works.");
  works.inc();
  CHECK(snapshot(GlobalSink()).value(works.series()) >= 1);
}

TEST_CASE("of a family of other code, memory that runs out leaves series at 0 at most") {
  std::shared_ptr<OtherCode> other;  // of the sink that was made last
  const auto failures = check_memory<FamilySink>({[&](const std::string& name, MetricType type) {
                                                    other = std::make_shared<OtherCode>();
                                                    return on_other_family(*other, name, type);
                                                  },
                                                  Guarantee::but_zeroes, Extent::all,
                                                  [&](const FamilySink&) {
                                                    std::string page;
                                                    write_text(other->events, page);
                                                    return page + page_of(other->registry);
                                                  }});
  CHECK(failures.count > 500);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("an operation of the global sink that finds no memory changes nothing",
          "[global_registry]") {
  const auto failures = check_memory<GlobalSink>(
      {[](auto&&...) { return GlobalSink(); }, Guarantee::strong, Extent::one_shape});
  CHECK(failures.count > 500);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("an operation of a sharded sink that finds no memory changes nothing") {
  const auto failures = check_memory<ShardedSink>({[](auto&&...) { return ShardedSink(); }});
  CHECK(failures.count > 500);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("an operation of the global sharded sink that finds no memory changes nothing",
          "[global_registry]") {
  const auto failures = check_memory<GlobalShardedSink>(
      {[](auto&&...) { return GlobalShardedSink(); }, Guarantee::strong, Extent::one_shape});
  CHECK(failures.count > 300);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("an operation of a recording sink that finds no memory changes nothing") {
  const auto failures = check_memory<RecordingSink>({[](auto&&...) { return RecordingSink(); }});
  CHECK(failures.count > 1000);
  CHECK(failures.complaints == Complaints{});
}

TEST_CASE("an update that finds no memory to be written down takes effect, and the log says so") {
  const RecordingSink sink;
  const Counter<RecordingSink> requests(sink, "app_requests_total", "Requests.");
  {
    const test_support::FailingAllocation failing(1, true);
    for (int i = 0; i < 100; ++i) requests.inc();
  }
  REQUIRE(test_support::FailingAllocation::has_failed());
  CHECK(sink.snapshot().value({"app_requests_total"}) == 100);
  CHECK_THROWS_AS(sink.log(), std::bad_alloc);
  sink.clear();
  requests.inc();
  CHECK(sink.log().size() == 1);
}

TEST_CASE(
    "a look-up beyond the cap that finds no memory is not counted as one that was redirected") {
  const LabelDescriptor label{"peer", {}};
  FamilyDescriptor gone;
  gone.name = "app_gone_total";
  gone.help = test_support::memory_help;
  gone.labels = {&label, 1};
  gone.max_series = 1;
  const std::string_view first = "a";
  const std::string_view second = "b";
  bool has_failed = true;
  for (std::size_t number = 1; has_failed; ++number) {
    CAPTURE(number);
    const RegistrySink sink;
    const auto family = Removable<RegistrySink>(sink).counter(gone);
    const auto block = family.block(OpenLabelValues{&first, 1});
    family.remove(OpenLabelValues{&first, 1}, 0);
    static_cast<void>(family.block(OpenLabelValues{&second, 1}));  // now it is full
    {
      const test_support::FailingAllocation failing(number, false);
      block.series(0).inc();
      has_failed = failing.has_failed();
    }
    const Snapshot now = snapshot(sink);
    const auto has = [&now](const char* name, const char* of, const char* value) {
      return now.find_series({name, {{of, value}}}) != nullptr;
    };
    const bool is_counted = has("isometric_redirected_lookups_total", "family", "app_gone_total");
    const bool has_overflow = has("app_gone_total", "peer", "isometric_overflow");
    CHECK((has_overflow || !is_counted));
    CHECK((has_failed || is_counted));
  }
}

TEST_CASE("a registry goes without memory, whatever its families are") {
  auto sink = std::make_unique<RegistrySink>();
  FamilyDescriptor family;
  family.help = "Things.";
  family.name = "app_fixed_total";
  sink->counter(family).block({}).series(0).inc();
  family.name = "app_removable_total";
  const auto series = sink->removable().counter(family).block({}).series(0);
  family.name = "app_callback_total";
  const auto registration = sink->callback_counter(family).add({}, 0, [] { return 1.0; });
  {
    const test_support::FailingAllocation failing(1, true);
    sink.reset();
    series.inc();
    series.refuse();
  }
  CHECK_FALSE(test_support::FailingAllocation::has_failed());
}

TEST_CASE("an operation of a catalogue sink that finds no memory changes nothing") {
  const auto failures = check_memory<CatalogueSink>({[](auto&&...) { return CatalogueSink(); }});
  CHECK(failures.count > 100);
  CHECK(failures.complaints == Complaints{});
}
