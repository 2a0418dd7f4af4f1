#include "manifest_loader.hpp"

#include "decimal.hpp"
#include "go_duration.hpp"
#include "quoted_text.hpp"
#include "rfc3339.hpp"
#include "yaml_fields.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace homecluster::program {
namespace {

constexpr std::string_view supported_version = "infra.homecluster.dev/v1alpha1";

// --- single values -------------------------------------------------------------------------------

bool parse_flag(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  throw InvalidText{"true or false", text};
}

/// To a YAML 1.1 parser an unquoted `on` is the boolean true, and a tool that writes such a
/// manifest back says `true`. The operator takes both spellings, and so does this program.
PowerState parse_power_state(std::string_view text) {
  if (text == "on" || text == "true") return PowerState::on;
  if (text == "off" || text == "false") return PowerState::off;
  throw InvalidText{"on or off", text};
}

/// The operator writes two of them without the underscore.
Progress parse_progress(std::string_view text) {
  if (text == "ready") return Progress::ready;
  if (text == "starting_up" || text == "startingup") return Progress::starting_up;
  if (text == "shutting_down" || text == "shuttingdown") return Progress::shutting_down;
  if (text == "shutdown") return Progress::shutdown;
  throw InvalidText{"ready, starting_up, shutting_down or shutdown", text};
}

std::string parse_health(std::string_view text) {
  if (text == "healthy" || text == "offline" || text == "unknown") return std::string{text};
  throw InvalidText{"healthy, offline or unknown", text};
}

/// What Kubernetes accepts as the name of such an object (RFC 1123).
std::string parse_object_name(std::string_view text) {
  constexpr std::string_view expectation =
      "a Kubernetes object name (at most 253 of a-z, 0-9, '-' and '.', first and last a-z or 0-9)";
  const auto is_alphanumeric = [](char character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
  };
  const bool valid = text.size() <= 253 && is_alphanumeric(text.front()) &&
                     is_alphanumeric(text.back()) && std::ranges::all_of(text, [&](char character) {
                       return is_alphanumeric(character) || character == '-' || character == '.';
                     });
  if (!valid) throw InvalidText{expectation, text};
  return std::string{text};
}

// --- documents -----------------------------------------------------------------------------------

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

// --- the set -------------------------------------------------------------------------------------

/// Collects what the documents say, and what is wrong with them.
class Loader {
 public:
  void add_file(const ManifestText& file) {
    std::vector<YAML::Node> documents;
    try {
      documents = YAML::LoadAll(file.text);
    } catch (const YAML::Exception& error) {
      const auto line = static_cast<std::size_t>(std::max(error.mark.line, 0)) + 1;
      errors_.push_back(to_string(Place{file.file, line}) +
                        ": expected YAML, found what is none: " + error.msg);
      return;
    }
    for (const YAML::Node& document : documents) {
      if (document.IsNull()) continue;  // nothing between two separators
      const auto line = static_cast<std::size_t>(std::max(document.Mark().line, 0)) + 1;
      try {
        add_document(YamlFields{document, Place{file.file, line}, ""});
      } catch (const ManifestError& error) {
        errors_.emplace_back(error.what());
      }
    }
  }

  Manifests finish() && {
    check_group_names();
    check_node_names();
    // The nodes of a group whose document is broken have done nothing wrong.
    if (errors_.empty()) check_groups_of_nodes();
    if (!errors_.empty()) throw InvalidManifests{std::move(errors_)};
    return std::move(manifests_);
  }

 private:
  void add_document(const YamlFields& document) {
    const std::string version = document.text("apiVersion");
    const std::string kind = document.text("kind");
    if (kind != "Group" && kind != "Node") {
      warn(document.place_of("kind"), "skipped a document of kind " + in_quotes(kind) +
                                          ", only Group and Node are known here");
      return;
    }
    if (version != supported_version) {
      document.fail("apiVersion",
                    "expected " + std::string{supported_version} + ", found " + in_quotes(version));
    }
    warn_about_unknown(document, {"apiVersion", "kind", "metadata", "spec", "status"});
    if (kind == "Group") {
      manifests_.groups.push_back(read_group(document));
    } else {
      manifests_.nodes.push_back(read_node(document));
    }
    warn_about_unknown_in_spec(document, kind);
  }

