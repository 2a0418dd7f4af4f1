#pragma once

#include <homecluster/cluster.hpp>
#include <homecluster/in_memory_cluster.hpp>
#include <homecluster/method.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

// What a cluster-autoscaler asks a provider, and of which cluster.
namespace benchmarks {

inline constexpr std::size_t group_count = 20;
inline constexpr std::size_t nodes_per_group = 10;

struct MethodShare {
  homecluster::Method method;
  unsigned percent;
};

/// As an autoscaler's loop has it: it asks for the group of each node, for each group's size and
/// options, and seldom changes anything.
inline constexpr auto provider_mix =
    std::to_array<MethodShare>({{homecluster::Method::node_group_for_node, 60},
                                {homecluster::Method::node_group_target_size, 15},
                                {homecluster::Method::node_group_nodes, 8},
                                {homecluster::Method::node_group_get_options, 6},
                                {homecluster::Method::pricing_node_price, 5},
                                {homecluster::Method::node_groups, 2},
                                {homecluster::Method::refresh, 1},
                                {homecluster::Method::node_group_increase_size, 1},
                                {homecluster::Method::node_group_decrease_target_size, 1},
                                {homecluster::Method::node_group_delete_nodes, 1}});

struct ProviderRequest {
  homecluster::Method method;
  std::string group;
  std::string node;
};

inline std::string group_name(std::size_t index) {
  return "rack-" + std::to_string(index);
}

inline std::string node_name(std::size_t group, std::size_t index) {
  return group_name(group) + "-node-" + std::to_string(index);
}

inline homecluster::Method method_at(unsigned percent) {
  for (const auto& [method, share] : provider_mix) {
    if (percent < share) return method;
    percent -= share;
  }
  return homecluster::Method::refresh;
}

inline std::vector<ProviderRequest> provider_requests(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<ProviderRequest> requests;
  for (int i = 0; i < 4096; ++i) {
    const homecluster::Method method = method_at(static_cast<unsigned>(random() % 100));
    const std::size_t group = random() % group_count;
    requests.push_back({method, group_name(group), node_name(group, random() % nodes_per_group)});
  }
  return requests;
}

inline homecluster::InMemoryCluster cluster_of_racks() {
  std::vector<homecluster::Group> groups;
  std::vector<homecluster::Node> nodes;
  for (std::size_t group = 0; group < group_count; ++group) {
    groups.push_back({group_name(group), {}});
    for (std::size_t node = 0; node < nodes_per_group; ++node) {
      const auto power = node % 2 == 0 ? homecluster::PowerState::on : homecluster::PowerState::off;
      nodes.push_back(homecluster::node_at_rest(node_name(group, node), group_name(group), power));
    }
  }
  return {std::move(groups), std::move(nodes), std::chrono::nanoseconds{0}};
}

/// What it answers does not matter here: some requests are refused, as in life.
template <class Server>
void send(Server& server, const ProviderRequest& request) {
  using homecluster::Method;
  const auto& [method, group, node] = request;
  constexpr std::chrono::system_clock::time_point start{};
  switch (method) {
    case Method::node_groups: (void)server.node_groups(); break;
    case Method::node_group_for_node: (void)server.node_group_for_node(node); break;
    case Method::node_group_target_size: (void)server.node_group_target_size(group); break;
    case Method::node_group_increase_size: (void)server.node_group_increase_size(group, 1); break;
    case Method::node_group_decrease_target_size:
      (void)server.node_group_decrease_target_size(group, -1);
      break;
    case Method::node_group_delete_nodes:
      (void)server.node_group_delete_nodes(group, std::span(&node, 1));
      break;
    case Method::node_group_nodes: (void)server.node_group_nodes(group); break;
    case Method::node_group_get_options: (void)server.node_group_get_options(group); break;
    case Method::pricing_node_price:
      (void)server.pricing_node_price(node, start, start + std::chrono::hours{6});
      break;
    case Method::refresh: (void)server.refresh(); break;
  }
}

}  // namespace benchmarks
