#pragma once

#include <homecluster/cluster.hpp>
#include <homecluster/detail/inventory.hpp>
#include <homecluster/printable_text.hpp>
#include <isometric/description/detail/raise.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace homecluster {

/// A cluster made of values, the embedded default. Its nodes obey, and a change of power completes
/// after a delay:
///
///     shutdown -> starting_up -> (delay) on, ready
///     ready or starting_up -> shutting_down -> (delay) off, shutdown
///
/// Transitions complete by the clock, whenever the cluster is looked at.
///
/// All functions are thread-safe, and each acts on one state: increases that run at the same time
/// never turn on the same node. Lists are in the order in which the values were given. The cost of
/// every call is linear in the number of nodes.
class InMemoryCluster {
 public:
  /// Where a node's three states contradict one another, its desired power state decides: the node
  /// begins its transition now.
  ///
  /// `clock` is anything with a now(), such as std::chrono::steady_clock or a copy of an
  /// isometric::ManualClock; it must be thread-safe and never go back.
  ///
  /// Throws std::invalid_argument, naming the culprit and what was expected, if a name is empty or
  /// given twice, a node names a group that does not exist, a rate is negative or not finite, or
  /// `transition_delay` is negative.
  template <class Clock = std::chrono::steady_clock>
  InMemoryCluster(std::vector<Group> groups, std::vector<Node> nodes,
                  std::chrono::nanoseconds transition_delay = std::chrono::nanoseconds::zero(),
                  Clock clock = Clock{})
      : transition_delay_(transition_delay) {
    if (transition_delay < std::chrono::nanoseconds::zero()) {
      isometric::detail::raise(std::invalid_argument("homecluster: the transition delay is " +
                                                     std::to_string(transition_delay.count()) +
                                                     " ns; expected 0 or more"));
    }
    now_ = [clock]() -> std::chrono::nanoseconds {
      return std::chrono::duration_cast<std::chrono::nanoseconds>(clock.now().time_since_epoch());
    };
    replace(std::move(groups), std::move(nodes));
  }

  InMemoryCluster(const InMemoryCluster&) = delete;
  InMemoryCluster& operator=(const InMemoryCluster&) = delete;

  /// Becomes a cluster of other values. A node that was there under its name before keeps its power
  /// states and progress, whatever the values say; all else about it, and every other node, is new.
  /// Throws std::invalid_argument as the constructor does, and changes nothing then.
  void replace(std::vector<Group> groups, std::vector<Node> nodes) {
    detail::Inventory inventory(std::move(groups), nodes);
    const std::lock_guard lock{mutex_};
    const auto now = complete_transitions();
    std::vector<Machine> machines;
    for (auto& node : nodes) {
      const auto position = inventory_.find_node(node.name);
      if (position && machines_[*position].node.name == node.name) {
        const auto& [before, begun_at] = machines_[*position];
        node.desired_power = before.desired_power;
        node.actual_power = before.actual_power;
        node.progress = before.progress;
        machines.push_back({std::move(node), begun_at});
      } else {
        if (!is_at_rest(node)) begin_transition(node);
        machines.push_back({std::move(node), now});
      }
    }
    inventory_ = std::move(inventory);
    machines_ = std::move(machines);
  }

  /// Values have nothing to catch up with: always OK.
  CallStatus refresh() { return {}; }

  [[nodiscard]] Result<std::vector<GroupState>> groups() const {
    const std::lock_guard lock{mutex_};
    complete_transitions();
    std::vector<GroupState> states;
    for (const auto& group : inventory_.groups()) states.push_back(state_of(group));
    return states;
  }

  [[nodiscard]] Result<GroupState> group(std::string_view name) const {
    const std::lock_guard lock{mutex_};
    const auto* group = inventory_.find_group(name);
    if (group == nullptr) return no_group(name);
    complete_transitions();
    return state_of(*group);
  }

  [[nodiscard]] Result<GroupOptions> options(std::string_view group_name) const {
    const std::lock_guard lock{mutex_};
    const auto* group = inventory_.find_group(group_name);
    if (group == nullptr) return no_group(group_name);
    return group->group.options;
  }

  [[nodiscard]] Result<std::vector<Node>> nodes(std::string_view group_name) const {
    const std::lock_guard lock{mutex_};
    const auto* group = inventory_.find_group(group_name);
    if (group == nullptr) return no_group(group_name);
    complete_transitions();
    std::vector<Node> members;
    for (const auto position : group->nodes) members.push_back(machines_[position].node);
    return members;
  }

  [[nodiscard]] Result<Node> node(std::string_view name) const {
    const std::lock_guard lock{mutex_};
    const auto position = inventory_.find_node(name);
    if (!position) return no_node(name);
    complete_transitions();
    return machines_[*position].node;
  }

  /// Turns on `delta` nodes that are shut down, the first ones first.
  /// INVALID_ARGUMENT unless `delta` is positive; FAILED_PRECONDITION if fewer are shut down.
  CallStatus increase_size(std::string_view group_name, std::int32_t delta) {
    const std::lock_guard lock{mutex_};
    const auto* group = inventory_.find_group(group_name);
    if (group == nullptr) return no_group(group_name);
    if (delta <= 0) {
      return {StatusCode::invalid_argument, "group " + between_quotes(group->group.name) +
                                                " cannot grow by " + std::to_string(delta) +
                                                " nodes; expected more than 0"};
    }
    const auto now = complete_transitions();
    const auto candidates = members_in(*group, Progress::shutdown);
    const auto wanted = static_cast<std::size_t>(delta);
    if (candidates.size() < wanted) {
      return {StatusCode::failed_precondition, "group " + between_quotes(group->group.name) +
                                                   " cannot grow by " + std::to_string(wanted) +
                                                   " nodes: " + std::to_string(candidates.size()) +
                                                   " are powered off"};
    }
    for (const auto position : std::span{candidates}.first(wanted)) {
      turn(machines_[position], PowerState::on, now);
    }
    return {};
  }

