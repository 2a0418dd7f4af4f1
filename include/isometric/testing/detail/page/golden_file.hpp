#pragma once

#include <isometric/description/detail/append.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace isometric::inline v1::detail {

/// Whether whoever runs the tests asked for golden files to be written anew.
template <class = void>
bool is_golden_updated() {
  const char* const value = std::getenv("ISOMETRIC_UPDATE_GOLDEN");
  return value != nullptr && std::string_view(value) == "1";
}

/// Whether there is something under that name; a directory, too.
template <class = void>
bool golden_exists(const std::string& path) {
  struct ::stat found;
  return ::stat(path.c_str(), &found) == 0 || errno != ENOENT;  // what cannot be looked at may be
}

template <class = void>
bool is_directory(const std::string& path) {
  struct ::stat found;
  return ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

/// The content of a file; none if it cannot be read.
template <class = void>
std::optional<std::string> read_golden(const std::string& path) {
  std::FILE* const file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return std::nullopt;
  std::string content;
  char block[4096];
  while (const std::size_t size = std::fread(block, 1, sizeof block, file)) {
    content.append(block, size);
  }
  const bool is_read = std::ferror(file) == 0;
  std::fclose(file);
  if (!is_read) return std::nullopt;
  return content;
}

/// Says on stderr that it does.
template <class = void>
bool write_golden(const std::string& path, std::string_view content) {
  std::FILE* const file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool is_written = std::fwrite(content.data(), 1, content.size(), file) == content.size();
  if (std::fclose(file) != 0 || !is_written) return false;
  std::fprintf(stderr, "isometric: wrote %s anew, because of ISOMETRIC_UPDATE_GOLDEN=1\n",
               path.c_str());
  return true;
}

/// The path as somebody finds the file who does not know where the test runs.
template <class = void>
std::string absolute_path(const std::string& path) {
  if (path.starts_with('/')) return path;
  char* const here = ::getcwd(nullptr, 0);
  if (here == nullptr) return path;
  std::string absolute = joined({here, "/", path});
  std::free(here);
  return absolute;
}

}  // namespace isometric::inline v1::detail
