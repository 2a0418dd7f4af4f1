#pragma once

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace homecluster::program {

/// The JSON object in a request's body, read strictly: whoever mistypes a field is told so, and
/// nothing is guessed. Every problem is an ApiError INVALID_ARGUMENT.
class RequestBody {
 public:
  /// Throws when `text` is no JSON object, names a field twice, or has a field that is not among
  /// `fields`. An empty text counts as `{}`.
  RequestBody(std::string_view text, const std::set<std::string_view>& fields);

  /// A whole number in the range of int. 2.0 is none.
  [[nodiscard]] int integer(const char* field) const;

  /// A list of one text or more.
  [[nodiscard]] std::vector<std::string> texts(const char* field) const;

 private:
  [[nodiscard]] const nlohmann::json& require(const char* field, std::string_view expected) const;

  // Not ordered: looking up a field is then a search through all of them, and a body may have many.
  nlohmann::json object_;
};

}  // namespace homecluster::program
