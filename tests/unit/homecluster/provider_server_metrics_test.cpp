// How the server measures what it does. What it answers is in provider_server_test.cpp.

#include "support/catch.hpp"
#include "unit/homecluster/watched_cluster.hpp"

#include <homecluster/provider_server.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using homecluster::CallStatus;
using homecluster::HomeClusterProviderServer;
using homecluster::InMemoryCluster;
using homecluster::Method;
using homecluster::Node;
using homecluster::node_at_rest;
using homecluster::PowerState;
using homecluster::ScaleOperation;
using homecluster::ScaleResult;
using homecluster::StatusCode;
using isometric::ManualClock;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::SnapshotDelta;
using namespace isometric::testing;
using namespace std::chrono_literals;

namespace {

/// A server for a rack of three nodes, one of them on, and a shelf of one that is off. The clock
/// serves the machines and the timers.
struct Lab {
  ManualClock clock;
  InMemoryCluster values{{{"rack", {}}, {"shelf", {}}},
                         {node_at_rest("rack-1", "rack", PowerState::on),
                          node_at_rest("rack-2", "rack", PowerState::off),
                          node_at_rest("rack-3", "rack", PowerState::off),
                          node_at_rest("shelf-1", "shelf", PowerState::off)},
                         90s,
                         clock};
  WatchedCluster cluster{values};
  HomeClusterProviderServer<RegistrySink, WatchedCluster, ManualClock> server{
      cluster, RegistrySink{}, clock};
  const decltype(server)::Metrics& metrics = server.metrics();

  [[nodiscard]] isometric::Snapshot now() const { return snapshot(server.sink()); }

  template <class Action>
  SnapshotDelta change_by(Action action) {
    const Changes changes(server.sink());
    action();
    return changes.delta();
  }

  /// What every answer changes, and what this one changes besides.
  [[nodiscard]] std::vector<ExpectedChange> answered(
      Method method, StatusCode code, std::vector<ExpectedChange> besides = {}) const {
    besides.push_back({metrics.requests.series(method, code), +1});
    besides.push_back({metrics.request_duration.series(method), +1});
    return besides;
  }
};

const std::vector<std::string> rack_1{"rack-1"};
const std::vector<std::string> rack_2{"rack-2"};
constexpr std::chrono::system_clock::time_point noon{};

/// How many series tell something of this group.
std::size_t series_of(const std::string& group, const isometric::Snapshot& snapshot) {
  std::size_t count = 0;
  for (const auto& family : snapshot.families()) {
    for (const auto& series : family.series) {
      count += static_cast<std::size_t>(
          std::ranges::count(series.labels, std::pair<std::string, std::string>("group", group)));
    }
  }
  return count;
}

std::size_t series_count(const isometric::Snapshot& snapshot) {
  std::size_t count = 0;
  for (const auto& family : snapshot.families()) count += family.series.size();
  return count;
}

}  // namespace

// --- groups --------------------------------------------------------------------------------------

TEST_CASE("when a group leaves the cluster, all of its series go, and no other's") {
  Lab lab;
  REQUIRE(lab.server.node_group_increase_size("rack", 1).is_ok());
  const auto before = lab.now();
  lab.values.replace({{"shelf", {}}}, {node_at_rest("shelf-1", "shelf", PowerState::off)});
  lab.server.update_gauges();
  const auto now = lab.now();
  CHECK(series_of("rack", before) == 10);
  CHECK(series_of("rack", now) == 0);
  CHECK(series_of("shelf", now) == 10);
}

TEST_CASE("a group that comes back starts from 0") {
  Lab lab;
  REQUIRE(lab.server.node_group_increase_size("rack", 1).is_ok());
  lab.values.replace({}, {});
  REQUIRE(lab.server.refresh().is_ok());
  lab.values.replace({{"rack", {}}}, {node_at_rest("rack-1", "rack", PowerState::on)});
  REQUIRE(lab.server.refresh().is_ok());
  CHECK_THAT(lab.now(), HasValue(lab.metrics.scale_operations.series(
                                     "rack", ScaleOperation::increase, ScaleResult::accepted),
                                 0));
  CHECK_THAT(lab.now(), Zero(lab.metrics.last_scale.series("rack")));
  CHECK_THAT(lab.now(), HasValue(lab.metrics.target_nodes.series("rack"), 1));
}

