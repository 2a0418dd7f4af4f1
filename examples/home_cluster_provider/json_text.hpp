#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace homecluster::program {

/// Fields appear in the order in which they were written, not sorted.
using Json = nlohmann::ordered_json;

/// One line, ended by a newline so that a shell's prompt does not stick to it. Bytes that are no
/// UTF-8 become U+FFFD instead of an exception.
[[nodiscard]] inline std::string to_json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace homecluster::program
