#include "manifest_kinds.hpp"

#include "decimal.hpp"
#include "go_duration.hpp"
#include "manifest_values.hpp"
#include "rfc3339.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace homecluster::program {
namespace {

void read_options(const YamlFields& spec, GroupOptions& options) {
  const auto read = [&](std::string_view key, auto parse, auto& option) {
    option = spec.optional_value(key, parse).value_or(option);
  };
  read("scaleDownUtilizationThreshold", parse_decimal, options.scale_down_utilization_threshold);
  read("scaleDownGpuUtilizationThreshold", parse_decimal,
       options.scale_down_gpu_utilization_threshold);
  read("scaleDownUnneededTime", parse_go_duration, options.scale_down_unneeded_time);
  read("scaleDownUnreadyTime", parse_go_duration, options.scale_down_unready_time);
  read("maxNodeProvisionTime", parse_go_duration, options.max_node_provision_time);
  read("zeroOrMaxNodeScaling", parse_flag, options.zero_or_max_node_scaling);
  read("ignoreDaemonSetsUtilization", parse_flag, options.ignore_daemon_sets_utilization);
}

/// A node of which nothing is said to happen is at rest if it is in the state that is wanted, and
/// else on its way there.
Progress likely_progress(PowerState desired, PowerState actual) {
  if (desired == PowerState::on) {
    return actual == PowerState::on ? Progress::ready : Progress::starting_up;
  }
  return actual == PowerState::off ? Progress::shutdown : Progress::shutting_down;
}

void read_status(const std::optional<YamlFields>& status, NodeManifest& manifest) {
  Node& node = manifest.node;
  node.actual_power = node.desired_power;
  node.progress = likely_progress(node.desired_power, node.actual_power);
  if (!status) return;
  node.actual_power =
      status->optional_value("powerState", parse_power_state).value_or(node.desired_power);
  node.progress = status->optional_value("progress", parse_progress)
                      .value_or(likely_progress(node.desired_power, node.actual_power));
  manifest.health = status->optional_value("health", parse_health).value_or("");
  manifest.last_startup_time = status->optional_value("lastStartupTime", parse_rfc3339);
}

/// A field with a slip in its name would else be ignored without a word.
void add_unknown(const YamlFields& fields, std::initializer_list<std::string_view> known,
                 std::vector<std::string>& warnings) {
  for (const std::string& key : fields.unknown_keys(known)) {
    warnings.push_back(to_string(fields.place_of(key)) + ": " + fields.path_of(key) +
                       ": unknown field, ignored");
  }
}

void add_unknown_at_top(const YamlFields& document, std::vector<std::string>& warnings) {
  add_unknown(document, {"apiVersion", "kind", "metadata", "spec", "status"}, warnings);
}

}  // namespace

GroupManifest read_group(const YamlFields& document) {
  GroupManifest group;
  const YamlFields metadata = document.mapping("metadata");
  group.group.name = metadata.value("name", parse_object_name);
  group.name_place = metadata.place_of("name");
  group.display_name = group.group.name;
  if (const auto spec = document.optional_mapping("spec")) {
    group.display_name = spec->optional_text("name").value_or(group.group.name);
    read_options(*spec, group.group.options);
  }
  if (const auto status = document.optional_mapping("status")) {
    group.health = status->optional_value("health", parse_health).value_or("");
  }
  return group;
}

NodeManifest read_node(const YamlFields& document) {
  NodeManifest manifest;
  const YamlFields metadata = document.mapping("metadata");
  const YamlFields labels = metadata.mapping("labels");
  const YamlFields spec = document.mapping("spec");
  const YamlFields pricing = spec.mapping("pricing");
  manifest.node.name = metadata.value("name", parse_object_name);
  manifest.node.group = labels.text("group");
  manifest.node.kubernetes_node_name = spec.value("kubernetesNodeName", parse_object_name);
  manifest.node.desired_power = spec.value("powerState", parse_power_state);
  manifest.node.pricing.hourly_rate = pricing.value("hourlyRate", parse_decimal);
  manifest.node.pricing.pod_rate = pricing.value("podRate", parse_decimal);
  manifest.startup_pod_spec = spec.uninterpreted("startupPodSpec");
  manifest.shutdown_pod_spec = spec.uninterpreted("shutdownPodSpec");
  read_status(document.optional_mapping("status"), manifest);
  manifest.name_place = metadata.place_of("name");
  manifest.kubernetes_node_name_place = spec.place_of("kubernetesNodeName");
  manifest.group_place = labels.place_of("group");
  return manifest;
}

std::vector<std::string> unknown_group_fields(const YamlFields& document) {
  std::vector<std::string> warnings;
  add_unknown_at_top(document, warnings);
  // The operator knows maxSize and nodeSelector; here a group's size is the number of its nodes.
  if (const auto spec = document.optional_mapping("spec")) {
    add_unknown(
        *spec,
        {"name", "maxSize", "nodeSelector", "scaleDownUtilizationThreshold",
         "scaleDownGpuUtilizationThreshold", "scaleDownUnneededTime", "scaleDownUnreadyTime",
         "maxNodeProvisionTime", "zeroOrMaxNodeScaling", "ignoreDaemonSetsUtilization"},
        warnings);
  }
  return warnings;
}

std::vector<std::string> unknown_node_fields(const YamlFields& document) {
  std::vector<std::string> warnings;
  add_unknown_at_top(document, warnings);
  const YamlFields spec = document.mapping("spec");
  add_unknown(spec,
              {"kubernetesNodeName", "powerState", "pricing", "startupPodSpec", "shutdownPodSpec"},
              warnings);
  add_unknown(spec.mapping("pricing"), {"hourlyRate", "podRate"}, warnings);
  return warnings;
}

}  // namespace homecluster::program
