#pragma once

#include <homecluster/cluster.hpp>
#include <homecluster/printable_text.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/raise.hpp>

#include <charconv>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace homecluster::detail {

/// A group and the positions of its nodes.
struct GroupMembers {
  Group group;
  std::vector<std::size_t> nodes;
};

/// Which groups and nodes there are, and what they are called; checked when it is made.
class Inventory {
 public:
  Inventory() = default;
  Inventory(std::vector<Group> groups, const std::vector<Node>& nodes) {
    for (auto& group : groups) add(std::move(group));
    for (std::size_t position = 0; position != nodes.size(); ++position) add(nodes, position);
  }

  [[nodiscard]] const std::vector<GroupMembers>& groups() const noexcept { return groups_; }

  /// nullptr if there is none.
  [[nodiscard]] const GroupMembers* find_group(std::string_view name) const {
    const auto found = group_positions_.find(name);
    return found == group_positions_.end() ? nullptr : &groups_[found->second];
  }

  /// By name or Kubernetes name.
  [[nodiscard]] std::optional<std::size_t> find_node(std::string_view name) const {
    const auto found = node_positions_.find(name);
    if (found == node_positions_.end()) return std::nullopt;
    return found->second;
  }

 private:
  using Positions = std::map<std::string, std::size_t, std::less<>>;

  [[noreturn]] static void reject(const std::string& what) {
    isometric::detail::raise(std::invalid_argument("homecluster: " + what));
  }

  void add(Group group) {
    if (group.name.empty()) {
      reject("group number " + std::to_string(groups_.size() + 1) +
             " has an empty name; in the autoscaler's protocol that stands for no group");
    }
    if (!group_positions_.emplace(group.name, groups_.size()).second) {
      reject("group " + between_quotes(group.name) +
             " is given twice; the names of groups must differ");
    }
    groups_.push_back({std::move(group), {}});
  }

  void add(const std::vector<Node>& nodes, std::size_t position) {
    const Node& node = nodes[position];
    if (node.name.empty()) {
      reject("node number " + std::to_string(position + 1) + " has an empty name");
    }
    check_rate(node, "hourly rate", node.pricing.hourly_rate);
    check_rate(node, "pod rate", node.pricing.pod_rate);
    claim_name(nodes, position, node.name);
    if (!node.kubernetes_node_name.empty() && node.kubernetes_node_name != node.name) {
      claim_name(nodes, position, node.kubernetes_node_name);
    }
    if (node.group.empty()) return;
    const auto group = group_positions_.find(node.group);
    if (group == group_positions_.end()) {
      reject("node " + between_quotes(node.name) + " names the group " +
             between_quotes(node.group) + ", which does not exist; expected " + expected_groups());
    }
    groups_[group->second].nodes.push_back(position);
  }

  void claim_name(const std::vector<Node>& nodes, std::size_t position, const std::string& name) {
    const auto [claimed, is_new] = node_positions_.emplace(name, position);
    if (is_new) return;
    const Node& first = nodes[claimed->second];
    const Node& second = nodes[position];
    if (first.name == name && second.name == name) {
      reject("node " + between_quotes(name) + " is given twice; the names of nodes must differ");
    }
    reject("nodes " + between_quotes(first.name) + " and " + between_quotes(second.name) +
           " both answer to " + between_quotes(name) +
           "; a node's name and its Kubernetes name must be its own");
  }

  static void check_rate(const Node& node, const char* what, double rate) {
    if (isometric::detail::is_increment(rate)) return;
    std::string found = "NaN";  // of which standard libraries have many spellings
    if (!isometric::detail::is_nan(rate)) {
      char text[32];
      found.assign(text, std::to_chars(text, text + sizeof text, rate).ptr);
    }
    reject("the " + std::string{what} + " of node " + between_quotes(node.name) + " is " + found +
           "; expected 0 or more");
  }

  [[nodiscard]] std::string expected_groups() const {
    if (groups_.empty()) return "no group, because there is none";
    constexpr std::size_t most = 5;
    std::string names;
    std::size_t listed = 0;
    for (const auto& [name, position] : group_positions_) {
      if (listed++ == most) break;
      names += (names.empty() ? "one of " : ", ") + between_quotes(name);
    }
    if (groups_.size() > most) names += " and " + std::to_string(groups_.size() - most) + " others";
    return names + ", or none";
  }

  std::vector<GroupMembers> groups_;
  Positions group_positions_;
  Positions node_positions_;
};

}  // namespace homecluster::detail
