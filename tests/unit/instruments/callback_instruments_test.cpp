#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/snapshots.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/registry.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test_support;
using isometric::CallbackCounter;
using isometric::CallbackGauge;
using isometric::Field;
using isometric::Gauge;
using isometric::RegistrationConflict;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;

namespace {

using Plain = CallbackGauge<RegistrySink>;
using Registration = Plain::registration_type;

isometric::SeriesSelector failures(std::string family) {
  return {"isometric_failed_callbacks_total", {{"family", std::move(family)}}};
}

}  // namespace

TEST_CASE("a callback gauge is asked for its value at each scrape") {
  const RegistrySink sink;
  const Plain length(sink, "app_queue_jobs", "Jobs that wait.");
  CHECK_FALSE(shows(sink, length.series()));
  std::vector<int> queue;
  const auto registration = length.add([&queue] { return queue.size(); });
  CHECK_THAT(snapshot(sink), HasValue(length.series(), 0));
  queue.resize(3);
  CHECK_THAT(snapshot(sink), HasValue(length.series(), 3));
  CHECK(page_of(*sink.collectable()) ==
        "# HELP app_queue_jobs Jobs that wait.\n# TYPE app_queue_jobs gauge\napp_queue_jobs 3\n");
}

TEST_CASE("a function is not called, nor kept, after its registration has ended") {
  const RegistrySink sink;
  const Plain length(sink, "app_queue_jobs", "Jobs that wait.");
  const auto captured = std::make_shared<int>(7);
  {
    const auto registration = length.add([captured] { return *captured; });
    CHECK(captured.use_count() > 1);
    CHECK(shows(sink, length.series()));
  }
  CHECK(captured.use_count() == 1);
  CHECK_FALSE(shows(sink, length.series()));
}

TEST_CASE("labels tell callbacks apart, and are printed in order") {
  const RegistrySink sink;
  const CallbackGauge<RegistrySink, Group, Way> length(sink, "app_queue_jobs", "Jobs that wait.");
  const auto b = length.add("b", Direction::up, [] { return 1; });
  const auto a_down = length.add("a", Direction::down, [] { return 2.5; });
  const auto a_up = length.add("a", Direction::up, [] { return 3; });
  CHECK(page_of(*sink.collectable()) ==
        "# HELP app_queue_jobs Jobs that wait.\n# TYPE app_queue_jobs gauge\n"
        "app_queue_jobs{direction=\"down\",group=\"a\"} 2.5\n"
        "app_queue_jobs{direction=\"up\",group=\"a\"} 3\n"
        "app_queue_jobs{direction=\"up\",group=\"b\"} 1\n");
}

TEST_CASE("functions of one series are added up, whoever registers them") {
  const RegistrySink sink;
  const Plain first(sink, "app_queue_jobs", "Jobs that wait.");
  const Plain second(sink, "app_queue_jobs", "Jobs that wait.");
  const auto one = first.add([] { return 1; });
  std::optional two(second.add([] { return 2; }));
  CHECK_THAT(snapshot(sink), HasValue(first.series(), 3));
  two.reset();
  CHECK_THAT(snapshot(sink), HasValue(first.series(), 1));
}

TEST_CASE("a function that throws is left out of the scrape and counted, and the next one is not") {
  const RegistrySink sink;
  const CallbackGauge<RegistrySink, Group> length(sink, "app_queue_jobs", "Jobs that wait.");
  bool is_broken = true;
  const auto a = length.add("a", [&]() -> double {
    if (is_broken) throw std::runtime_error("no such queue");
    return 1;
  });
  const auto b = length.add("b", [] { return 2; });
  static_cast<void>(snapshot(sink));
  const auto page = snapshot(sink);
  CHECK(page.find_series(length.series("a")) == nullptr);
  CHECK_THAT(page, HasValue(length.series("b"), 2));
  CHECK_THAT(page, HasValue(failures("app_queue_jobs"), 2));
  is_broken = false;
  CHECK_THAT(snapshot(sink), HasValue(length.series("a"), 1));
}

