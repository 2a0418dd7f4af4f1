#include "support/catch.hpp"

#include <homecluster/in_memory_cluster.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using homecluster::Group;
using homecluster::GroupOptions;
using homecluster::GroupState;
using homecluster::InMemoryCluster;
using homecluster::Node;
using homecluster::node_at_rest;
using homecluster::PowerState;
using homecluster::Progress;
using homecluster::StatusCode;
using isometric::ManualClock;
using namespace std::chrono_literals;

namespace {

constexpr auto boot_time = 90s;

Node off(std::string name, std::string group) {
  return node_at_rest(std::move(name), std::move(group), PowerState::off);
}

Node on(std::string name, std::string group) {
  return node_at_rest(std::move(name), std::move(group), PowerState::on);
}

/// A rack of four nodes, one of them on, beside a shelf of one; a node that nobody manages.
struct Homelab {
  ManualClock clock;
  InMemoryCluster cluster{{{"rack", {}}, {"shelf", {}}, {"attic", {}}},
                          {off("rack-1", "rack"), on("rack-2", "rack"), off("rack-3", "rack"),
                           off("rack-4", "rack"), on("shelf-1", "shelf"), on("router", "")},
                          boot_time,
                          clock};

  [[nodiscard]] GroupState rack() const { return cluster.group("rack").value(); }
  [[nodiscard]] Node node(std::string_view name) const { return cluster.node(name).value(); }
  [[nodiscard]] std::vector<std::vector<Node>> everything() const {
    return {cluster.nodes("rack").value(),
            cluster.nodes("shelf").value(),
            cluster.nodes("attic").value(),
            {node("router")}};
  }
};

std::string construction_error(std::vector<Group> groups, std::vector<Node> nodes) {
  try {
    const InMemoryCluster cluster{std::move(groups), std::move(nodes)};
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a cluster gives its groups and nodes in the order in which they were given") {
  const Homelab lab;
  const auto groups = lab.cluster.groups().value();
  REQUIRE(groups.size() == 3);
  CHECK(groups[0] == GroupState{"rack", 4, 1, 1, 3});
  CHECK(groups[1] == GroupState{"shelf", 1, 1, 1, 0});
  CHECK(groups[2] == GroupState{"attic", 0, 0, 0, 0});
  const auto nodes = lab.cluster.nodes("rack").value();
  REQUIRE(nodes.size() == 4);
  CHECK(nodes[0].name == "rack-1");
  CHECK(nodes[3].name == "rack-4");
}

TEST_CASE("a cluster may be empty") {
  const InMemoryCluster cluster{{}, {}};
  CHECK(cluster.groups().value().empty());
  CHECK(cluster.group("rack").code() == StatusCode::not_found);
}

TEST_CASE("a group may have no nodes, and then it cannot grow") {
  Homelab lab;
  CHECK(lab.cluster.nodes("attic").value().empty());
  CHECK(lab.cluster.increase_size("attic", 1).code() == StatusCode::failed_precondition);
}

TEST_CASE("what does not exist is NOT_FOUND by name") {
  Homelab lab;
  const std::vector<std::string> names{"rack-1"};
  CHECK(lab.cluster.group("cellar").status().message() == "there is no group 'cellar'");
  CHECK(lab.cluster.group("cellar").code() == StatusCode::not_found);
  CHECK(lab.cluster.options("cellar").code() == StatusCode::not_found);
  CHECK(lab.cluster.nodes("cellar").code() == StatusCode::not_found);
  CHECK(lab.cluster.increase_size("cellar", 1).code() == StatusCode::not_found);
  CHECK(lab.cluster.decrease_target_size("cellar", -1).code() == StatusCode::not_found);
  CHECK(lab.cluster.delete_nodes("cellar", names).code() == StatusCode::not_found);
  CHECK(lab.cluster.node("rack-9").code() == StatusCode::not_found);
  CHECK(lab.cluster.node("rack-9").status().message() == "there is no node 'rack-9'");
  CHECK(lab.cluster.group("").code() == StatusCode::not_found);
  CHECK(lab.cluster.node("").code() == StatusCode::not_found);
}

TEST_CASE("a group keeps its options") {
  GroupOptions options;
  options.scale_down_utilization_threshold = 0.7;
  options.max_node_provision_time = 2min;
  options.zero_or_max_node_scaling = true;
  const InMemoryCluster cluster{{{"rack", options}, {"shelf", {}}}, {}};
  CHECK(cluster.options("rack").value() == options);
  CHECK(cluster.options("shelf").value() == GroupOptions{});
}

TEST_CASE("a node answers to its name and to its Kubernetes name") {
  Node node = on("machine", "rack");
  node.kubernetes_node_name = "k8s-machine";
  InMemoryCluster cluster{{{"rack", {}}}, {node}};
  CHECK(cluster.node("machine").value() == node);
  CHECK(cluster.node("k8s-machine").value() == node);
  const std::vector<std::string> names{"k8s-machine", "machine"};
  CHECK(cluster.delete_nodes("rack", names).is_ok());
  CHECK(cluster.group("rack").value().target_size == 0);
}

TEST_CASE("increasing the size turns on the first nodes that are shut down, and no more") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 2).is_ok());
  CHECK(lab.rack() == GroupState{"rack", 4, 3, 1, 3});
  CHECK(lab.node("rack-1").progress == Progress::starting_up);
  CHECK(lab.node("rack-1").desired_power == PowerState::on);
  CHECK(lab.node("rack-1").actual_power == PowerState::off);
  CHECK(lab.node("rack-2") == on("rack-2", "rack"));
  CHECK(lab.node("rack-3").progress == Progress::starting_up);
  CHECK(lab.node("rack-4") == off("rack-4", "rack"));
}