TEST_CASE("a request that reaches a group on its way out is answered, and counts nowhere") {
  Lab lab;
  lab.cluster.meanwhile = [&] {
    lab.values.replace({{"shelf", {}}}, {node_at_rest("shelf-1", "shelf", PowerState::off)});
  };
  CHECK(lab.server.node_group_increase_size("rack", 1).code() == StatusCode::not_found);
  CHECK(series_of("rack", lab.now()) == 0);
}

TEST_CASE("servers that share a registry keep a group's series until the last has let go") {
  const RegistrySink sink;
  InMemoryCluster first{{{"rack", {}}}, {}};
  InMemoryCluster second{{{"rack", {}}}, {}};
  HomeClusterProviderServer<> one{first, sink};
  HomeClusterProviderServer<> two{second, sink};
  static_cast<void>(one.node_group_increase_size("rack", 1));  // rejected: it has no nodes
  first.replace({}, {});
  one.update_gauges();
  const auto& rejected = two.metrics().scale_operations.series("rack", ScaleOperation::increase,
                                                               ScaleResult::rejected);
  CHECK_THAT(snapshot(sink), HasValue(rejected, 1));
  second.replace({}, {});
  two.update_gauges();
  CHECK(series_of("rack", snapshot(sink)) == 0);
}

TEST_CASE("a server that goes takes the series of its groups along") {
  const RegistrySink sink;
  InMemoryCluster cluster{{{"rack", {}}}, {}};
  {
    const HomeClusterProviderServer<> server{cluster, sink};
    CHECK(series_of("rack", snapshot(sink)) == 10);
  }
  CHECK(series_of("rack", snapshot(sink)) == 0);
}

TEST_CASE("a group's series exist from the moment the group does") {
  const Lab lab;
  const auto now = lab.now();
  CHECK_THAT(now, HasValue(lab.metrics.target_nodes.series("rack"), 1));
  CHECK_THAT(now, HasValue(lab.metrics.nodes.series("rack", PowerState::on), 1));
  CHECK_THAT(now, HasValue(lab.metrics.nodes.series("rack", PowerState::off), 2));
  CHECK_THAT(now, Zero(lab.metrics.last_scale.series("rack")));
  CHECK_THAT(now, Zero(lab.metrics.target_nodes.series("shelf")));
  CHECK_THAT(now, Zero(lab.metrics.nodes.series("shelf", PowerState::on)));
  CHECK_THAT(now, HasValue(lab.metrics.nodes.series("shelf", PowerState::off), 1));
  CHECK_THAT(now, Zero(lab.metrics.last_scale.series("shelf")));
  for (const auto* group : {"rack", "shelf"}) {
    for (const auto operation :
         {ScaleOperation::increase, ScaleOperation::decrease, ScaleOperation::delete_nodes}) {
      for (const auto result : {ScaleResult::accepted, ScaleResult::rejected}) {
        CHECK_THAT(now, Zero(lab.metrics.scale_operations.series(group, operation, result)));
      }
    }
  }
}

TEST_CASE("a group without nodes has series, too") {
  InMemoryCluster cluster{{{"attic", {}}}, {}};
  const HomeClusterProviderServer<> server{cluster};
  CHECK_THAT(snapshot(server.sink()), Zero(server.metrics().target_nodes.series("attic")));
  CHECK_THAT(snapshot(server.sink()),
             Zero(server.metrics().nodes.series("attic", PowerState::off)));
}

TEST_CASE("names that only requests make up get no series") {
  Lab lab;
  const auto count = series_count(lab.now());
  for (int i = 0; i != 10; ++i) {
    const auto name = "made-up-" + std::to_string(i);
    const std::vector<std::string> names{name};
    CHECK_FALSE(lab.server.node_group_increase_size(name, 1).is_ok());
    CHECK_FALSE(lab.server.node_group_decrease_target_size(name, -1).is_ok());
    CHECK_FALSE(lab.server.node_group_delete_nodes(name, names).is_ok());
    CHECK_FALSE(lab.server.node_group_delete_nodes("rack", names).is_ok());
    CHECK_FALSE(lab.server.node_group_target_size(name).is_ok());
    CHECK_FALSE(lab.server.node_group_nodes(name).is_ok());
    CHECK_FALSE(lab.server.node_group_get_options(name).is_ok());
    CHECK(lab.server.node_group_for_node(name).is_ok());
  }
  CHECK_THAT(lab.now(), MaxSeries(count));
}