TEST_CASE("half a sum is no value: one function that throws takes its series out") {
  const RegistrySink sink;
  const Plain length(sink, "app_queue_jobs", "Jobs that wait.");
  const auto good = length.add([] { return 1; });
  const auto bad = length.add([]() -> double { throw 1; });
  CHECK_FALSE(shows(sink, length.series()));
}

TEST_CASE("a gauge's function may return NaN and infinities") {
  const RegistrySink sink;
  const Plain length(sink, "app_queue_jobs", "Jobs that wait.");
  const auto registration = length.add([] { return -std::numeric_limits<double>::infinity(); });
  CHECK_THAT(snapshot(sink), HasValue(length.series(), -std::numeric_limits<double>::infinity()));
  CHECK(snapshot(sink).find_family("isometric_failed_callbacks_total") == nullptr);
}

TEST_CASE("a registration can be moved, replaced and made empty") {
  const RegistrySink sink;
  const Plain length(sink, "app_queue_jobs", "Jobs that wait.");
  Registration registration;
  CHECK_FALSE(shows(sink, length.series()));
  registration = length.add([] { return 1; });
  Registration moved = std::move(registration);
  CHECK_THAT(snapshot(sink), HasValue(length.series(), 1));
  moved = length.add([] { return 2; });
  CHECK_THAT(snapshot(sink), HasValue(length.series(), 2));
  moved = {};
  CHECK_FALSE(shows(sink, length.series()));
  static_assert(!std::is_copy_constructible_v<Registration>);
}

TEST_CASE("a registration may outlive instrument and sink") {
  Registration registration;
  {
    const RegistrySink sink;
    registration = Plain(sink, "app_queue_jobs", "Jobs that wait.").add([] { return 1; });
    CHECK(shows(sink, {"app_queue_jobs"}));
  }
}

TEST_CASE("a function may use metrics of its sink, and even scrape") {
  const RegistrySink sink;
  const Gauge<RegistrySink, Group> other(sink, "app_other_jobs", "Others.");
  const Plain length(sink, "app_queue_jobs", "Jobs that wait.");
  std::size_t seen = 0;
  const auto registration = length.add([&] {
    other.labels("new").set(1);
    seen = snapshot(sink).families().size();  // without its own value, which is not there yet
    return 5;
  });
  CHECK_THAT(snapshot(sink), HasValue(length.series(), 5));
  CHECK(seen >= 1);
  // Nothing has failed.
  CHECK_FALSE(shows(sink, {"isometric_failed_callbacks_total", {{"family", "app_queue_jobs"}}}));
}

TEST_CASE("a function may end its own registration, and start another one") {
  const RegistrySink sink;
  const Plain length(sink, "app_queue_jobs", "Jobs that wait.");
  Registration registration;
  const auto captured = std::make_shared<int>(3);
  registration = length.add([&registration, &length, captured] {
    registration = length.add([] { return 9; });
    return *captured;
  });
  CHECK_THAT(snapshot(sink), HasValue(length.series(), 3));
  CHECK(captured.use_count() == 1);
  CHECK_THAT(snapshot(sink), HasValue(length.series(), 9));
}

TEST_CASE("the end of a registration waits for a call that runs in another thread") {
  const RegistrySink sink;
  const Plain length(sink, "app_queue_jobs", "Jobs that wait.");
  for (int round = 0; round < 300; ++round) {
    auto state = std::make_unique<std::atomic<int>>(round);  // two scrape at once
    std::optional<Registration> registration(length.add([raw = state.get()] { return (*raw)++; }));
    in_threads(3, [&](std::size_t thread) {
      if (thread == 0) {
        registration.reset();
        state.reset();  // a call that came later would read freed memory
      } else {
        static_cast<void>(snapshot(sink));
      }
    });
  }
}