TEST_CASE("a group can grow to its last node") {
  Homelab lab;
  CHECK(lab.cluster.increase_size("rack", 3).is_ok());
  CHECK(lab.rack().target_size == lab.rack().max_size);
  CHECK(lab.cluster.increase_size("rack", 1).code() == StatusCode::failed_precondition);
}

TEST_CASE("an increase that finds too few nodes says how many there are and changes nothing") {
  Homelab lab;
  const auto before = lab.everything();
  const auto status = lab.cluster.increase_size("rack", 4);
  CHECK(status.code() == StatusCode::failed_precondition);
  CHECK(status.message() == "group 'rack' cannot grow by 4 nodes: 3 are powered off");
  CHECK(lab.everything() == before);
}

TEST_CASE("an increase needs a positive delta") {
  Homelab lab;
  const auto before = lab.everything();
  for (const std::int32_t delta : {0, -1, std::numeric_limits<std::int32_t>::min()}) {
    CAPTURE(delta);
    CHECK(lab.cluster.increase_size("rack", delta).code() == StatusCode::invalid_argument);
  }
  CHECK(lab.everything() == before);
}

TEST_CASE("deltas at the ends of their range overflow nothing") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 1).is_ok());
  const auto before = lab.everything();
  using Limits = std::numeric_limits<std::int32_t>;
  CHECK(lab.cluster.increase_size("rack", Limits::max()).code() == StatusCode::failed_precondition);
  const auto status = lab.cluster.decrease_target_size("rack", Limits::min());
  CHECK(status.code() == StatusCode::failed_precondition);
  CHECK(status.message() == "group 'rack' cannot take back 2147483648 nodes: 1 are starting up");
  CHECK(lab.everything() == before);
}

TEST_CASE("a node that is shutting down is not powered off yet") {
  Homelab lab;
  const std::vector<std::string> names{"shelf-1"};
  REQUIRE(lab.cluster.delete_nodes("shelf", names).is_ok());
  CHECK(lab.cluster.increase_size("shelf", 1).code() == StatusCode::failed_precondition);
  lab.clock.advance(boot_time);
  CHECK(lab.cluster.increase_size("shelf", 1).is_ok());
}