  /// A field with a slip in its name would else be ignored without a word.
  void warn_about_unknown_in_spec(const YamlFields& document, std::string_view kind) {
    const auto spec = document.optional_mapping("spec");
    if (!spec) return;
    if (kind == "Node") {
      warn_about_unknown(*spec, {"kubernetesNodeName", "powerState", "pricing", "startupPodSpec",
                                 "shutdownPodSpec"});
      warn_about_unknown(spec->mapping("pricing"), {"hourlyRate", "podRate"});
      return;
    }
    // The operator knows maxSize and nodeSelector; here a group's size is the number of its nodes.
    warn_about_unknown(
        *spec, {"name", "maxSize", "nodeSelector", "scaleDownUtilizationThreshold",
                "scaleDownGpuUtilizationThreshold", "scaleDownUnneededTime", "scaleDownUnreadyTime",
                "maxNodeProvisionTime", "zeroOrMaxNodeScaling", "ignoreDaemonSetsUtilization"});
  }

  void warn_about_unknown(const YamlFields& fields, std::initializer_list<std::string_view> known) {
    for (const std::string& key : fields.unknown_keys(known)) {
      warn(fields.place_of(key), fields.path_of(key) + ": unknown field, ignored");
    }
  }

  void warn(const Place& place, const std::string& text) {
    manifests_.warnings.push_back(to_string(place) + ": " + text);
  }

  /// Who a name belongs to, and where it was given.
  struct Claim {
    const void* owner;
    Place place;
  };
  using Claims = std::map<std::string_view, Claim>;

  void claim(Claims& claims, std::string_view name, const Claim& made, const std::string& field) {
    const auto [first, is_new] = claims.emplace(name, made);
    if (is_new || first->second.owner == made.owner) return;
    errors_.push_back(to_string(made.place) + ": " + field +
                      ": expected a name that nothing else has, found " + in_quotes(name) +
                      " again (the first is at " + to_string(first->second.place) + ")");
  }

  void check_group_names() {
    Claims claims;
    for (const GroupManifest& group : manifests_.groups) {
      claim(claims, group.group.name, {&group, group.name_place}, "metadata.name");
    }
  }

  /// A node answers to both of its names, so they may be the same, but no other node's.
  void check_node_names() {
    Claims claims;
    for (const NodeManifest& node : manifests_.nodes) {
      claim(claims, node.node.name, {&node, node.name_place}, "metadata.name");
      claim(claims, node.node.kubernetes_node_name, {&node, node.kubernetes_node_name_place},
            "spec.kubernetesNodeName");
    }
  }

  void check_groups_of_nodes() {
    for (const NodeManifest& node : manifests_.nodes) {
      const bool is_known = std::ranges::any_of(manifests_.groups, [&](const GroupManifest& group) {
        return group.group.name == node.node.group;
      });
      if (is_known) continue;
      errors_.push_back(to_string(node.group_place) + ": metadata.labels.group: expected " +
                        known_groups() + ", found " + in_quotes(node.node.group));
    }
  }

  [[nodiscard]] std::string known_groups() const {
    if (manifests_.groups.empty()) return "the name of a group, of which there is none";
    std::string names;
    for (const GroupManifest& group : manifests_.groups) {
      names += (names.empty() ? "the name of a group (" : ", ") + group.group.name;
    }
    return names + ")";
  }

  Manifests manifests_;
  std::vector<std::string> errors_;
};

}  // namespace

std::vector<Group> Manifests::group_values() const {
  std::vector<Group> values;
  for (const GroupManifest& group : groups) values.push_back(group.group);
  return values;
}

std::vector<Node> Manifests::node_values() const {
  std::vector<Node> values;
  for (const NodeManifest& node : nodes) values.push_back(node.node);
  return values;
}

Manifests parse_manifests(std::span<const ManifestText> texts) {
  Loader loader;
  for (const ManifestText& text : texts) loader.add_file(text);
  return std::move(loader).finish();
}

}  // namespace homecluster::program
