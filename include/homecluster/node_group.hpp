#pragma once

#include <cstdint>
#include <string>

namespace homecluster {

/// A group as the autoscaler's protocol describes it.
struct NodeGroup {
  std::string id;  ///< the group's name; empty: no group, leave the node alone
  std::int32_t min_size = 0;
  std::int32_t max_size = 0;

  friend bool operator==(const NodeGroup&, const NodeGroup&) = default;
};

}  // namespace homecluster
