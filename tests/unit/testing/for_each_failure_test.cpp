#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/testing/for_each_failure.hpp>

#include <cstddef>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

using namespace test_support;
using isometric::AnySink;
using isometric::FamilyDescriptor;
using isometric::NullSink;
using isometric::RecordingSink;
using isometric::RegistrySink;
using isometric::Removable;
using isometric::snapshot;
using isometric::TeeSink;
using isometric::testing::FailingSink;
using isometric::testing::FailureKind;
using isometric::testing::for_each_failure;
using isometric::testing::HasValue;
using isometric::testing::InducedFailure;

namespace {

constexpr auto make_registry = [] { return RegistrySink{}; };

/// A component with an instrument of each kind, and series of its own.
template <class Sink>
struct FragileServer {
  explicit FragileServer(const Sink& sink)
      : requests(sink, "app_requests_total", "Requests."),
        turns(sink, "app_turns_total", "Turns."),
        heat(sink, "app_heat_celsius", "Heat."),
        delay(sink, "app_delay_seconds", "Delays."),
        size(sink, "app_size_bytes", "Sizes."),
        build(sink, "app_build_info", "Build."),
        nodes(sink, "app_nodes", "Nodes."),
        reads(sink, "app_reads_total", "Reads."),
        free(sink, "app_free_bytes", "Free.") {
    static_cast<void>(requests.labels("10.0.0.1", Direction::up));
    build.set("abc");
    rack.push_back(nodes.own("rack"));
    rack.push_back(nodes.own("attic"));
    rack.front()->set(3);
    first = reads.add("rack", [] { return 1.0; });
    second = free.add([] { return 2.0; });
  }

  isometric::Counter<Sink, Group, Way> requests;
  isometric::Counter<Sink, Way> turns;
  isometric::Gauge<Sink> heat;
  isometric::Histogram<Sink, Group> delay;
  isometric::Summary<Sink> size;
  isometric::Info<Sink, Group> build;
  isometric::Gauge<Removable<Sink>, Group> nodes;
  std::vector<decltype(nodes.own(""))> rack;
  isometric::CallbackCounter<Sink, Group> reads;
  isometric::CallbackGauge<Sink> free;
  typename isometric::CallbackCounter<Sink, Group>::registration_type first;
  typename isometric::CallbackGauge<Sink>::registration_type second;
};
// 9 declarations; the blocks of `turns`, `heat` and `size`, which are kept; then 6 operations.
constexpr std::size_t operations_of_a_fragile_server = 18;

template <class Source>
std::string page(const Source& source) {
  std::string text;
  write_text(source, text);
  return text;
}

}  // namespace

TEST_CASE("each operation of the code fails once") {
  std::vector<std::string> failed;
  const auto failures =
      for_each_failure([] { return NullSink{}; },
                       [](const FailingSink<NullSink>& sink) {
                         const isometric::Counter<FailingSink<NullSink>, Group> moves(
                             sink, "app_moves_total", "Moves.");
                         moves.labels("rack").inc();
                         moves.labels("attic").inc();
                       },
                       [&](const auto& sink) { failed.push_back(sink.failed_operation()); });
  CHECK(failures == 3);
  CHECK(failed == std::vector<std::string>{"operation 1, declaration of app_moves_total",
                                           "operation 2, look-up in app_moves_total",
                                           "operation 3, look-up in app_moves_total"});
}

TEST_CASE("code that uses no sink has no failures") {
  CHECK(for_each_failure(make_registry, [](const auto&) {}) == 0);
}

TEST_CASE("code may handle the failure itself") {
  std::size_t handled = 0;
  const auto failures = for_each_failure(make_registry, [&](const FailingSink<RegistrySink>& sink) {
    try {
      const isometric::Gauge<FailingSink<RegistrySink>> heat(sink, "app_heat_celsius", "Heat.");
    } catch (const InducedFailure&) {
      ++handled;
    }
  });
  CHECK(failures == 2);
  CHECK(handled == 2);
}

TEST_CASE("each run fails as if there were no memory, if asked") {
  std::size_t without_memory = 0;
  const auto failures = for_each_failure(make_registry,
                                         [&](const FailingSink<RegistrySink>& sink) {
                                           try {
                                             const isometric::Gauge<FailingSink<RegistrySink>> heat(
                                                 sink, "app_heat_celsius", "Heat.");
                                           } catch (const std::bad_alloc&) {
                                             ++without_memory;
                                             throw;
                                           }
                                         },
                                         {.kind = FailureKind::bad_alloc});
  CHECK(failures == 2);
  CHECK(without_memory == 2);
}

