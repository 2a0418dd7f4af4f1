#include "cures/server.hpp"
#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/threads.hpp"

#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <cstddef>
#include <string>

// Approach 2: sync.Once for global registration. Every test uses groups of its own, and looks at
// differences: which is the price of this approach, and shown below.

using isometric::GlobalSink;
using isometric::RegistrySink;
using isometric::testing::HasValue;
using isometric::testing::IncreasedBy;
using test_support::contains;
using test_support::in_threads;
using test_support::page_of;

using GlobalServer = Server<GlobalSink>;

TEST_CASE("Approach 2 pro: simple implementation - the server is the same, only its sink differs",
          "[global_registry]") {
  const GlobalServer by_type;
  const Server<RegistrySink> by_value(RegistrySink::global());
  const auto before = by_type.snapshot();
  by_type.scale_up("approach-2-simple");
  by_value.scale_up("approach-2-simple");
  CHECK_THAT(by_type.snapshot() - before, IncreasedBy(by_type.operations("approach-2-simple"), 2));
}

TEST_CASE("Approach 2 pro: metrics work with global Prometheus endpoint", "[global_registry]") {
  const GlobalServer server;
  server.scale_up("approach-2-endpoint");
  const auto page = page_of(*GlobalSink{}.collectable());
  CHECK(contains(page,
                 "server_scale_operations_total{direction=\"up\","
                 "group=\"approach-2-endpoint\"} "));
}

TEST_CASE("Approach 2 pro: all server instances share the same metrics, and each one's arrive",
          "[global_registry]") {
  const GlobalServer first;
  const GlobalServer second;
  const GlobalServer third;
  const auto before = first.snapshot();
  first.scale_up("approach-2-shared");
  second.scale_up("approach-2-shared");
  third.scale_up("approach-2-shared");
  CHECK_THAT(second.snapshot() - before, IncreasedBy(first.operations("approach-2-shared"), 3));
}

TEST_CASE("Approach 2 con, inherent: no test isolation - all tests share the same metrics",
          "[global_registry]") {
  const GlobalServer of_one_test;
  const GlobalServer of_another_test;
  const auto before = of_another_test.snapshot();
  of_one_test.scale_up("approach-2-leak");
  CHECK_THAT(of_another_test.snapshot() - before,
             IncreasedBy(of_another_test.operations("approach-2-leak"), 1));
}

TEST_CASE("Approach 2 con, inherent: metrics accumulate across test runs", "[global_registry]") {
  const std::string group = "approach-2-accumulating";
  const auto run = [&] {
    const GlobalServer server;
    server.scale_up(group);
    return server.snapshot().value(server.operations(group));
  };
  const double first = run();
  CHECK(run() == first + 1);
  CHECK(run() == first + 2);
}

TEST_CASE(
    "Approach 2 con, removed: global state makes testing unpredictable - a test gives the same "
    "server a registry of its own") {
  const auto before = isometric::snapshot(GlobalSink{});
  for (int run = 0; run < 3; ++run) {
    const Server<RegistrySink> server;
    server.scale_up("rack-1");
    CHECK_THAT(server.snapshot(), HasValue(server.operations("rack-1"), 1));
  }
  CHECK(isometric::snapshot(GlobalSink{}) == before);
}

TEST_CASE("Approach 2: 200 servers in parallel threads, one family, and exact totals",
          "[global_registry]") {
  const auto before = isometric::snapshot(GlobalSink{});
  in_threads(8, [](std::size_t thread) {
    for (std::size_t i = thread; i < server_count; i += 8) {
      const GlobalServer server;
      for (int n = 0; n < 10; ++n) server.scale_up("approach-2-many");
      server.scale_up("approach-2-" + std::to_string(i % 10));
    }
  });
  const GlobalServer server;
  const auto delta = server.snapshot() - before;
  CHECK_THAT(delta, IncreasedBy(server.operations("approach-2-many"), 10 * server_count));
  CHECK_THAT(delta, IncreasedBy(server.target("approach-2-many"), 10 * server_count));
  CHECK_THAT(delta, IncreasedBy(server.duration(), 11 * server_count));
  for (int i = 0; i < 10; ++i) {
    CHECK_THAT(delta, IncreasedBy(server.operations("approach-2-" + std::to_string(i)), 20));
  }
  const auto page = page_of(*GlobalSink{}.collectable());
  const std::string type_line = "# TYPE server_scale_operations_total counter\n";
  REQUIRE(contains(page, type_line));
  CHECK(page.find(type_line) == page.rfind(type_line));
}
