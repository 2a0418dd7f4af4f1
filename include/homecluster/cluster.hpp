#pragma once

#include <homecluster/power_state.hpp>
#include <homecluster/status.hpp>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace homecluster {

/// How the cluster-autoscaler should treat a group. The provider passes all of it on and interprets
/// none of it. The defaults are the autoscaler's own.
struct GroupOptions {
  double scale_down_utilization_threshold = 0.5;
  double scale_down_gpu_utilization_threshold = 0.5;
  std::chrono::nanoseconds scale_down_unneeded_time = std::chrono::minutes{10};
  std::chrono::nanoseconds scale_down_unready_time = std::chrono::minutes{20};
  std::chrono::nanoseconds max_node_provision_time = std::chrono::minutes{15};
  bool zero_or_max_node_scaling = false;
  bool ignore_daemon_sets_utilization = false;

  friend bool operator==(const GroupOptions&, const GroupOptions&) = default;
};

/// A set of nodes that is scaled together.
struct Group {
  std::string name;
  GroupOptions options;

  friend bool operator==(const Group&, const Group&) = default;
};

/// How far a node is on its way to the power state that is desired of it.
enum class Progress : unsigned char { ready, starting_up, shutting_down, shutdown };

[[nodiscard]] constexpr std::string_view to_string(PowerState state) noexcept {
  return state == PowerState::on ? "on" : "off";
}

[[nodiscard]] constexpr std::string_view to_string(Progress progress) noexcept {
  switch (progress) {
    case Progress::ready: return "ready";
    case Progress::starting_up: return "starting_up";
    case Progress::shutting_down: return "shutting_down";
    case Progress::shutdown: return "shutdown";
  }
  return "unknown";
}

/// What a node costs, in a currency of the user's choice.
struct Pricing {
  double hourly_rate = 0;
  double pod_rate = 0;

  friend bool operator==(const Pricing&, const Pricing&) = default;
};

/// A machine.
struct Node {
  std::string name;
  /// The value of the node's label `group`; empty: no group manages it.
  std::string group;
  /// Its name in Kubernetes, by which requests may also call it; empty: the same as `name`.
  std::string kubernetes_node_name;
  PowerState desired_power = PowerState::off;
  PowerState actual_power = PowerState::off;
  Progress progress = Progress::shutdown;
  Pricing pricing;

  friend bool operator==(const Node&, const Node&) = default;
};

/// A node that is not on its way anywhere: on and ready, or off and shut down.
[[nodiscard]] inline Node node_at_rest(std::string name, std::string group, PowerState power) {
  Node node;
  node.name = std::move(name);
  node.group = std::move(group);
  node.desired_power = power;
  node.actual_power = power;
  node.progress = power == PowerState::on ? Progress::ready : Progress::shutdown;
  return node;
}

/// A group as it is at one moment.
struct GroupState {
  std::string name;
  std::int32_t max_size = 0;     ///< all of its nodes
  std::int32_t target_size = 0;  ///< those neither shutting down nor shut down
  std::int32_t nodes_on = 0;     ///< by actual power state
  std::int32_t nodes_off = 0;

  friend bool operator==(const GroupState&, const GroupState&) = default;
};

/// What a provider server drives. All functions may be called from several threads at once; each
/// acts on one consistent state of the cluster, and one that fails has changed nothing.
///
///     refresh()                            catch up with the world
///     groups()                             all groups
///     group(g), options(g), nodes(g)       of one group; NOT_FOUND if it does not exist
///     node(n)                              by either of its names; NOT_FOUND if there is none
///     increase_size(g, delta)              see InMemoryCluster for what these three mean
///     decrease_target_size(g, delta)
///     delete_nodes(g, names)
template <class Type>
concept Cluster = requires(Type& cluster, std::string_view name, std::int32_t delta,
                           std::span<const std::string> names) {
  { cluster.refresh() } -> std::same_as<CallStatus>;
  { cluster.groups() } -> std::same_as<Result<std::vector<GroupState>>>;
  { cluster.group(name) } -> std::same_as<Result<GroupState>>;
  { cluster.options(name) } -> std::same_as<Result<GroupOptions>>;
  { cluster.nodes(name) } -> std::same_as<Result<std::vector<Node>>>;
  { cluster.node(name) } -> std::same_as<Result<Node>>;
  { cluster.increase_size(name, delta) } -> std::same_as<CallStatus>;
  { cluster.decrease_target_size(name, delta) } -> std::same_as<CallStatus>;
  { cluster.delete_nodes(name, names) } -> std::same_as<CallStatus>;
};

}  // namespace homecluster