// --- changes of size -----------------------------------------------------------------------------

TEST_CASE("an increase is counted once, for its group, with the target that follows") {
  Lab lab;
  const Changes changes(lab.server.sink());
  (void)lab.server.node_group_increase_size("rack", 2);
  CHECK_THAT(changes, OnlyChanged(lab.answered(
                          Method::node_group_increase_size, StatusCode::ok,
                          {{lab.metrics.scale_operations.series("rack", ScaleOperation::increase,
                                                                ScaleResult::accepted),
                            +1},
                           {lab.metrics.target_nodes.series("rack"), +2},
                           {lab.metrics.last_scale.series("rack")}})));
}

TEST_CASE("a decrease is counted once, for its group, with the target that follows") {
  Lab lab;
  REQUIRE(lab.server.node_group_increase_size("rack", 2).is_ok());
  const Changes changes(lab.server.sink());
  (void)lab.server.node_group_decrease_target_size("rack", -1);
  CHECK_THAT(changes, OnlyChanged(lab.answered(
                          Method::node_group_decrease_target_size, StatusCode::ok,
                          {{lab.metrics.scale_operations.series("rack", ScaleOperation::decrease,
                                                                ScaleResult::accepted),
                            +1},
                           {lab.metrics.target_nodes.series("rack"), -1},
                           {lab.metrics.last_scale.series("rack")}})));
}

TEST_CASE("a deletion is counted once, however many nodes it names") {
  Lab lab;
  REQUIRE(lab.server.node_group_increase_size("rack", 1).is_ok());
  const std::vector<std::string> names{"rack-1", "rack-2", "rack-3"};
  const Changes changes(lab.server.sink());
  (void)lab.server.node_group_delete_nodes("rack", names);
  CHECK_THAT(changes, OnlyChanged(lab.answered(
                          Method::node_group_delete_nodes, StatusCode::ok,
                          {{lab.metrics.scale_operations.series(
                                "rack", ScaleOperation::delete_nodes, ScaleResult::accepted),
                            +1},
                           {lab.metrics.target_nodes.series("rack"), -2},
                           {lab.metrics.last_scale.series("rack")}})));
}

TEST_CASE("a rejected change of size is counted as rejected, and no gauge moves") {
  Lab lab;
  const auto rejected = [&](Method method, StatusCode code, ScaleOperation operation) {
    return OnlyChanged(lab.answered(
        method, code,
        {{lab.metrics.scale_operations.series("rack", operation, ScaleResult::rejected), +1}}));
  };
  CHECK_THAT(lab.change_by([&] { (void)lab.server.node_group_increase_size("rack", 3); }),
             rejected(Method::node_group_increase_size, StatusCode::failed_precondition,
                      ScaleOperation::increase));
  CHECK_THAT(lab.change_by([&] { (void)lab.server.node_group_increase_size("rack", 0); }),
             rejected(Method::node_group_increase_size, StatusCode::invalid_argument,
                      ScaleOperation::increase));
  CHECK_THAT(lab.change_by([&] { (void)lab.server.node_group_decrease_target_size("rack", -1); }),
             rejected(Method::node_group_decrease_target_size, StatusCode::failed_precondition,
                      ScaleOperation::decrease));
  CHECK_THAT(lab.change_by([&] { (void)lab.server.node_group_delete_nodes("rack", {}); }),
             rejected(Method::node_group_delete_nodes, StatusCode::invalid_argument,
                      ScaleOperation::delete_nodes));
}

TEST_CASE("a change of size that names an unknown group is a request and no scale operation") {
  Lab lab;
  CHECK_THAT(lab.change_by([&] { (void)lab.server.node_group_increase_size("cellar", 1); }),
             OnlyChanged(lab.answered(Method::node_group_increase_size, StatusCode::not_found)));
  CHECK_THAT(lab.change_by([&] { (void)lab.server.node_group_delete_nodes("cellar", rack_1); }),
             OnlyChanged(lab.answered(Method::node_group_delete_nodes, StatusCode::not_found)));
}