TEST_CASE("a scrape holds no lock while it calls: a function and its server may share a mutex") {
  const RegistrySink sink;
  const CallbackGauge<RegistrySink, Group> length(sink, "app_queue_jobs", "Jobs that wait.");
  std::mutex mutex;
  const auto registration = length.add("a", [&] {
    const std::lock_guard lock(mutex);
    return 1;
  });
  in_threads(3, [&](std::size_t thread) {
    for (int i = 0; i < 300; ++i) {
      if (thread == 0) {
        // Takes the sink's locks while it holds its own: the other way round from a scrape.
        const std::lock_guard lock(mutex);
        const Gauge<RegistrySink, Group> gauge(sink, "app_other_jobs", "Others.");
        gauge.labels(std::to_string(i)).inc();
        static_cast<void>(length.add("b", [] { return 1; }));
      } else {
        static_cast<void>(snapshot(sink));
      }
    }
  });
}

TEST_CASE("functions that scrape, in scrapes of two threads, do not wait for each other") {
  const RegistrySink sink;
  const CallbackGauge<RegistrySink, Group> length(sink, "app_queue_jobs", "Jobs that wait.");
  const auto a = length.add("a", [&] { return snapshot(sink).families().size(); });
  const auto b = length.add("b", [&] { return snapshot(sink).families().size(); });
  in_threads(2, [&](std::size_t) {
    for (int i = 0; i < 200; ++i) static_cast<void>(snapshot(sink));
  });
}

