#include "memory/sink_operations.hpp"
#include "support/catch.hpp"

#include <isometric/description/label.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/process_collector.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

using namespace isometric;
using test_support::AllocationFailures;
using test_support::fail_each_allocation;
using test_support::Guarantee;
using test_support::Observation;

namespace {

using Complaints = std::vector<std::string>;

template <class Sink>
struct Server {
  Sink sink{};
  Counter<Sink, Label<"peer">> requests{sink, "app_requests_total", "Requests."};
  Histogram<Sink> sizes{sink, "app_sizes", "Sizes.", buckets(1, 10)};

  void work() const {
    requests.labels("a peer whose name is longer than a short string").inc();
    sizes.observe(2);
  }
};

/// A gatherer of sources of every sort, and what a scrape of it gave.
struct State {
  State() {
    registry_server->work();
    recording_server.work();
    prometheus::BuildCounter().Name("other_total").Register(*other_code).Add({{"a", "b"}});
  }

  std::unique_ptr<Server<RegistrySink>> registry_server = std::make_unique<Server<RegistrySink>>();
  Server<RecordingSink> recording_server;
  std::shared_ptr<prometheus::Registry> other_code = std::make_shared<prometheus::Registry>();
  Gatherer gatherer;
  std::vector<SourceRegistration> registrations{};
  std::string page = "kept from before\n";

  void add_all() {
    registrations.push_back(gatherer.add(registry_server->sink, {"server", "first"}));
    registrations.push_back(gatherer.add(recording_server.sink, {"server", "second"}));
    registrations.push_back(gatherer.add(other_code));
    registrations.push_back(gatherer.add_weakly(registry_server->sink, {"server", "third"}));
  }
};

Observation observe(const State& state) {
  std::string page;
  write_text(state.gatherer, page);
  for (const auto& problem : state.gatherer.problems()) page += problem.source + " is at fault\n";
  return {page, state.page};
}

std::unique_ptr<State> make_empty() {
  auto state = std::make_unique<State>();
  state->registrations.reserve(10);
  return state;
}
std::unique_ptr<State> make_full() {
  auto state = make_empty();
  state->add_all();
  return state;
}

const auto observe_pointed = [](const auto& state) { return observe(*state); };

AllocationFailures fail_each(std::string_view name, auto make, auto operation) {
  AllocationFailures failures;
  fail_each_allocation(
      failures, name, Guarantee::strong, make, [&](auto& state) { operation(*state); },
      observe_pointed);
  return failures;
}

void check(const AllocationFailures& failures) {
  CHECK(failures.count > 2);
  CHECK(failures.complaints == Complaints{});
}

}  // namespace

TEST_CASE("a source that finds no memory to be added is not added") {
  check(fail_each("sink", make_empty, [](State& state) {
    state.registrations.push_back(state.gatherer.add(state.registry_server->sink, {"a", "b"}));
  }));
  check(fail_each("source", make_empty, [](State& state) {
    state.registrations.push_back(state.gatherer.add(state.recording_server.sink));
  }));
  check(fail_each("snapshot", make_empty, [](State& state) {
    state.registrations.push_back(state.gatherer.add(state.registry_server->sink.snapshot()));
  }));
  check(fail_each("collectable", make_empty, [](State& state) {
    state.registrations.push_back(state.gatherer.add(state.other_code));
  }));
  check(fail_each("weak sink", make_empty, [](State& state) {
    state.registrations.push_back(
        state.gatherer.add_weakly(state.registry_server->sink, {"a", "a value of some length"}));
  }));
  check(fail_each("weak collectable", make_empty, [](State& state) {
    state.registrations.push_back(
        state.gatherer.add_weakly(std::weak_ptr<prometheus::Collectable>(state.other_code)));
  }));
}

TEST_CASE("a source that could not be added leaves no gap in the numbers of the others") {
  const auto make = [] {
    auto state = make_empty();
    // Two that contradict each other, so that one of them is called by its number.
    state->registrations.push_back(state->gatherer.add(state->registry_server->sink));
    return state;
  };
  check(fail_each("source", make, [](State& state) {
    state.registrations.push_back(state.gatherer.add(state.recording_server.sink));
  }));
}

TEST_CASE("a source goes without memory") {
  AllocationFailures failures = fail_each(
      "end", make_full, [](State& state) { state.registrations[0] = SourceRegistration(); });
  CHECK(failures.count == 0);
}

namespace {

/// Lets each allocation of a scrape fail. The scrape has to give the whole page, or to end and
/// leave what it was to be written to, or to say what is missing; the next one gives the whole
/// page.
void fail_each_of_a_scrape(auto read) {
  using test_support::internal::without_events;
  const auto read_page = [&](State& state) {
    std::string page = state.page;
    read(state.gatherer, page);
    state.page = std::move(page);
  };
  auto undisturbed = make_full();
  const std::string before = undisturbed->page;
  read_page(*undisturbed);
  std::size_t failures = 0;
  for (const bool stays_out : {false, true}) {
    for (std::size_t number = 1;; ++number) {
      auto state = make_full();
      bool has_thrown = false;
      {
        const test_support::FailingAllocation failing(number, stays_out);
        try {
          read_page(*state);
        } catch (const std::bad_alloc&) {
          has_thrown = true;
        }
        if (!test_support::FailingAllocation::has_failed()) break;
      }
      ++failures;
      CAPTURE(number, stays_out);
      const bool is_whole = without_events(state->page) == without_events(undisturbed->page);
      if (has_thrown) {
        REQUIRE(state->page == before);
      } else if (!is_whole) {
        REQUIRE_FALSE(state->gatherer.problems().empty());
      }
      for (const auto& problem : state->gatherer.problems()) {
        REQUIRE(problem.fault == GatheringFault::source_failed);
      }
      state->page = before;
      read_page(*state);
      REQUIRE(without_events(state->page) == without_events(undisturbed->page));
    }
  }
  CHECK(failures > 100);
}

}  // namespace

TEST_CASE("a page of many sources is whole, or is not written, or says that it lacks one") {
  fail_each_of_a_scrape(
      [](const Gatherer& gatherer, std::string& page) { write_text(gatherer, page); });
  fail_each_of_a_scrape([](const Gatherer& gatherer, std::string& page) {
    write_text(gatherer, page, ExpositionFormat::openmetrics);
  });
}

TEST_CASE("what is collected of many sources is whole, or nothing, or says that it lacks one") {
  fail_each_of_a_scrape([](const Gatherer& gatherer, std::string& page) {
    write_text(test_support::snapshot_of_collected(*gatherer.collectable()), page);
  });
  fail_each_of_a_scrape(
      [](const Gatherer& gatherer, std::string& page) { write_text(gatherer.snapshot(), page); });
}

TEST_CASE("a process collector that finds no memory says so, and nothing else") {
  AllocationFailures failures;
  fail_each_allocation(
      failures, "process", Guarantee::strong, [] { return std::string(); },
      [](std::string& families) {
        const ProcessCollector process;
        const auto collected = process.Collect();
        const auto snapshot = process.snapshot();
        std::string page;
        write_text(process, page);
        std::string read;
        for (const auto& family : collected) read += family.name + '\n';
        for (const auto& family : snapshot.families()) read += family.name + '\n';
        families = read;
      },
      [](const std::string& families) { return Observation{families}; });
  check(failures);
}