TEST_CASE("the time of the last change is that of the last accepted one") {
  Lab lab;
  const auto before = static_cast<double>(std::time(nullptr));
  REQUIRE(lab.server.node_group_increase_size("rack", 1).is_ok());
  const auto after = static_cast<double>(std::time(nullptr)) + 1;
  const auto last_scale = lab.metrics.last_scale.series("rack");
  CHECK_THAT(lab.now(), AtLeast(last_scale, before) && AtMost(last_scale, after));
  CHECK_THAT(lab.now(), Zero(lab.metrics.last_scale.series("shelf")));

  const Changes changes(lab.server.sink());
  REQUIRE_FALSE(lab.server.node_group_increase_size("rack", 99).is_ok());
  CHECK_THAT(changes, Unchanged(last_scale));
}

TEST_CASE("nodes move from off to on when the transition is complete and the gauges are updated") {
  Lab lab;
  REQUIRE(lab.server.node_group_increase_size("rack", 2).is_ok());
  lab.clock.advance(90s);
  const Changes changes(lab.server.sink());
  lab.server.update_gauges();
  CHECK_THAT(changes, OnlyChanged({{lab.metrics.nodes.series("rack", PowerState::on), +2},
                                   {lab.metrics.nodes.series("rack", PowerState::off), -2}}));
}

TEST_CASE("Refresh updates the gauges") {
  Lab lab;
  REQUIRE(lab.server.node_group_delete_nodes("rack", rack_1).is_ok());
  lab.clock.advance(90s);
  const Changes changes(lab.server.sink());
  (void)lab.server.refresh();
  CHECK_THAT(changes,
             OnlyChanged(lab.answered(Method::refresh, StatusCode::ok,
                                      {{lab.metrics.nodes.series("rack", PowerState::on), -1},
                                       {lab.metrics.nodes.series("rack", PowerState::off), +1}})));
}

TEST_CASE("groups that come and go are followed at every refresh") {
  InMemoryCluster cluster{{{"old", {}}}, {node_at_rest("o", "old", PowerState::on)}};
  HomeClusterProviderServer<> server{cluster};
  const auto& metrics = server.metrics();
  REQUIRE_THAT(snapshot(server.sink()), HasValue(metrics.target_nodes.series("old"), 1));

  cluster.replace({{"new", {}}}, {node_at_rest("n", "new", PowerState::on)});
  REQUIRE(server.refresh().is_ok());
  const auto now = snapshot(server.sink());
  CHECK_THAT(now, HasValue(metrics.target_nodes.series("new"), 1));
  CHECK_THAT(now, HasValue(metrics.nodes.series("new", PowerState::on), 1));
  CHECK_THAT(now, Zero(metrics.last_scale.series("new")));
  CHECK(series_of("old", now) == 0);
}

TEST_CASE("gauges keep their last values while the cluster is out of reach") {
  Lab lab;
  lab.cluster.reach = [] { return CallStatus{StatusCode::unavailable, "the cable is unplugged"}; };
  CHECK_THAT(lab.change_by([&] { (void)lab.server.refresh(); }),
             OnlyChanged(lab.answered(Method::refresh, StatusCode::unavailable)));
  CHECK_THAT(lab.change_by([&] { (void)lab.server.node_groups(); }),
             OnlyChanged(lab.answered(Method::node_groups, StatusCode::unavailable)));
}

TEST_CASE("a server may start while its cluster is out of reach") {
  Lab lab;
  lab.cluster.reach = [] { return CallStatus{StatusCode::unavailable, "the cable is unplugged"}; };
  HomeClusterProviderServer server{lab.cluster, RegistrySink{}};
  CHECK_THAT(snapshot(server.sink()), Absent(server.metrics().target_nodes.series("rack")));
  lab.cluster.reach = [] { return CallStatus{}; };
  REQUIRE(server.refresh().is_ok());
  CHECK_THAT(snapshot(server.sink()), HasValue(server.metrics().target_nodes.series("rack"), 1));
}

