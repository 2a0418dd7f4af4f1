#include "manifest_names.hpp"

#include "quoted_text.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace homecluster::program {
namespace {

/// Who a name belongs to, and where it was given.
struct Claim {
  const void* owner;
  Place place;
};

class Claims {
 public:
  explicit Claims(Complaints& errors) : errors_{errors} {}

  void add(std::string_view name, const Claim& made, const std::string& field) {
    const auto [first, is_new] = claims_.emplace(name, made);
    if (is_new || first->second.owner == made.owner) return;
    errors_.add(to_string(made.place) + ": " + field +
                ": expected a name that nothing else has, found " + in_quotes(name) +
                " again (the first is at " + to_string(first->second.place) + ")");
  }

 private:
  Complaints& errors_;
  std::map<std::string_view, Claim> claims_;
};

/// For an error message, which is no place for a thousand names.
std::string known_groups(const std::vector<GroupManifest>& groups) {
  constexpr std::size_t most = 5;
  if (groups.empty()) return "the name of a group, of which there is none";
  std::string names;
  for (const GroupManifest& group : std::span{groups}.first(std::min(most, groups.size()))) {
    names += (names.empty() ? "the name of a group (" : ", ") + group.group.name;
  }
  if (groups.size() > most) names += " and " + std::to_string(groups.size() - most) + " others";
  return names + ")";
}

}  // namespace

void check_names(const Manifests& manifests, Complaints& errors) {
  Claims of_groups{errors};
  for (const GroupManifest& group : manifests.groups) {
    of_groups.add(group.group.name, {&group, group.name_place}, "metadata.name");
  }
  // A node answers to both of its names, so they may be the same, but no other node's.
  Claims of_nodes{errors};
  for (const NodeManifest& node : manifests.nodes) {
    of_nodes.add(node.node.name, {&node, node.name_place}, "metadata.name");
    of_nodes.add(node.node.kubernetes_node_name, {&node, node.kubernetes_node_name_place},
                 "spec.kubernetesNodeName");
  }
}

void check_groups_of_nodes(const Manifests& manifests, Complaints& errors) {
  std::set<std::string_view> known;
  for (const GroupManifest& group : manifests.groups) known.insert(group.group.name);
  for (const NodeManifest& node : manifests.nodes) {
    if (known.contains(node.node.group)) continue;
    errors.add(to_string(node.group_place) + ": metadata.labels.group: expected " +
               known_groups(manifests.groups) + ", found " + in_quotes(node.node.group));
  }
}

}  // namespace homecluster::program
