#pragma once

#include "manifest_files.hpp"

#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <vector>

namespace homecluster::program {

/// Real manifests have a dozen levels. What works through one level by level has to fit the stack.
inline constexpr std::size_t deepest_yaml = 100;

/// Keys, texts, lists and mappings of a file. Each takes half a kilobyte once it is read.
inline constexpr std::size_t most_yaml_values = 500'000;

/// The documents of a file. Throws ManifestError with the line of what is no YAML, and of what is
/// more than the limits above; aliases count as deep as what they stand for.
[[nodiscard]] std::vector<YAML::Node> yaml_documents(const ManifestText& file);

}  // namespace homecluster::program
