#pragma once

#include <isometric/description/closed_values.hpp>

#include <string_view>

namespace homecluster {

/// The requests that a provider answers, a core of those of the cluster-autoscaler's external
/// provider.
enum class Method : unsigned char {
  node_groups,
  node_group_for_node,
  node_group_target_size,
  node_group_increase_size,
  node_group_decrease_target_size,
  node_group_delete_nodes,
  node_group_nodes,
  node_group_get_options,
  pricing_node_price,
  refresh,
};

/// The method's name in the autoscaler's protocol.
[[nodiscard]] constexpr std::string_view to_string(Method method) noexcept {
  switch (method) {
    case Method::node_groups: return "NodeGroups";
    case Method::node_group_for_node: return "NodeGroupForNode";
    case Method::node_group_target_size: return "NodeGroupTargetSize";
    case Method::node_group_increase_size: return "NodeGroupIncreaseSize";
    case Method::node_group_decrease_target_size: return "NodeGroupDecreaseTargetSize";
    case Method::node_group_delete_nodes: return "NodeGroupDeleteNodes";
    case Method::node_group_nodes: return "NodeGroupNodes";
    case Method::node_group_get_options: return "NodeGroupGetOptions";
    case Method::pricing_node_price: return "PricingNodePrice";
    case Method::refresh: return "Refresh";
  }
  return "unknown";
}

consteval auto label_values(Method) {
  using enum Method;
  return isometric::closed<Method>(
      {{node_groups, to_string(node_groups)},
       {node_group_for_node, to_string(node_group_for_node)},
       {node_group_target_size, to_string(node_group_target_size)},
       {node_group_increase_size, to_string(node_group_increase_size)},
       {node_group_decrease_target_size, to_string(node_group_decrease_target_size)},
       {node_group_delete_nodes, to_string(node_group_delete_nodes)},
       {node_group_nodes, to_string(node_group_nodes)},
       {node_group_get_options, to_string(node_group_get_options)},
       {pricing_node_price, to_string(pricing_node_price)},
       {refresh, to_string(refresh)}});
}

}  // namespace homecluster
