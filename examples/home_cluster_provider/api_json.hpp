#pragma once

#include "json_text.hpp"

#include <homecluster/cluster.hpp>
#include <homecluster/node_group.hpp>
#include <homecluster/status_code.hpp>

namespace homecluster::program {

/// The HTTP status that says what a gRPC code says. A FAILED_PRECONDITION is a 409 here, so that a
/// request that would be right at another time differs from one that is never right.
[[nodiscard]] int http_status(StatusCode code);

[[nodiscard]] Json to_json(const NodeGroup& group);
[[nodiscard]] Json to_json(const Node& node);

/// Durations as in the manifests.
[[nodiscard]] Json to_json(const GroupOptions& options);

}  // namespace homecluster::program
