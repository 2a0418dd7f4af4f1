#pragma once

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ios>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace isometric::inline v1::testing::internal {

/// Whether whoever runs the tests asked for golden files to be written anew.
inline bool is_golden_updated() {
  const char* const value = std::getenv("ISOMETRIC_UPDATE_GOLDEN");
  return value != nullptr && std::string_view(value) == "1";
}

/// Whether there is something under that name; a directory, too.
inline bool golden_exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) || error;  // what cannot be looked at may be there
}

inline bool is_directory(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

/// The content of a file; none if it cannot be read.
inline std::optional<std::string> read_golden(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  // Unlike an iterator, read() does not throw, as it would for a directory.
  std::string content;
  for (char block[4096]; file.read(block, sizeof block), file.gcount() > 0;) {
    content.append(block, static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) return std::nullopt;
  return content;
}

/// Says on stderr that it does.
inline bool write_golden(const std::string& path, std::string_view content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content;
  file.close();
  if (!file) return false;
  std::fprintf(stderr, "isometric: wrote %s anew, because of ISOMETRIC_UPDATE_GOLDEN=1\n",
               path.c_str());
  return true;
}

/// The path as somebody finds the file who does not know where the test runs.
inline std::string absolute_path(const std::string& path) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(path, error);
  return error ? path : absolute.string();
}

}  // namespace isometric::inline v1::testing::internal