TEST_CASE("other exceptions pass through, and so do failures that the sink did not induce") {
  const auto run = [](auto error) {
    for_each_failure(make_registry, [&](const auto&) { throw error; },
                     {.kind = FailureKind::bad_alloc});
  };
  CHECK_THROWS_AS(run(std::runtime_error("disk full")), std::runtime_error);
  CHECK_THROWS_AS(run(std::bad_alloc()), std::bad_alloc);
  CHECK_THROWS_AS(run(InducedFailure("another sink's")), InducedFailure);
  // Not asked for, and so not swallowed even after a failure.
  CHECK_THROWS_AS(for_each_failure(make_registry,
                                   [](const FailingSink<RegistrySink>& sink) {
                                     try {
                                       sink.counter({});
                                     } catch (const InducedFailure&) {
                                       throw std::bad_alloc();
                                     }
                                   }),
                  std::bad_alloc);
}

TEST_CASE("what is wrong afterwards passes through") {
  CHECK_THROWS_AS(for_each_failure(
                      make_registry, [](const auto& sink) { sink.counter({}); },
                      [](const auto&) { throw std::runtime_error("there is a series left"); }),
                  std::runtime_error);
}

TEST_CASE("code that never runs through is given up, and the error says where it was") {
  const RegistrySink kept;
  int runs = 0;
  const auto run = [&] {
    for_each_failure(make_registry,
                     [&](const FailingSink<RegistrySink>& sink) {
                       ++runs;
                       const isometric::Counter<FailingSink<RegistrySink>, Group> moves(
                           sink, "app_moves_total", "Moves.");
                       for (int i = 0; i < runs; ++i) moves.labels("rack").inc();
                     },
                     {.max_failures = 5});
  };
  CHECK_THROWS_WITH(run(),
                    "isometric: for_each_failure: after 5 failures the code has still not run "
                    "through; the last was that of operation 5, look-up in app_moves_total. Does "
                    "each run do more than the one before?");
  CHECK(runs == 5);
}

TEST_CASE("a component that fails half-way leaves a registry in which another one finds all") {
  const RegistrySink untroubled;
  const FragileServer expected(untroubled);
  const auto failures = for_each_failure(
      make_registry, [](const auto& sink) { FragileServer server(sink); },
      [&](const auto& sink) {
        INFO(sink.failed_operation());
        const FragileServer another(sink);
        CHECK(page(sink) == page(untroubled));
      });
  CHECK(failures == operations_of_a_fragile_server);
}

TEST_CASE("a component that fails half-way leaves nothing that it owned") {
  for_each_failure(
      make_registry, [](const auto& sink) { FragileServer server(sink); },
      [&](const auto& sink) {
        INFO(sink.failed_operation());
        const auto left = page(sink);
        CHECK(left.find("app_nodes{") == std::string::npos);
        CHECK(left.find("app_reads_total{") == std::string::npos);
        CHECK(left.find("app_free_bytes ") == std::string::npos);
      });
}

TEST_CASE("if one sink of a tee fails, the others are left with nothing that is owned") {
  const auto failures = for_each_failure(make_registry, [](const auto& sink) {
    const RecordingSink first;
    const RecordingSink last;
    const TeeSink tee(first, sink, last);
    try {
      FragileServer server(tee);
    } catch (const InducedFailure&) {
      INFO(sink.failed_operation());
      for (const auto& recording : {first, last}) {
        const auto left = page(recording);
        CHECK(left.find("app_nodes{") == std::string::npos);
        CHECK(left.find("app_reads_total{") == std::string::npos);
        CHECK(left.find("app_free_bytes ") == std::string::npos);
      }
      const FragileServer another(tee);
      CHECK(page(first) == page(last));
      CHECK(page(first) == page(sink));
    }
  });
  CHECK(failures == operations_of_a_fragile_server);
}

TEST_CASE("adaptors pass a failure on, and are as usable as before") {
  const auto failures = for_each_failure(make_registry, [](const auto& failing) {
    const isometric::LabeledSink sink(
        isometric::FilterSink(AnySink(failing),
                              [](const FamilyDescriptor& family) { return !family.name.empty(); }),
        {{"host", "a"}});
    try {
      FragileServer server(sink);
    } catch (const InducedFailure&) {
      INFO(failing.failed_operation());
      const FragileServer another(sink);
      CHECK_THAT(snapshot(failing), HasValue({"app_nodes", {{"group", "rack"}, {"host", "a"}}}, 3));
    }
  });
  CHECK(failures == operations_of_a_fragile_server);
}
