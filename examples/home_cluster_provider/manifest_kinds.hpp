#pragma once

#include "manifests.hpp"
#include "yaml_fields.hpp"

namespace homecluster::program {

/// What a document of kind Group or Node says. Both throw ManifestError for the first field that is
/// missing or wrong.
[[nodiscard]] GroupManifest read_group(const YamlFields& document);
[[nodiscard]] NodeManifest read_node(const YamlFields& document);

/// The fields of the document's spec that nobody here knows, as warnings.
[[nodiscard]] std::vector<std::string> unknown_group_fields(const YamlFields& document);
[[nodiscard]] std::vector<std::string> unknown_node_fields(const YamlFields& document);

}  // namespace homecluster::program