TEST_CASE("a started node is on and ready after the delay, and not a moment earlier") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 1).is_ok());
  lab.clock.advance(boot_time - 1ns);
  CHECK(lab.node("rack-1").progress == Progress::starting_up);
  CHECK(lab.rack() == GroupState{"rack", 4, 2, 1, 3});
  lab.clock.advance(1ns);
  CHECK(lab.node("rack-1") == on("rack-1", "rack"));
  CHECK(lab.rack() == GroupState{"rack", 4, 2, 2, 2});
}

TEST_CASE("a deleted node is off and shut down after the delay, and not a moment earlier") {
  Homelab lab;
  const std::vector<std::string> names{"rack-2"};
  REQUIRE(lab.cluster.delete_nodes("rack", names).is_ok());
  lab.clock.advance(boot_time - 1ns);
  CHECK(lab.node("rack-2").progress == Progress::shutting_down);
  CHECK(lab.node("rack-2").actual_power == PowerState::on);
  CHECK(lab.rack() == GroupState{"rack", 4, 0, 1, 3});
  lab.clock.advance(1ns);
  CHECK(lab.node("rack-2") == off("rack-2", "rack"));
  CHECK(lab.rack() == GroupState{"rack", 4, 0, 0, 4});
}

TEST_CASE("each node has a delay of its own") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 1).is_ok());
  lab.clock.advance(60s);
  REQUIRE(lab.cluster.increase_size("rack", 1).is_ok());
  lab.clock.advance(30s);
  CHECK(lab.node("rack-1").progress == Progress::ready);
  CHECK(lab.node("rack-3").progress == Progress::starting_up);
  lab.clock.advance(60s);
  CHECK(lab.node("rack-3").progress == Progress::ready);
}

TEST_CASE("without a delay a transition is complete when the call returns") {
  InMemoryCluster cluster{{{"rack", {}}}, {off("rack-1", "rack")}};
  REQUIRE(cluster.increase_size("rack", 1).is_ok());
  CHECK(cluster.node("rack-1").value() == on("rack-1", "rack"));
}

TEST_CASE("with an endless delay a transition never completes") {
  const ManualClock clock{-1h};
  InMemoryCluster cluster{
      {{"rack", {}}}, {off("rack-1", "rack")}, std::chrono::nanoseconds::max(), clock};
  REQUIRE(cluster.increase_size("rack", 1).is_ok());
  clock.advance(24h * 365 * 200);
  CHECK(cluster.node("rack-1").value().progress == Progress::starting_up);
}

TEST_CASE("decreasing the target takes back the last nodes that are starting up") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 3).is_ok());
  REQUIRE(lab.cluster.decrease_target_size("rack", -2).is_ok());
  CHECK(lab.rack().target_size == 2);
  CHECK(lab.node("rack-1").progress == Progress::starting_up);
  CHECK(lab.node("rack-2").progress == Progress::ready);
  CHECK(lab.node("rack-3").progress == Progress::shutting_down);
  CHECK(lab.node("rack-4").progress == Progress::shutting_down);
  lab.clock.advance(boot_time);
  CHECK(lab.node("rack-3") == off("rack-3", "rack"));
  CHECK(lab.rack() == GroupState{"rack", 4, 2, 2, 2});
}

TEST_CASE("decreasing the target never takes back a ready node") {
  Homelab lab;
  const auto before = lab.everything();
  const auto status = lab.cluster.decrease_target_size("rack", -1);
  CHECK(status.code() == StatusCode::failed_precondition);
  CHECK(status.message() == "group 'rack' cannot take back 1 nodes: 0 are starting up");
  CHECK(lab.everything() == before);
}

TEST_CASE("a decrease beyond the nodes that are starting up changes nothing") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 1).is_ok());
  const auto before = lab.everything();
  CHECK(lab.cluster.decrease_target_size("rack", -2).code() == StatusCode::failed_precondition);
  CHECK(lab.everything() == before);
}

TEST_CASE("a node that became ready in the meantime is not taken back") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 1).is_ok());
  lab.clock.advance(boot_time);
  CHECK(lab.cluster.decrease_target_size("rack", -1).code() == StatusCode::failed_precondition);
  CHECK(lab.node("rack-1").progress == Progress::ready);
}

