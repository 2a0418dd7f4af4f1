#include "manifest_files.hpp"

#include "manifest_error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <system_error>
#include <utility>

namespace homecluster::program {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = std::size_t{16} << 20;

[[noreturn]] void fail(const fs::path& path, const std::string& problem) {
  throw InvalidManifests{{path.string() + ": " + problem}};
}

std::string read_file(const fs::path& path) {
  std::ifstream stream{path, std::ios::binary};
  if (!stream) fail(path, "cannot be read: " + std::generic_category().message(errno));
  std::string text(largest_file + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) fail(path, "cannot be read: " + std::generic_category().message(errno));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > largest_file) fail(path, "expected at most 16 MiB, found more");
  return text;
}

bool is_manifest(const fs::directory_entry& entry) {
  const fs::path extension = entry.path().extension();
  return (extension == ".yaml" || extension == ".yml") &&
         !entry.path().filename().string().starts_with('.') && !entry.is_directory();
}

std::vector<fs::path> manifests_in(const fs::path& directory) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator{directory}) {
    if (is_manifest(entry)) files.push_back(entry.path());
  }
  if (files.empty()) fail(directory, "expected *.yaml or *.yml files, found none");
  std::ranges::sort(files);
  return files;
}

}  // namespace

std::vector<ManifestText> read_manifest_files(std::span<const fs::path> paths) {
  std::vector<ManifestText> texts;
  for (const fs::path& path : paths) {
    try {
      if (!fs::exists(path)) fail(path, "there is no such file or directory");
      if (!fs::is_directory(path)) {
        texts.push_back({path.string(), read_file(path)});
        continue;
      }
      for (const fs::path& file : manifests_in(path)) {
        texts.push_back({file.string(), read_file(file)});
      }
    } catch (const fs::filesystem_error& error) {
      fail(path, "cannot be read: " + error.code().message());
    }
  }
  return texts;
}

}  // namespace homecluster::program
