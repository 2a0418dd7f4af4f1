#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace homecluster::program {

/// The text of one manifest file, and the name that messages give it.
struct ManifestText {
  std::string file;
  std::string text;
};

/// Reads the files. A directory stands for its *.yaml and *.yml files, sorted by name, hidden ones
/// and directories below it left out.
///
/// Throws InvalidManifests when something cannot be read, when a file is larger than 16 MiB, and
/// when a directory has no manifest.
[[nodiscard]] std::vector<ManifestText> read_manifest_files(
    std::span<const std::filesystem::path> paths);

}  // namespace homecluster::program