TEST_CASE("a decrease needs a negative delta") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 1).is_ok());
  const auto before = lab.everything();
  for (const std::int32_t delta : {0, 1, std::numeric_limits<std::int32_t>::max()}) {
    CAPTURE(delta);
    CHECK(lab.cluster.decrease_target_size("rack", delta).code() == StatusCode::invalid_argument);
  }
  CHECK(lab.everything() == before);
}

TEST_CASE("deleting turns off exactly the named nodes, whatever their progress") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 1).is_ok());
  const std::vector<std::string> names{"rack-2", "rack-1"};
  REQUIRE(lab.cluster.delete_nodes("rack", names).is_ok());
  CHECK(lab.node("rack-1").progress == Progress::shutting_down);
  CHECK(lab.node("rack-2").progress == Progress::shutting_down);
  CHECK(lab.node("rack-3") == off("rack-3", "rack"));
  CHECK(lab.rack().target_size == 0);
}

TEST_CASE("deleting a node that is off, or on its way there, leaves it as it is") {
  Homelab lab;
  const std::vector<std::string> names{"rack-1", "rack-2"};
  REQUIRE(lab.cluster.delete_nodes("rack", names).is_ok());
  CHECK(lab.node("rack-1") == off("rack-1", "rack"));
  lab.clock.advance(60s);
  REQUIRE(lab.cluster.delete_nodes("rack", names).is_ok());
  lab.clock.advance(30s);
  CHECK(lab.node("rack-2") == off("rack-2", "rack"));
}

TEST_CASE("a node that is named twice for deletion counts once") {
  Homelab lab;
  const std::vector<std::string> names{"rack-2", "rack-2"};
  REQUIRE(lab.cluster.delete_nodes("rack", names).is_ok());
  CHECK(lab.rack() == GroupState{"rack", 4, 0, 1, 3});
}

TEST_CASE("deleting an unknown node fails by name, and the other nodes stay") {
  Homelab lab;
  const auto before = lab.everything();
  const std::vector<std::string> names{"rack-2", "rack-9"};
  const auto status = lab.cluster.delete_nodes("rack", names);
  CHECK(status.code() == StatusCode::not_found);
  CHECK(status.message() == "there is no node 'rack-9'");
  CHECK(lab.everything() == before);
}

TEST_CASE("deleting a node of another group, or of none, fails, and the other nodes stay") {
  Homelab lab;
  const auto before = lab.everything();
  for (const std::string stranger : {"shelf-1", "router"}) {
    const std::vector<std::string> names{"rack-2", stranger};
    const auto status = lab.cluster.delete_nodes("rack", names);
    CHECK(status.code() == StatusCode::invalid_argument);
    CHECK(status.message() == "node '" + stranger + "' does not belong to group 'rack'");
  }
  CHECK(lab.everything() == before);
}

TEST_CASE("deleting no node at all is an error") {
  Homelab lab;
  const auto before = lab.everything();
  CHECK(lab.cluster.delete_nodes("rack", {}).code() == StatusCode::invalid_argument);
  CHECK(lab.everything() == before);
}

TEST_CASE("a node whose states contradict one another goes where it is desired to be") {
  const ManualClock clock;
  Node starting = off("starting", "rack");
  starting.desired_power = PowerState::on;
  Node stopping = on("stopping", "rack");
  stopping.desired_power = PowerState::off;
  Node booting = on("booting", "rack");
  booting.progress = Progress::starting_up;
  const InMemoryCluster cluster{{{"rack", {}}}, {starting, stopping, booting}, boot_time, clock};
  CHECK(cluster.node("starting").value().progress == Progress::starting_up);
  CHECK(cluster.node("stopping").value().progress == Progress::shutting_down);
  CHECK(cluster.node("booting").value() == booting);
  CHECK(cluster.group("rack").value() == GroupState{"rack", 3, 2, 2, 1});
  clock.advance(boot_time);
  CHECK(cluster.node("starting").value() == on("starting", "rack"));
  CHECK(cluster.node("stopping").value() == off("stopping", "rack"));
  CHECK(cluster.node("booting").value() == on("booting", "rack"));
}

