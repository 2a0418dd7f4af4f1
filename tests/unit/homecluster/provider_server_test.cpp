// What the server answers. How it measures its requests is in provider_server_metrics_test.cpp.

#include "support/catch.hpp"
#include "unit/homecluster/watched_cluster.hpp"

#include <homecluster/provider_server.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

using homecluster::CallStatus;
using homecluster::GroupOptions;
using homecluster::HomeClusterProviderServer;
using homecluster::InMemoryCluster;
using homecluster::Node;
using homecluster::node_at_rest;
using homecluster::NodeGroup;
using homecluster::PowerState;
using homecluster::Progress;
using homecluster::StatusCode;
using isometric::ManualClock;
using namespace std::chrono_literals;

namespace {

Node priced(Node node, double hourly_rate) {
  node.pricing.hourly_rate = hourly_rate;
  return node;
}

GroupOptions rack_options() {
  GroupOptions options;
  options.scale_down_utilization_threshold = 0.7;
  options.scale_down_unneeded_time = 30s;
  options.zero_or_max_node_scaling = true;
  return options;
}

/// A server for a rack of three nodes, one of them on, and an empty attic.
struct Lab {
  ManualClock clock;
  InMemoryCluster cluster{
      {{"rack", rack_options()}, {"attic", {}}},
      {node_at_rest("rack-1", "rack", PowerState::on),
       priced(node_at_rest("rack-2", "rack", PowerState::off), 1.5),
       node_at_rest("rack-3", "rack", PowerState::off), node_at_rest("router", "", PowerState::on)},
      90s,
      clock};
  HomeClusterProviderServer<> server{cluster};
};

constexpr std::chrono::system_clock::time_point noon{};

}  // namespace

TEST_CASE("NodeGroups gives all groups, from 0 to the number of their nodes") {
  Lab lab;
  CHECK(lab.server.node_groups().value() ==
        std::vector<NodeGroup>{{"rack", 0, 3}, {"attic", 0, 0}});
}

TEST_CASE("NodeGroupForNode gives a node's group") {
  Lab lab;
  CHECK(lab.server.node_group_for_node("rack-2").value() == NodeGroup{"rack", 0, 3});
}

TEST_CASE("NodeGroupForNode gives an empty id for a node that no group manages") {
  Lab lab;
  CHECK(lab.server.node_group_for_node("router").value() == NodeGroup{});
}

TEST_CASE("NodeGroupForNode gives an empty id for a node that the cluster does not know") {
  Lab lab;
  CHECK(lab.server.node_group_for_node("control-plane").value() == NodeGroup{});
  CHECK(lab.server.node_group_for_node("").value() == NodeGroup{});
}

TEST_CASE("NodeGroupTargetSize counts what is neither shutting down nor shut down") {
  Lab lab;
  CHECK(lab.server.node_group_target_size("rack").value() == 1);
  REQUIRE(lab.server.node_group_increase_size("rack", 1).is_ok());
  CHECK(lab.server.node_group_target_size("rack").value() == 2);
  lab.clock.advance(90s);
  CHECK(lab.server.node_group_target_size("rack").value() == 2);
  REQUIRE(lab.server.node_group_delete_nodes("rack", std::vector<std::string>{"rack-1"}).is_ok());
  CHECK(lab.server.node_group_target_size("rack").value() == 1);
  CHECK(lab.server.node_group_target_size("attic").value() == 0);
}

TEST_CASE("NodeGroupIncreaseSize turns nodes on") {
  Lab lab;
  CHECK(lab.server.node_group_increase_size("rack", 2) == CallStatus{});
  CHECK(lab.cluster.node("rack-2").value().progress == Progress::starting_up);
  CHECK(lab.cluster.node("rack-3").value().progress == Progress::starting_up);
}

TEST_CASE(
    "NodeGroupIncreaseSize with too few nodes, or a delta that is not positive, changes "
    "nothing") {
  Lab lab;
  CHECK(lab.server.node_group_increase_size("rack", 3).code() == StatusCode::failed_precondition);
  CHECK(lab.server.node_group_increase_size("rack", 0).code() == StatusCode::invalid_argument);
  CHECK(lab.server.node_group_increase_size("rack", -1).code() == StatusCode::invalid_argument);
  CHECK(lab.server.node_group_target_size("rack").value() == 1);
}

TEST_CASE("NodeGroupDecreaseTargetSize takes back what is still starting up") {
  Lab lab;
  REQUIRE(lab.server.node_group_increase_size("rack", 2).is_ok());
  CHECK(lab.server.node_group_decrease_target_size("rack", -1) == CallStatus{});
  CHECK(lab.server.node_group_target_size("rack").value() == 2);
}

TEST_CASE("NodeGroupDecreaseTargetSize never takes a ready node, and needs a negative delta") {
  Lab lab;
  CHECK(lab.server.node_group_decrease_target_size("rack", -1).code() ==
        StatusCode::failed_precondition);
  CHECK(lab.server.node_group_decrease_target_size("rack", 0).code() ==
        StatusCode::invalid_argument);
  CHECK(lab.server.node_group_decrease_target_size("rack", 1).code() ==
        StatusCode::invalid_argument);
  CHECK(lab.cluster.node("rack-1").value().progress == Progress::ready);
}

TEST_CASE("NodeGroupDeleteNodes turns the named nodes off") {
  Lab lab;
  CHECK(lab.server.node_group_delete_nodes("rack", std::vector<std::string>{"rack-1"}) ==
        CallStatus{});
  CHECK(lab.cluster.node("rack-1").value().progress == Progress::shutting_down);
}

