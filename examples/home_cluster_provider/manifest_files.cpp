#include "manifest_files.hpp"

#include "manifest_error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <system_error>
#include <utility>

namespace homecluster::program {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& problem) {
  throw InvalidManifests{{printable_file(path.string()) + ": " + problem}};
}

[[noreturn]] void fail_unreadable(const fs::path& path) {
  fail(path, "cannot be read: " + std::generic_category().message(errno));
}

/// Piece by piece: pipes do not say how much will come.
std::string read_file(const fs::path& path) {
  std::ifstream stream{path, std::ios::binary};
  if (!stream) fail_unreadable(path);
  std::string text;
  std::array<char, 16'384> piece{};
  while (stream) {
    stream.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
    if (text.size() > largest_manifest_file) fail(path, "expected at most 16 MiB, found more");
  }
  if (stream.bad()) fail_unreadable(path);
  return text;
}

/// What is not there counts as a file, and then cannot be read.
bool is_pipe_or_device(const fs::path& path) {
  const fs::file_status status = fs::status(path);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
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

/// The texts so far, and how much they are together.
class Texts {
 public:
  void add(const fs::path& path) {
    std::string text = read_file(path);
    size_ += text.size();
    if (size_ > largest_manifest_files) {
      fail(path, "expected at most 64 MiB in all manifests together, found more");
    }
    texts_.push_back({path.string(), std::move(text)});
  }

  void add_directory(const fs::path& directory) {
    for (const fs::path& file : manifests_in(directory)) {
      // Nobody waits for one without having named it.
      if (is_pipe_or_device(file)) fail(file, "expected a file, found a pipe or a device");
      add(file);
    }
  }

  [[nodiscard]] std::vector<ManifestText> take() && { return std::move(texts_); }

 private:
  std::vector<ManifestText> texts_;
  std::size_t size_ = 0;
};

}  // namespace

std::vector<ManifestText> read_manifest_files(std::span<const fs::path> paths, Pipes pipes) {
  Texts texts;
  for (const fs::path& path : paths) {
    try {
      if (!fs::exists(path)) fail(path, "there is no such file or directory");
      if (fs::is_directory(path)) {
        texts.add_directory(path);
      } else if (pipes == Pipes::are_refused && is_pipe_or_device(path)) {
        fail(path, "a pipe or a device is read only once, when the program starts");
      } else {
        texts.add(path);
      }
    } catch (const fs::filesystem_error& error) {
      fail(path, "cannot be read: " + error.code().message());
    }
  }
  return std::move(texts).take();
}

}  // namespace homecluster::program