TEST_CASE("values that make no cluster are refused by name") {
  CHECK(construction_error({{"rack", {}}, {"rack", {}}}, {}) ==
        "homecluster: group 'rack' is given twice; the names of groups must differ");
  CHECK(construction_error({{"rack", {}}, {"", {}}}, {}) ==
        "homecluster: group number 2 has an empty name; in the autoscaler's protocol that stands "
        "for no group");
  CHECK(construction_error({{"rack", {}}}, {off("a", "rack"), on("a", "rack")}) ==
        "homecluster: node 'a' is given twice; the names of nodes must differ");
  CHECK(construction_error({{"rack", {}}}, {off("", "rack")}) ==
        "homecluster: node number 1 has an empty name");
  CHECK(construction_error({{"shelf", {}}, {"rack", {}}}, {off("a", "cellar")}) ==
        "homecluster: node 'a' names the group 'cellar', which does not exist; expected one of "
        "'rack', 'shelf', or none");
  CHECK(construction_error({}, {off("a", "cellar")}) ==
        "homecluster: node 'a' names the group 'cellar', which does not exist; expected no group, "
        "because there is none");
}

TEST_CASE("a name in a message is escaped and cut, and of many groups the first are named") {
  InMemoryCluster cluster{{{"rack", {}}, {"\x1b[2J", {}}}, {off("a", "rack")}};
  CHECK(cluster.group("attic\n").status().message() == R"(there is no group 'attic\n')");
  CHECK(cluster.node(std::string(200'000, 'x')).status().message() ==
        "there is no node '" + std::string(80, 'x') + "'...");
  CHECK(cluster.increase_size("\x1b[2J", 1).message() ==
        R"(group '\x1b[2J' cannot grow by 1 nodes: 0 are powered off)");
  const std::vector<std::string> names{"a"};
  CHECK(cluster.delete_nodes("\x1b[2J", names).message() ==
        R"(node 'a' does not belong to group '\x1b[2J')");
  std::vector<Group> groups;
  for (int index = 0; index < 1'000; ++index) groups.push_back({std::to_string(index), {}});
  CHECK(construction_error(groups, {off("a", "x'\\")}) ==
        R"(homecluster: node 'a' names the group 'x\'\\', which does not exist; expected one of )"
        "'0', '1', '10', '100', '101' and 995 others, or none");
}

TEST_CASE("two nodes cannot answer to one name") {
  Node first = on("a", "");
  first.kubernetes_node_name = "b";
  CHECK(construction_error({}, {first, on("b", "")}) ==
        "homecluster: nodes 'a' and 'b' both answer to 'b'; a node's name and its Kubernetes name "
        "must be its own");
}

TEST_CASE("rates must be finite and not negative") {
  for (const double rate :
       {-0.01, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    CAPTURE(rate);
    Node hourly = on("a", "");
    hourly.pricing.hourly_rate = rate;
    CHECK(construction_error({}, {hourly})
              .starts_with("homecluster: the hourly rate of node 'a' is "));
    Node pod = on("a", "");
    pod.pricing.pod_rate = rate;
    CHECK(construction_error({}, {pod}).starts_with("homecluster: the pod rate of node 'a' is "));
  }
}

TEST_CASE("a negative transition delay is refused") {
  CHECK_THROWS_AS((InMemoryCluster{{}, {}, -1ns}), std::invalid_argument);
}

TEST_CASE("increases at the same time never turn on the same node") {
  constexpr int node_count = 500;
  std::vector<Node> nodes;
  for (int i = 0; i != node_count; ++i) nodes.push_back(off(std::to_string(i), "rack"));
  InMemoryCluster cluster{{{"rack", {}}}, nodes, 1h, ManualClock{}};
  std::atomic<int> accepted = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i != 4; ++i) {
      threads.emplace_back([&] {
        for (int call = 0; call != 100; ++call) {
          if (cluster.increase_size("rack", 3).is_ok()) accepted += 3;
        }
      });
    }
  }
  CHECK(accepted == node_count / 3 * 3);
  CHECK(cluster.group("rack").value().target_size == accepted);
}

TEST_CASE("increases and decreases at the same time conserve the total") {
  std::vector<Node> nodes;
  for (int i = 0; i != 50; ++i) nodes.push_back(off(std::to_string(i), "rack"));
  const ManualClock clock;
  InMemoryCluster cluster{{{"rack", {}}}, nodes, 10s, clock};
  std::atomic<int> balance = 0;
  std::atomic<bool> consistent = true;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i != 4; ++i) {
      threads.emplace_back([&] {
        for (int call = 0; call != 300; ++call) {
          if (cluster.increase_size("rack", 2).is_ok()) balance += 2;
          if (cluster.decrease_target_size("rack", -1).is_ok()) balance -= 1;
          clock.advance(1s);
          const auto state = cluster.group("rack").value();
          if (state.nodes_on + state.nodes_off != 50) consistent = false;
          if (state.target_size < 0 || state.target_size > 50) consistent = false;
        }
      });
    }
  }
  CHECK(consistent);
  CHECK(balance > 0);
  CHECK(cluster.group("rack").value().target_size == balance);
}

