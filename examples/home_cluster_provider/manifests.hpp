#pragma once

#include "manifest_error.hpp"

#include <homecluster/cluster.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace homecluster::program {

/// What a document of kind Group says.
struct GroupManifest {
  Group group;               ///< its name is metadata.name, which a node's label refers to
  std::string display_name;  ///< spec.name, or metadata.name without it
  std::string health;        ///< status.health; empty when it is not given
  Place name_place;
};

/// What a document of kind Node says. What the provider does not interpret is kept as it is.
struct NodeManifest {
  Node node;
  std::string startup_pod_spec;   ///< YAML; empty when it is not given
  std::string shutdown_pod_spec;  ///< YAML; empty when it is not given
  std::string health;             ///< status.health; empty when it is not given
  std::optional<std::chrono::system_clock::time_point> last_startup_time;
  Place name_place;
  Place kubernetes_node_name_place;
  Place group_place;
};

/// All that a set of manifest files describes: groups and nodes in the order in which they stand.
struct Manifests {
  std::vector<GroupManifest> groups;
  std::vector<NodeManifest> nodes;
  /// What was skipped, one line each, `file:line: ...`.
  std::vector<std::string> warnings;

  /// What a Cluster is made of.
  [[nodiscard]] std::vector<Group> group_values() const;
  [[nodiscard]] std::vector<Node> node_values() const;
};

}  // namespace homecluster::program
