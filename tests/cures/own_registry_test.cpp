#include "cures/server.hpp"
#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/registry.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

// Approach 1: custom registry per server instance.

using isometric::GlobalSink;
using isometric::RegistrySink;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;
using test_support::contains;
using test_support::in_threads;
using test_support::page_of;

using OwnServer = Server<RegistrySink>;

TEST_CASE("Approach 1 pro: perfect test isolation - each test gets independent metrics") {
  const OwnServer first;
  const OwnServer second;
  const auto before = second.snapshot();
  first.scale_up("rack-1", 3);
  CHECK_THAT(first.snapshot(), HasValue(first.operations("rack-1"), 1));
  CHECK_THAT(first.snapshot(), HasValue(first.target("rack-1"), 3));
  CHECK(second.snapshot() == before);
}

TEST_CASE("Approach 1 pro: no global state pollution") {
  const auto before = isometric::snapshot(GlobalSink{});
  const OwnServer server;
  server.scale_up("rack-1");
  CHECK(isometric::snapshot(GlobalSink{}) == before);
}

TEST_CASE("Approach 1 pro: metrics still work normally within each instance") {
  const OwnServer server;
  const auto before = server.snapshot();
  server.scale_up("rack-1", 2);
  server.scale_up("rack-1", 2);
  CHECK_THAT(server.snapshot() - before, OnlyChanged({{server.operations("rack-1"), 2},
                                                      {server.target("rack-1"), 4},
                                                      {server.duration(), 2}}));
  CHECK(contains(page_of(*server.sink().collectable()),
                 "server_scale_operations_total{direction=\"up\",group=\"rack-1\"} 2\n"));
}

TEST_CASE("Approach 1 pro: clean, predictable behavior") {
  // The same actions give the same page, in whatever order instances are made, used and destroyed.
  const auto page = [] {
    const OwnServer server;
    server.scale_up("rack-2");
    server.scale_up("rack-1");
    return page_of(*server.sink().collectable());
  };
  const auto expected = page();
  std::optional<OwnServer> other(std::in_place);
  other->scale_up("rack-9");
  CHECK(page() == expected);
  other.reset();
  CHECK(page() == expected);
}

TEST_CASE(
    "Approach 1 con, removed: metrics won't be exposed via global Prometheus endpoint in "
    "production - the same server takes the global registry instead, by its sink",
    "[global_registry]") {
  const auto before = isometric::snapshot(GlobalSink{});
  const OwnServer production(RegistrySink::global());
  const OwnServer test;
  production.scale_up("approach-1-production");
  test.scale_up("approach-1-test");
  const auto page = page_of(*GlobalSink{}.collectable());
  CHECK(contains(page, "group=\"approach-1-production\""));
  CHECK_FALSE(contains(page, "group=\"approach-1-test\""));
}

TEST_CASE(
    "Approach 1 con, removed: requires additional setup to expose metrics if needed - "
    "one call gives what an exposer takes") {
  const OwnServer server;
  server.scale_up("rack-1");
  const std::shared_ptr<prometheus::Collectable> collectable = server.sink().collectable();
  CHECK(contains(page_of(*collectable), "server_target_nodes{group=\"rack-1\"} 1\n"));
  if (!test_support::has_promtool()) return;
  const auto run = test_support::promtool_check(page_of(*collectable));
  CAPTURE(run.output);
  CHECK(run.exit_code == 0);
}

TEST_CASE("Approach 1: 200 servers in parallel threads, and each sees only its own counts") {
  std::vector<std::optional<OwnServer>> servers(server_count);
  in_threads(8, [&](std::size_t thread) {
    for (std::size_t i = thread; i < server_count; i += 8) {
      servers[i].emplace();
      for (std::size_t n = 0; n < i; ++n) servers[i]->scale_up("rack-1");
      servers[i]->scale_up("own-" + std::to_string(i));
    }
  });
  for (std::size_t i = 0; i < server_count; ++i) {
    const auto& server = *servers[i];
    const auto seen = server.snapshot();
    const auto* operations = seen.find_family("server_scale_operations_total");
    REQUIRE(operations != nullptr);
    CHECK(operations->series.size() == (i == 0 ? 2 : 4));  // up and down, of its own groups only
    if (i > 0) CHECK_THAT(seen, HasValue(server.operations("rack-1"), static_cast<double>(i)));
    CHECK_THAT(seen, HasValue(server.operations("own-" + std::to_string(i)), 1));
    CHECK(seen.histogram(server.duration()).count == i + 1);
  }
}

TEST_CASE("Approach 1: 200 servers share one endpoint though each keeps its own registry") {
  std::vector<OwnServer> servers(server_count);
  std::vector<isometric::SourceRegistration> registrations;
  isometric::Gatherer gatherer;
  for (std::size_t i = 0; i < server_count; ++i) {
    registrations.push_back(gatherer.add(servers[i].sink(), {"server", std::to_string(i)}));
  }
  in_threads(8, [&](std::size_t thread) {
    for (std::size_t i = thread; i < server_count; i += 8) {
      servers[i].scale_up("rack-1", static_cast<int>(i));
      static_cast<void>(gatherer.collectable()->Collect());
    }
  });
  const auto page = isometric::snapshot(gatherer);
  REQUIRE(page.find_family("server_target_nodes") != nullptr);
  CHECK(page.find_family("server_target_nodes")->series.size() == server_count);
  for (std::size_t i = 0; i < server_count; ++i) {
    CHECK_THAT(page, HasValue({"server_target_nodes",
                               {{"group", "rack-1"}, {"server", std::to_string(i)}}},
                              static_cast<double>(i)));
  }
  CHECK(gatherer.problems().empty());
}