// --- requests ------------------------------------------------------------------------------------

TEST_CASE("every request is counted once by method and code, and its duration observed") {
  Lab lab;
  auto& server = lab.server;
  struct Request {
    Method method;
    StatusCode code;
    std::function<StatusCode()> send;
  };
  // Those that succeed without changing a group's size, and one failure of each that can fail.
  const std::vector<Request> requests{
      {Method::node_groups, StatusCode::ok, [&] { return server.node_groups().code(); }},
      {Method::node_group_for_node, StatusCode::ok,
       [&] { return server.node_group_for_node("rack-1").code(); }},
      {Method::node_group_for_node, StatusCode::ok,
       [&] { return server.node_group_for_node("unheard-of").code(); }},
      {Method::node_group_target_size, StatusCode::ok,
       [&] { return server.node_group_target_size("rack").code(); }},
      {Method::node_group_target_size, StatusCode::not_found,
       [&] { return server.node_group_target_size("cellar").code(); }},
      {Method::node_group_nodes, StatusCode::ok,
       [&] { return server.node_group_nodes("rack").code(); }},
      {Method::node_group_nodes, StatusCode::not_found,
       [&] { return server.node_group_nodes("cellar").code(); }},
      {Method::node_group_get_options, StatusCode::ok,
       [&] { return server.node_group_get_options("rack").code(); }},
      {Method::node_group_get_options, StatusCode::not_found,
       [&] { return server.node_group_get_options("cellar").code(); }},
      {Method::pricing_node_price, StatusCode::ok,
       [&] { return server.pricing_node_price("rack-1", noon, noon + 1h).code(); }},
      {Method::pricing_node_price, StatusCode::invalid_argument,
       [&] { return server.pricing_node_price("rack-1", noon, noon - 1h).code(); }},
      {Method::pricing_node_price, StatusCode::not_found,
       [&] { return server.pricing_node_price("rack-9", noon, noon + 1h).code(); }},
      {Method::refresh, StatusCode::ok, [&] { return server.refresh().code(); }},
  };
  for (const auto& request : requests) {
    const Changes changes(lab.server.sink());
    CHECK(request.send() == request.code);
    CHECK_THAT(changes, OnlyChanged(lab.answered(request.method, request.code)));
  }
}

TEST_CASE("the duration is the time that the cluster took, on every path") {
  Lab lab;
  lab.cluster.meanwhile = [&] { lab.clock.advance(250ms); };
  (void)lab.server.node_group_target_size("rack");
  (void)lab.server.node_group_target_size("cellar");
  const auto answered = lab.metrics.request_duration.series(Method::node_group_target_size);
  CHECK_THAT(lab.now(), BucketsAre(answered, {{0.25, 2}}) && SumWithin(answered, 0.5, 0));

  lab.cluster.meanwhile = [&] {
    lab.clock.advance(2s);
    throw std::runtime_error{"the switch is on fire"};
  };
  CHECK_THROWS_AS(lab.server.node_group_increase_size("rack", 1), std::runtime_error);
  CHECK_THAT(
      lab.now(),
      UniqueSample(lab.metrics.request_duration.series(Method::node_group_increase_size), 2.0));
}

TEST_CASE("a request is in flight while it is being answered, and not afterwards") {
  Lab lab;
  const auto in_flight = lab.metrics.requests_in_flight.series(Method::node_group_nodes);
  isometric::Snapshot meanwhile;
  lab.cluster.meanwhile = [&] { meanwhile = lab.now(); };
  (void)lab.server.node_group_nodes("rack");
  CHECK_THAT(meanwhile, HasValue(in_flight, 1));
  CHECK_THAT(lab.now(), Zero(in_flight));
}

TEST_CASE("a request that ends in an exception is counted as INTERNAL and not in flight any more") {
  Lab lab;
  lab.cluster.meanwhile = [] { throw std::runtime_error{"the switch is on fire"}; };
  const Changes changes(lab.server.sink());
  CHECK_THROWS_AS(lab.server.node_group_increase_size("rack", 1), std::runtime_error);
  CHECK_THAT(changes,
             OnlyChanged(lab.answered(Method::node_group_increase_size, StatusCode::internal)));
}