// --- other values --------------------------------------------------------------------------------

TEST_CASE("a node that stays keeps its power and progress, and the rest of it is new") {
  Homelab lab;
  REQUIRE(lab.cluster.increase_size("rack", 1).is_ok());
  lab.clock.advance(boot_time / 2);
  auto rack_1 = off("rack-1", "shelf");
  rack_1.pricing.hourly_rate = 3;
  lab.cluster.replace({{"shelf", {}}}, {rack_1, on("rack-9", "shelf")});
  CHECK(lab.node("rack-1").progress == Progress::starting_up);
  CHECK(lab.node("rack-1").group == "shelf");
  CHECK(lab.node("rack-1").pricing.hourly_rate == 3);
  CHECK(lab.node("rack-9").progress == Progress::ready);

  lab.clock.advance(boot_time / 2);  // its transition began before
  CHECK(lab.node("rack-1").progress == Progress::ready);
}

TEST_CASE("what the new values leave out is not there any more") {
  Homelab lab;
  lab.cluster.replace({{"rack", {}}, {"hall", {}}}, {off("rack-1", "rack")});
  CHECK(lab.cluster.groups().value().size() == 2);
  CHECK(lab.rack().max_size == 1);
  CHECK(lab.cluster.group("shelf").code() == StatusCode::not_found);
  CHECK(lab.cluster.node("rack-2").code() == StatusCode::not_found);
  CHECK(lab.cluster.group("hall").value().max_size == 0);
}

TEST_CASE("a new node that has the Kubernetes name of an old one is another node") {
  Homelab lab;
  auto old = on("a", "rack");
  old.kubernetes_node_name = "b";
  lab.cluster.replace({{"rack", {}}}, {old});
  lab.cluster.replace({{"rack", {}}}, {off("b", "rack")});
  CHECK(lab.node("b").actual_power == PowerState::off);
}

TEST_CASE("values that make no cluster replace nothing") {
  Homelab lab;
  const auto before = lab.everything();
  CHECK_THROWS_AS(lab.cluster.replace({{"rack", {}}}, {off("a", "hall")}), std::invalid_argument);
  CHECK(lab.everything() == before);
}

TEST_CASE("a cluster can be replaced while others use it") {
  Homelab lab;
  std::atomic<bool> is_done = false;
  std::thread user([&] {
    while (!is_done) {
      static_cast<void>(lab.cluster.groups());
      static_cast<void>(lab.cluster.nodes("rack"));
      static_cast<void>(lab.cluster.options("shelf"));
      static_cast<void>(lab.cluster.increase_size("rack", 1));
    }
  });
  for (int i = 0; i < 500; ++i) {
    lab.cluster.replace({{"rack", {}}}, {off("rack-1", "rack")});
    lab.cluster.replace({{"rack", {}}, {"shelf", {}}}, {off("rack-1", "rack"), on("x", "shelf")});
  }
  is_done = true;
  user.join();
  CHECK(lab.cluster.groups().value().size() == 2);
}
