#include "cures/server.hpp"
#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/exposition.hpp"
#include "support/threads.hpp"

#include <isometric/description/errors.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>

// Approach 3: registration check, on a registry that other code uses, too.

using isometric::Field;
using isometric::RegistrationConflict;
using isometric::RegistrySink;
using isometric::testing::ConflictsOn;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;
using test_support::conflict_of;
using test_support::contains;
using test_support::in_threads;
using test_support::page_of;

namespace {

using CheckingServer = Server<RegistrySink>;

struct SharedRegistry {
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();

  CheckingServer make_server() const { return CheckingServer(RegistrySink{registry}); }
};

}  // namespace

TEST_CASE(
    "Approach 3 pro: minimal code changes - a server takes the registry as its sink's value") {
  const auto registry = std::make_shared<prometheus::Registry>();
  const CheckingServer server(RegistrySink{registry});
  STATIC_REQUIRE(std::is_same_v<decltype(server), const Server<RegistrySink>>);
  server.scale_up("rack-1");
  CHECK_THAT(server.snapshot(), HasValue(server.operations("rack-1"), 1));
}

TEST_CASE("Approach 3 pro: works with global registry, which other code may use as well") {
  const SharedRegistry shared;
  auto& theirs =
      prometheus::BuildGauge().Name("their_gauge").Help("Theirs.").Register(*shared.registry);
  theirs.Add({}).Set(5);
  const auto server = shared.make_server();
  server.scale_up("rack-1");
  for (const auto& page : {page_of(*shared.registry), page_of(*server.sink().collectable())}) {
    CHECK(contains(page, "their_gauge 5\n"));
    CHECK(contains(page, "server_target_nodes{group=\"rack-1\"} 1\n"));
  }
}

TEST_CASE("Approach 3 pro: handles the duplicate registration gracefully") {
  const SharedRegistry shared;
  const auto first = shared.make_server();
  const auto second = shared.make_server();
  first.scale_up("rack-1");
  second.scale_up("rack-1");
  CHECK_THAT(first.snapshot(), HasValue(first.operations("rack-1"), 2));
  CHECK(page_of(*first.sink().collectable()) == page_of(*second.sink().collectable()));
}

TEST_CASE("Approach 3 pro: handles a duplicate that other code registered gracefully, too") {
  const SharedRegistry shared;
  prometheus::BuildGauge()
      .Name("server_target_nodes")
      .Help("Nodes that the group should have.")
      .Register(*shared.registry)
      .Add({{"group", "rack-1"}})
      .Set(40);
  const auto server = shared.make_server();
  server.scale_up("rack-1", 2);
  CHECK_THAT(server.snapshot(), HasValue(server.target("rack-1"), 42));
}

TEST_CASE(
    "Approach 3 con, removed: complex error handling for each metric - a server has none, and a "
    "real conflict is one typed error that names metric, field, values and places") {
  const SharedRegistry shared;
  prometheus::BuildCounter()
      .Name("server_target_nodes")
      .Help("Something else.")
      .Register(*shared.registry)
      .Add({})
      .Increment();
  const auto conflict = conflict_of([&] { static_cast<void>(shared.make_server()); });
  CHECK(conflict.metric() == "server_target_nodes");
  CHECK(conflict.field() == isometric::Field::type);
  CHECK(conflict.requested() == "gauge");
  CHECK(contains(conflict.requested_site(), "cures/server.hpp:"));
  CHECK(contains(conflict.what(), "server_target_nodes"));
}

TEST_CASE("Approach 3 con, inherent: all server instances share the same metrics (no isolation)") {
  const SharedRegistry shared;
  const auto first = shared.make_server();
  const auto second = shared.make_server();
  const auto before = second.snapshot();
  first.scale_up("rack-1");
  CHECK_THAT(second.snapshot() - before, OnlyChanged({{second.operations("rack-1"), 1},
                                                      {second.target("rack-1"), 1},
                                                      {second.duration(), 1}}));
}

TEST_CASE("Approach 3 con, inherent: metrics accumulate across tests of one registry") {
  const SharedRegistry shared;
  for (int test = 1; test <= 3; ++test) {
    const auto server = shared.make_server();
    server.scale_up("rack-1");
    CHECK_THAT(server.snapshot(), HasValue(server.operations("rack-1"), test));
  }
}

TEST_CASE(
    "Approach 3 con, removed: all share, and accumulate - a test gives the same server a registry "
    "of its own") {
  for (int test = 1; test <= 3; ++test) {
    const CheckingServer server;
    server.scale_up("rack-1");
    CHECK_THAT(server.snapshot(), HasValue(server.operations("rack-1"), 1));
  }
}

TEST_CASE(
    "Approach 3 con, removed: type assertions are fragile - what differs is found when it is "
    "registered, and nothing is cast") {
  const SharedRegistry shared;
  const RegistrySink sink{shared.registry};
  const auto server = shared.make_server();
  server.scale_up("rack-1");
  const auto before = server.snapshot();

  using Histogram = isometric::Histogram<RegistrySink, test_support::Group>;
  CHECK_THROWS_MATCHES(Histogram(sink, "server_target_nodes", "Nodes that the group should have."),
                       RegistrationConflict, ConflictsOn(Field::type));
  using ZoneGauge = isometric::Gauge<RegistrySink, test_support::Zone>;
  CHECK_THROWS_MATCHES(ZoneGauge(sink, "server_target_nodes", "Nodes that the group should have."),
                       RegistrationConflict, ConflictsOn(Field::label_names));
  using Durations = isometric::Histogram<RegistrySink>;
  CHECK_THROWS_MATCHES(
      Durations(sink, "server_scale_duration_seconds", "Time to scale.", isometric::buckets(1, 20)),
      RegistrationConflict, ConflictsOn(Field::buckets, {.requested = "(1, 20)"}));
  CHECK(server.snapshot() == before);
}

TEST_CASE("Approach 3: 200 servers in parallel threads, one family, and exact totals") {
  const SharedRegistry shared;
  in_threads(8, [&](std::size_t thread) {
    for (std::size_t i = thread; i < server_count; i += 8) {
      const auto server = shared.make_server();
      for (int n = 0; n < 10; ++n) server.scale_up("rack-1");
      server.scale_up("rack-" + std::to_string(10 + i % 10));
    }
  });
  const auto server = shared.make_server();
  const auto seen = server.snapshot();
  CHECK(seen.families().size() == 3);
  CHECK_THAT(seen, HasValue(server.operations("rack-1"), 10 * server_count));
  CHECK_THAT(seen, HasValue(server.target("rack-1"), 10 * server_count));
  CHECK(seen.histogram(server.duration()).count == 11 * server_count);
  for (int i = 0; i < 10; ++i) {
    CHECK_THAT(seen, HasValue(server.operations("rack-" + std::to_string(10 + i)), 20));
  }
}
