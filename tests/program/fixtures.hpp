#pragma once

#include "manifest_loader.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace homecluster::program {

/// The manifests of the tests, and those that the program ships.
inline std::filesystem::path test_manifests() {
  return std::filesystem::path{__FILE__}.parent_path() / "manifests";
}
inline std::filesystem::path program_folder() {
  return std::filesystem::path{__FILE__}.parent_path() / "../../examples/home_cluster_provider";
}
inline std::filesystem::path shipped_manifests() {
  return program_folder() / "manifests";
}

inline Manifests load(const std::filesystem::path& path) {
  const std::vector<std::filesystem::path> paths{path};
  return parse_manifests(read_manifest_files(paths));
}

/// Manifests from one text, as if it stood in a file `test.yaml`.
inline Manifests parse(const std::string& text) {
  const std::vector<ManifestText> texts{{"test.yaml", text}};
  return parse_manifests(texts);
}

/// A group `rack` with nodes `a` (on), `b` and `c` (off), known to Kubernetes as `kube-a`, ...
inline Manifests rack_of_three() {
  std::string text =
      "apiVersion: infra.homecluster.dev/v1alpha1\nkind: Group\nmetadata: {name: rack}\n";
  for (const std::string name : {"a", "b", "c"}) {
    text +=
        "---\napiVersion: infra.homecluster.dev/v1alpha1\nkind: Node\nmetadata: {name: " + name +
        ", labels: {group: rack}}\nspec: {kubernetesNodeName: kube-" + name +
        ", powerState: " + (name == "a" ? "on" : "off") +
        ", pricing: {hourlyRate: \"0.5\", podRate: \"0\"}}\n";
  }
  return parse(text);
}

}  // namespace homecluster::program
