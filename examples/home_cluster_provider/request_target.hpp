#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace homecluster::program {

/// What a request line asks for: `/v1/nodes/a%20b?start=1` has the path {"v1", "nodes", "a b"} and
/// the query {{"start", "1"}}.
struct RequestTarget {
  std::vector<std::string> path;  ///< empty for "/"
  std::vector<std::pair<std::string, std::string>> query;
};

/// Splits first and decodes then, so that an encoded slash belongs to the name it stands in. A `+`
/// is a plus, also in the query: times with an offset can be typed as they are.
///
/// Throws InvalidText when the target does not begin with a slash or has a broken percent escape.
[[nodiscard]] RequestTarget parse_request_target(std::string_view target);

}  // namespace homecluster::program