  /// Takes back `-delta` nodes that are still starting up, the last ones first; never a ready one.
  /// INVALID_ARGUMENT unless `delta` is negative; FAILED_PRECONDITION if fewer are starting up.
  CallStatus decrease_target_size(std::string_view group_name, std::int32_t delta) {
    const std::lock_guard lock{mutex_};
    const auto* group = inventory_.find_group(group_name);
    if (group == nullptr) return no_group(group_name);
    if (delta >= 0) {
      return {StatusCode::invalid_argument, "the target size of group " +
                                                between_quotes(group->group.name) +
                                                " cannot decrease by a delta of " +
                                                std::to_string(delta) + "; expected less than 0"};
    }
    const auto now = complete_transitions();
    const auto candidates = members_in(*group, Progress::starting_up);
    const auto wanted = static_cast<std::size_t>(-std::int64_t{delta});
    if (candidates.size() < wanted) {
      return {StatusCode::failed_precondition, "group " + between_quotes(group->group.name) +
                                                   " cannot take back " + std::to_string(wanted) +
                                                   " nodes: " + std::to_string(candidates.size()) +
                                                   " are starting up"};
    }
    for (const auto position : std::span{candidates}.last(wanted)) {
      turn(machines_[position], PowerState::off, now);
    }
    return {};
  }

  /// Turns the named nodes off, whatever their progress. One that is off or on its way there stays
  /// so, and a node that is named twice counts once.
  /// INVALID_ARGUMENT if no node is named, or one of another group; NOT_FOUND for a name that no
  /// node has.
  CallStatus delete_nodes(std::string_view group_name, std::span<const std::string> names) {
    const std::lock_guard lock{mutex_};
    const auto* group = inventory_.find_group(group_name);
    if (group == nullptr) return no_group(group_name);
    if (names.empty()) {
      return {StatusCode::invalid_argument, "no node of group " +
                                                between_quotes(group->group.name) +
                                                " is named; expected at least one"};
    }
    std::vector<std::size_t> chosen;
    for (const auto& name : names) {
      const auto position = inventory_.find_node(name);
      if (!position) return no_node(name);
      if (!std::ranges::binary_search(group->nodes, *position)) {
        return {StatusCode::invalid_argument, "node " + between_quotes(name) +
                                                  " does not belong to group " +
                                                  between_quotes(group->group.name)};
      }
      chosen.push_back(*position);
    }
    const auto now = complete_transitions();
    for (const auto position : chosen) turn(machines_[position], PowerState::off, now);
    return {};
  }

 private:
  struct Machine {
    Node node;
    std::chrono::nanoseconds begun_at;  // the last transition
  };

  static CallStatus no_group(std::string_view name) {
    return {StatusCode::not_found, "there is no group " + between_quotes(name)};
  }

  static CallStatus no_node(std::string_view name) {
    return {StatusCode::not_found, "there is no node " + between_quotes(name)};
  }

  static bool is_at_rest(const Node& node) {
    const auto progress =
        node.desired_power == PowerState::on ? Progress::ready : Progress::shutdown;
    return node.actual_power == node.desired_power && node.progress == progress;
  }

  static void begin_transition(Node& node) {
    const bool is_starting = node.desired_power == PowerState::on;
    node.progress = is_starting ? Progress::starting_up : Progress::shutting_down;
  }

  static void turn(Machine& machine, PowerState power, std::chrono::nanoseconds now) {
    if (machine.node.desired_power == power) return;
    machine.node.desired_power = power;
    machine.begun_at = now;
    begin_transition(machine.node);
  }

  /// Gives the present moment.
  std::chrono::nanoseconds complete_transitions() const {
    const auto now = now_();
    for (auto& [node, begun_at] : machines_) {
      if (is_at_rest(node) || now - begun_at < transition_delay_) continue;
      node.actual_power = node.desired_power;
      node.progress = node.desired_power == PowerState::on ? Progress::ready : Progress::shutdown;
    }
    return now;
  }

  [[nodiscard]] std::vector<std::size_t> members_in(const detail::GroupMembers& group,
                                                    Progress progress) const {
    std::vector<std::size_t> members;
    std::ranges::copy_if(group.nodes, std::back_inserter(members), [&](std::size_t position) {
      return machines_[position].node.progress == progress;
    });
    return members;
  }

  [[nodiscard]] GroupState state_of(const detail::GroupMembers& group) const {
    GroupState state;
    state.name = group.group.name;
    for (const auto position : group.nodes) {
      const Node& node = machines_[position].node;
      ++state.max_size;
      const bool is_wanted =
          node.progress == Progress::ready || node.progress == Progress::starting_up;
      if (is_wanted) ++state.target_size;
      ++(node.actual_power == PowerState::on ? state.nodes_on : state.nodes_off);
    }
    return state;
  }

  const std::chrono::nanoseconds transition_delay_;
  std::function<std::chrono::nanoseconds()> now_;
  // Guards what is below. Reading completes the transitions of machines_.
  mutable std::mutex mutex_;
  detail::Inventory inventory_;
  mutable std::vector<Machine> machines_;
};

}  // namespace homecluster
