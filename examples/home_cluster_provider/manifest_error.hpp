#pragma once

#include <homecluster/printable_text.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace homecluster::program {

/// Where something stands in a manifest; lines count from 1.
struct Place {
  std::string file;
  std::size_t line = 0;
};

/// A file's name as messages show it: whole, since editors jump there, unless it is absurd.
[[nodiscard]] inline std::string printable_file(std::string_view name) {
  return printable(beginning_of(name, 1'000));
}

/// `file:line`, as compilers print it.
[[nodiscard]] inline std::string to_string(const Place& place) {
  return printable_file(place.file) + ":" + std::to_string(place.line);
}

/// One thing that is wrong with one document. what() reads `file:line: field: what was expected,
/// what was found`; the field's part is missing when the document is broken as a whole.
class ManifestError : public std::runtime_error {
 public:
  ManifestError(const Place& place, const std::string& field, const std::string& problem)
      : std::runtime_error{to_string(place) + ": " + (field.empty() ? "" : field + ": ") +
                           problem} {}
};

/// The file comes to too much, so that nothing more of it should be read.
class TooManyValues : public ManifestError {
 public:
  using ManifestError::ManifestError;
};

/// Everything that is wrong with the manifests that were read: at most one error for each document,
/// and what only shows when all of them are known. what() has one error a line.
class InvalidManifests : public std::runtime_error {
 public:
  explicit InvalidManifests(std::vector<std::string> errors)
      : std::runtime_error{joined(errors)}, errors_{std::move(errors)} {}

  [[nodiscard]] const std::vector<std::string>& errors() const { return errors_; }

 private:
  static std::string joined(const std::vector<std::string>& errors) {
    std::string lines;
    for (const std::string& error : errors) {
      if (!lines.empty()) lines += '\n';
      lines += error;
    }
    return lines;
  }

  std::vector<std::string> errors_;
};

}  // namespace homecluster::program
