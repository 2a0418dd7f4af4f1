#include "api_json.hpp"

#include "go_duration.hpp"

namespace homecluster::program {

int http_status(StatusCode code) {
  switch (code) {
    case StatusCode::ok: return 200;
    case StatusCode::invalid_argument: return 400;
    case StatusCode::not_found: return 404;
    case StatusCode::failed_precondition: return 409;
    case StatusCode::unavailable: return 503;
    case StatusCode::internal: return 500;
  }
  return 500;
}

Json to_json(const NodeGroup& group) {
  return {{"id", group.id}, {"minSize", group.min_size}, {"maxSize", group.max_size}};
}

Json to_json(const Node& node) {
  return {
      {"name", node.name},
      {"group", node.group},
      {"kubernetesNodeName", node.kubernetes_node_name},
      {"desiredPowerState", to_string(node.desired_power)},
      {"powerState", to_string(node.actual_power)},
      {"progress", to_string(node.progress)},
      {"pricing", {{"hourlyRate", node.pricing.hourly_rate}, {"podRate", node.pricing.pod_rate}}}};
}

Json to_json(const GroupOptions& options) {
  return {{"scaleDownUtilizationThreshold", options.scale_down_utilization_threshold},
          {"scaleDownGpuUtilizationThreshold", options.scale_down_gpu_utilization_threshold},
          {"scaleDownUnneededTime", to_go_duration(options.scale_down_unneeded_time)},
          {"scaleDownUnreadyTime", to_go_duration(options.scale_down_unready_time)},
          {"maxNodeProvisionTime", to_go_duration(options.max_node_provision_time)},
          {"zeroOrMaxNodeScaling", options.zero_or_max_node_scaling},
          {"ignoreDaemonSetsUtilization", options.ignore_daemon_sets_utilization}};
}

}  // namespace homecluster::program
