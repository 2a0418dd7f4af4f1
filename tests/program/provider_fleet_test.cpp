#include "provider_fleet.hpp"

#include "fixtures.hpp"
#include "periodic_task.hpp"
#include "provider_series.hpp"
#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/threads.hpp"

#include <isometric/testing/catch2.hpp>

#include <chrono>
#include <set>
#include <string>
#include <vector>

using namespace homecluster;
using namespace homecluster::program;
using namespace std::chrono_literals;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;

namespace {

const auto accepted_increases = provider_series().scale_operations.series(
    "rack", ScaleOperation::increase, ScaleResult::accepted);

}  // namespace

TEST_CASE("on own registries, a request to one server shows on its page and on no other",
          "[fleet]") {
  const ProviderFleet fleet{rack_of_three(), 3, RegistryChoice::own, 0s};
  std::vector<isometric::Snapshot> before;
  for (std::size_t index = 0; index < 3; ++index) {
    before.push_back(fleet.server(index).snapshot());
  }
  REQUIRE(fleet.server(1).node_group_increase_size("rack", 2).is_ok());

  const auto after = fleet.server(1).snapshot();
  CHECK_THAT(after, HasValue(accepted_increases, 1));
  CHECK_THAT(after, HasValue(provider_series().target_nodes.series("rack"), 3));
  for (const std::size_t other : {0U, 2U}) {
    CHECK((fleet.server(other).snapshot() - before[other]).changes().empty());
  }
}

TEST_CASE("on the global registry, all servers count into the same series",
          "[fleet][global_registry]") {
  const ProviderFleet fleet{rack_of_three(), 3, RegistryChoice::global, 0s};
  const auto before = fleet.server(0).snapshot();
  for (std::size_t index = 0; index < 3; ++index) {
    REQUIRE(fleet.server(index).node_group_increase_size("rack", 1).is_ok());
  }
  const auto delta = fleet.server(2).snapshot() - before;
  CHECK_THAT(delta, isometric::testing::IncreasedBy(accepted_increases, 3));
}

TEST_CASE("the pages are one for the global registry, and one for each own one",
          "[fleet][global_registry]") {
  const auto paths_of = [](const ProviderFleet& fleet) {
    std::vector<std::string> paths;
    for (const MetricsPage& page : fleet.metrics_pages()) paths.push_back(page.path);
    return paths;
  };
  const Manifests manifests = rack_of_three();
  CHECK(paths_of(ProviderFleet{manifests, 2, RegistryChoice::global, 0s}) ==
        std::vector<std::string>{"/metrics"});
  CHECK(paths_of(ProviderFleet{manifests, 2, RegistryChoice::own, 0s}) ==
        std::vector<std::string>{"/metrics", "/metrics/0", "/metrics/1"});
}

TEST_CASE("promtool accepts every page of a fleet", "[fleet][global_registry]") {
  if (!test_support::has_promtool()) return;
  for (const auto registry : {RegistryChoice::global, RegistryChoice::own}) {
    const ProviderFleet fleet{load(shipped_manifests()), 3, registry, 0s};
    REQUIRE(fleet.server(0).node_group_increase_size("rack-1", 1).is_ok());
    for (const MetricsPage& page : fleet.metrics_pages()) {
      const auto run = test_support::promtool_check(test_support::page_of(*page.collectable));
      CHECK(run.output == "");
      CHECK(run.exit_code == 0);
    }
  }
}

TEST_CASE("a group's series are there before the first request", "[fleet]") {
  const ProviderFleet fleet{rack_of_three(), 1, RegistryChoice::own, 0s};
  const auto snapshot = fleet.server(0).snapshot();
  CHECK_THAT(snapshot, HasValue(provider_series().target_nodes.series("rack"), 1));
  CHECK_THAT(snapshot, HasValue(provider_series().nodes.series("rack", PowerState::off), 2));
  CHECK_THAT(snapshot, HasValue(accepted_increases, 0));
}

TEST_CASE("gauges follow the nodes without a request", "[fleet]") {
  const ProviderFleet fleet{rack_of_three(), 1, RegistryChoice::own, 20ms};
  auto& server = fleet.server(0);
  REQUIRE(server.node_group_increase_size("rack", 2).is_ok());
  const auto nodes_on = provider_series().nodes.series("rack", PowerState::on);
  const PeriodicTask keep_fresh{1ms, [&] { fleet.update_gauges(); }};
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (server.snapshot().value(nodes_on) != 3 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(1ms);
  }
  CHECK_THAT(server.snapshot(), HasValue(nodes_on, 3));
}

TEST_CASE("a periodic task ends with its object, however long its period", "[fleet]") {
  const auto begin = std::chrono::steady_clock::now();
  bool done = false;
  {
    const PeriodicTask never{1h, [&] { done = true; }};
  }
  CHECK_FALSE(done);
  CHECK(std::chrono::steady_clock::now() - begin < 10s);
}

TEST_CASE("two hundred servers are made and asked in parallel, under either cure",
          "[fleet][global_registry]") {
  const Manifests manifests = rack_of_three();
  for (const auto registry : {RegistryChoice::own, RegistryChoice::global}) {
    const ProviderFleet observer{manifests, 1, registry, 0s};
    const auto before = observer.server(0).snapshot();
    test_support::in_threads(8, [&](std::size_t) {
      for (int round = 0; round < 5; ++round) {
        const ProviderFleet fleet{manifests, 5, registry, 0s};
        for (std::size_t index = 0; index < fleet.size(); ++index) {
          (void)fleet.server(index).node_group_increase_size("rack", 1);
        }
      }
    });
    const auto delta = observer.server(0).snapshot() - before;
    if (registry == RegistryChoice::own) {
      CHECK(delta.changes().empty());
    } else {
      CHECK_THAT(delta, isometric::testing::IncreasedBy(accepted_increases, 200));
    }
  }
}
