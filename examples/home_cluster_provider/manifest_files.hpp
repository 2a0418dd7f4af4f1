#pragma once

#include <cstddef>
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

inline constexpr std::size_t largest_manifest_file = std::size_t{16} << 20;
inline constexpr std::size_t largest_manifest_files = 4 * largest_manifest_file;  // all together

/// What to do with pipes and devices that are named as manifests. They can be read once, and one
/// that nobody writes to is waited for.
enum class Pipes : unsigned char { are_read, are_refused };

/// Reads the files. A directory stands for its *.yaml and *.yml files, sorted by name, hidden ones
/// and directories below it left out.
///
/// Throws InvalidManifests when something cannot be read, when a file or all of them are too large,
/// when a directory has no manifest, and when a manifest in a directory is a pipe or a device.
[[nodiscard]] std::vector<ManifestText> read_manifest_files(
    std::span<const std::filesystem::path> paths, Pipes pipes = Pipes::are_read);

}  // namespace homecluster::program