// --- isolation and threads -----------------------------------------------------------------------

TEST_CASE("two servers for one cluster count only their own requests") {
  Lab lab;
  HomeClusterProviderServer other{lab.cluster, RegistrySink{}};
  const Changes changes(other.sink());
  REQUIRE(lab.server.node_group_increase_size("rack", 1).is_ok());
  CHECK_THAT(changes, NothingChanged());
}

TEST_CASE("a thread that is held up while it updates the gauges does not leave an old state") {
  Lab lab;
  std::atomic<bool> is_held_up = false;
  std::atomic<bool> is_overtaken = false;
  lab.cluster.after_groups = [&] {
    if (is_held_up.exchange(true)) return;  // only the first one
    // Long enough for the other thread to publish if nothing keeps it from overtaking.
    const auto deadline = std::chrono::steady_clock::now() + 100ms;
    while (!is_overtaken && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  };
  {
    const std::jthread slow{[&] { lab.server.update_gauges(); }};
    while (!is_held_up) std::this_thread::yield();
    const std::jthread fast{[&] {
      (void)lab.server.node_group_increase_size("rack", 2);
      is_overtaken = true;
    }};
  }
  CHECK_THAT(lab.now(), HasValue(lab.metrics.target_nodes.series("rack"), 3));
}

TEST_CASE("with many threads every request is counted and the gauges show the final state") {
  constexpr int thread_count = 4;
  constexpr int rounds = 100;
  std::vector<Node> nodes;
  for (int i = 0; i != 20; ++i) {
    nodes.push_back(node_at_rest(std::to_string(i), "rack", PowerState::off));
  }
  const ManualClock clock;
  InMemoryCluster cluster{{{"rack", {}}}, nodes, 5s, clock};
  HomeClusterProviderServer server{cluster, RegistrySink{}, clock};
  const auto& metrics = server.metrics();
  std::atomic<int> increased = 0;
  std::atomic<int> decreased = 0;
  std::atomic<int> deleted = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread != thread_count; ++thread) {
      threads.emplace_back([&, thread] {
        const std::vector<std::string> names{std::to_string(thread)};
        for (int round = 0; round != rounds; ++round) {
          if (server.node_group_increase_size("rack", 2).is_ok()) ++increased;
          clock.advance(1s);
          if (server.node_group_decrease_target_size("rack", -1).is_ok()) ++decreased;
          if (server.node_group_delete_nodes("rack", names).is_ok()) ++deleted;
          if (round % 10 == 0) server.update_gauges();
        }
      });
    }
  }
  const auto now = snapshot(server.sink());
  const auto state = cluster.group("rack").value();
  const auto scaled = [&](ScaleOperation operation, ScaleResult result) {
    return metrics.scale_operations.series("rack", operation, result);
  };
  constexpr int calls = thread_count * rounds;
  CHECK_THAT(now, HasValue(metrics.target_nodes.series("rack"), state.target_size));
  CHECK_THAT(now, HasValue(metrics.nodes.series("rack", PowerState::on), state.nodes_on));
  CHECK_THAT(now, HasValue(metrics.nodes.series("rack", PowerState::off), state.nodes_off));
  CHECK_THAT(now, HasValue(scaled(ScaleOperation::increase, ScaleResult::accepted), increased));
  CHECK_THAT(now,
             HasValue(scaled(ScaleOperation::increase, ScaleResult::rejected), calls - increased));
  CHECK_THAT(now, HasValue(scaled(ScaleOperation::decrease, ScaleResult::accepted), decreased));
  CHECK_THAT(now,
             HasValue(scaled(ScaleOperation::decrease, ScaleResult::rejected), calls - decreased));
  CHECK(deleted == calls);
  CHECK_THAT(now, HasValue(scaled(ScaleOperation::delete_nodes, ScaleResult::accepted), calls));
  for (const auto method :
       {Method::node_group_increase_size, Method::node_group_decrease_target_size,
        Method::node_group_delete_nodes}) {
    CHECK(now.histogram(metrics.request_duration.series(method)).count == calls);
    CHECK_THAT(now, Zero(metrics.requests_in_flight.series(method)));
  }
}