TEST_CASE("functions that end each other's registrations, in two threads, do not wait") {
  struct Both {
    RegistrySink first_sink;
    RegistrySink second_sink;
    Plain first{first_sink, "app_first_jobs", "Help."};
    Plain second{second_sink, "app_second_jobs", "Help."};
    Registration first_registration;
    Registration second_registration;
    std::atomic<int> running = 0;
    std::atomic<int> calls = 0;
    std::atomic<int> returned = 0;

    double end(Registration& other) {
      ++calls;
      ++running;
      while (running < 2) std::this_thread::yield();  // until the other one runs as well
      other = {};
      return 1;
    }
  };
  // Shared, since threads that wait for ever cannot be joined.
  const auto both = std::make_shared<Both>();
  both->first_registration =
      both->first.add([raw = both.get()] { return raw->end(raw->second_registration); });
  both->second_registration =
      both->second.add([raw = both.get()] { return raw->end(raw->first_registration); });
  for (const auto& sink : {both->first_sink, both->second_sink}) {
    std::thread([both, sink] {
      static_cast<void>(snapshot(sink));
      ++both->returned;
    }).detach();
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (both->returned < 2 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  REQUIRE(both->returned == 2);
  CHECK_FALSE(shows(both->first_sink, both->first.series()));
  CHECK_FALSE(shows(both->second_sink, both->second.series()));
  CHECK(both->calls == 2);
}

TEST_CASE("a function that ends the registration of an idle one lets go of that at once") {
  const RegistrySink sink;
  const CallbackGauge<RegistrySink, Group> length(sink, "app_queue_jobs", "Jobs that wait.");
  const auto captured = std::make_shared<int>(3);
  auto other = length.add("z", [captured] { return *captured; });
  const auto registration = length.add("a", [&other] {
    other = {};
    return 1;
  });
  CHECK_FALSE(shows(sink, length.series("z")));
  CHECK(captured.use_count() == 1);
}

TEST_CASE("beyond the cap callbacks share the overflow series") {
  const RegistrySink sink;
  const CallbackGauge<RegistrySink, Group> length(sink, "app_queue_jobs", "Jobs that wait.",
                                                  {.max_series = 1});
  const auto a = length.add("a", [] { return 1; });
  const auto b = length.add("b", [] { return 2; });
  const auto c = length.add("c", [] { return 3; });
  CHECK_THAT(snapshot(sink), HasValue(length.series("a"), 1));
  CHECK_THAT(snapshot(sink), HasValue(length.series("isometric_overflow"), 5));
}

TEST_CASE("a place below the cap that a callback has left is free, whatever was redirected") {
  const RegistrySink sink;
  const CallbackGauge<RegistrySink, Group> length(sink, "app_queue_jobs", "Jobs that wait.",
                                                  {.max_series = 1});
  auto a = length.add("a", [] { return 1; });
  const auto redirected = length.add("b", [] { return 2; });
  a = {};
  const auto c = length.add("c", [] { return 3; });
  CHECK_THAT(snapshot(sink), HasValue(length.series("c"), 3));
  CHECK_THAT(snapshot(sink), HasValue(length.series("isometric_overflow"), 2));
}

TEST_CASE("a closed value outside of the set registers nothing, and is counted") {
  const RegistrySink sink;
  const CallbackGauge<RegistrySink, Way> length(sink, "app_queue_jobs", "Jobs that wait.");
  bool is_called = false;
  const auto registration = length.add(static_cast<Direction>(9), [&] {
    is_called = true;
    return 1;
  });
  static_cast<void>(snapshot(sink));
  CHECK_FALSE(is_called);
  CHECK_THAT(
      snapshot(sink),
      HasValue({"isometric_rejected_label_values_total", {{"family", "app_queue_jobs"}}}, 1));
}

TEST_CASE("a name is a callback's or not: declaring it otherwise is a conflict") {
  const RegistrySink sink;
  const Plain length(sink, "app_queue_jobs", "Jobs that wait.");
  try {
    const Gauge<RegistrySink> gauge(sink, "app_queue_jobs", "Jobs that wait.");
    FAIL("no conflict");
  } catch (const RegistrationConflict& conflict) {
    CHECK(conflict.field() == Field::series_kind);
    CHECK(conflict.existing() == "callback");
  }
}

TEST_CASE("on an adopted registry and on the global one a callback gauge shows likewise") {
  const RegistrySink adopted(std::make_shared<prometheus::Registry>());
  const auto registration = Plain(adopted, "app_queue_jobs", "Jobs.").add([] { return 4; });
  CHECK_THAT(snapshot(adopted), HasValue({"app_queue_jobs"}, 4));

  const isometric::GlobalSink global;
  const CallbackGauge<isometric::GlobalSink> gauge(global, "app_callback_test_jobs", "Jobs.");
  const auto other = gauge.add([] { return 6; });
  CHECK_THAT(snapshot(global), HasValue(gauge.series(), 6));
}

TEST_CASE("a null sink calls nobody") {
  const CallbackGauge<isometric::NullSink> length(isometric::NullSink{}, "app_queue_jobs", "Jobs.");
  [[maybe_unused]] const auto registration = length.add([]() -> double { throw 1; });
  static_assert(std::is_empty_v<decltype(length)>);
}

TEST_CASE("a callback counter shows what the program has counted") {
  const RegistrySink sink;
  const CallbackCounter<RegistrySink> hits(sink, "app_cache_hits_total", "Look-ups that hit.");
  std::uint64_t counted = 41;
  const auto registration = hits.add([&counted] { return static_cast<double>(counted); });
  ++counted;
  CHECK_THAT(snapshot(sink), HasValue(hits.series(), 42));
  CHECK(page_of(*sink.collectable()) ==
        "# HELP app_cache_hits_total Look-ups that hit.\n# TYPE app_cache_hits_total counter\n"
        "app_cache_hits_total 42\n");
}

TEST_CASE("what no counter can have is left out of the scrape and counted") {
  const double value = GENERATE(-1.0, std::numeric_limits<double>::quiet_NaN(),
                                std::numeric_limits<double>::infinity());
  const RegistrySink sink;
  const CallbackCounter<RegistrySink> hits(sink, "app_cache_hits_total", "Look-ups that hit.");
  const auto registration = hits.add([value] { return value; });
  static_cast<void>(snapshot(sink));
  const auto page = snapshot(sink);
  CHECK(page.find_series(hits.series()) == nullptr);
  CHECK_THAT(
      page,
      HasValue({"isometric_failed_callbacks_total", {{"family", "app_cache_hits_total"}}}, 2));
}