TEST_CASE("NodeGroupDeleteNodes with a node that is not of the group changes nothing") {
  Lab lab;
  CHECK(lab.server.node_group_delete_nodes("rack", std::vector<std::string>{"rack-1", "rack-9"})
            .code() == StatusCode::not_found);
  CHECK(lab.server.node_group_delete_nodes("rack", std::vector<std::string>{"rack-1", "router"})
            .code() == StatusCode::invalid_argument);
  CHECK(lab.server.node_group_delete_nodes("rack", {}).code() == StatusCode::invalid_argument);
  CHECK(lab.cluster.node("rack-1").value().progress == Progress::ready);
}

TEST_CASE("NodeGroupNodes gives all nodes of a group with their progress") {
  Lab lab;
  REQUIRE(lab.server.node_group_increase_size("rack", 1).is_ok());
  const auto nodes = lab.server.node_group_nodes("rack").value();
  REQUIRE(nodes.size() == 3);
  CHECK(nodes[0].progress == Progress::ready);
  CHECK(nodes[1].progress == Progress::starting_up);
  CHECK(nodes[2].progress == Progress::shutdown);
  CHECK(lab.server.node_group_nodes("attic").value().empty());
}

TEST_CASE("NodeGroupGetOptions gives the group's options") {
  Lab lab;
  CHECK(lab.server.node_group_get_options("rack").value() == rack_options());
  CHECK(lab.server.node_group_get_options("attic").value() == GroupOptions{});
}

TEST_CASE("PricingNodePrice is the hourly rate times the hours") {
  Lab lab;
  CHECK(lab.server.pricing_node_price("rack-2", noon, noon + 2h).value() == 3.0);
  CHECK(lab.server.pricing_node_price("rack-2", noon, noon + 40min).value() == 1.0);
  CHECK(lab.server.pricing_node_price("rack-2", noon - 1h, noon + 1h).value() == 3.0);
  CHECK(lab.server.pricing_node_price("rack-2", noon, noon).value() == 0.0);
  CHECK(lab.server.pricing_node_price("rack-1", noon, noon + 2h).value() == 0.0);
}

TEST_CASE("PricingNodePrice overflows nothing between the ends of time") {
  Lab lab;
  using TimePoint = std::chrono::system_clock::time_point;
  const double price =
      lab.server.pricing_node_price("rack-2", TimePoint::min(), TimePoint::max()).value();
  const double years = price / 1.5 / (24 * 365.2425);
  CHECK(years > 584.5);
  CHECK(years < 584.6);
}

TEST_CASE("PricingNodePrice refuses a period that ends before it starts, and an unknown node") {
  Lab lab;
  CHECK(lab.server.pricing_node_price("rack-2", noon, noon - 1ns).code() ==
        StatusCode::invalid_argument);
  CHECK(lab.server.pricing_node_price("rack-9", noon, noon).code() == StatusCode::not_found);
}

TEST_CASE("Refresh succeeds when the cluster can be reached, and passes its failure on when not") {
  Lab lab;
  CHECK(lab.server.refresh() == CallStatus{});

  WatchedCluster cluster{lab.cluster};
  HomeClusterProviderServer server{cluster, isometric::RegistrySink{}};
  const CallStatus out_of_reach{StatusCode::unavailable, "the cluster does not answer"};
  cluster.reach = [&] { return out_of_reach; };
  CHECK(server.refresh() == out_of_reach);
  CHECK(server.node_groups().status() == out_of_reach);
}

TEST_CASE("an unknown group is NOT_FOUND for every request that names one") {
  Lab lab;
  CHECK(lab.server.node_group_target_size("cellar").code() == StatusCode::not_found);
  CHECK(lab.server.node_group_increase_size("cellar", 1).code() == StatusCode::not_found);
  CHECK(lab.server.node_group_decrease_target_size("cellar", -1).code() == StatusCode::not_found);
  CHECK(lab.server.node_group_delete_nodes("cellar", std::vector<std::string>{"rack-1"}).code() ==
        StatusCode::not_found);
  CHECK(lab.server.node_group_nodes("cellar").code() == StatusCode::not_found);
  CHECK(lab.server.node_group_get_options("cellar").code() == StatusCode::not_found);
}

TEST_CASE("an exception of the cluster passes through") {
  Lab lab;
  WatchedCluster cluster{lab.cluster};
  HomeClusterProviderServer server{cluster, isometric::RegistrySink{}};
  cluster.meanwhile = [] { throw std::runtime_error{"the switch is on fire"}; };
  CHECK_THROWS_AS(server.node_group_increase_size("rack", 1), std::runtime_error);
  CHECK_THROWS_AS(server.node_group_target_size("rack"), std::runtime_error);
}

TEST_CASE("a server without metrics gives the same answers") {
  Lab lab;
  HomeClusterProviderServer server{lab.cluster, isometric::NullSink{}};
  CHECK(server.node_groups().value() == lab.server.node_groups().value());
  CHECK(server.node_group_increase_size("rack", 1).is_ok());
  CHECK(server.node_group_increase_size("rack", 2).code() == StatusCode::failed_precondition);
  CHECK(server.node_group_target_size("rack").value() == 2);
}

TEST_CASE("a server is on a registry of its own unless it is told otherwise") {
  Lab lab;
  STATIC_REQUIRE(std::is_same_v<decltype(lab.server),
                                HomeClusterProviderServer<isometric::RegistrySink, InMemoryCluster,
                                                          std::chrono::steady_clock>>);
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<decltype(lab.server)>);
}
