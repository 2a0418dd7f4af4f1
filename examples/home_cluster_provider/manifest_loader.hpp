#pragma once

#include "manifest_files.hpp"
#include "manifests.hpp"

#include <span>

namespace homecluster::program {

/// Reads manifests of apiVersion infra.homecluster.dev/v1alpha1: YAML, several documents a file, of
/// the kinds Group and Node, also as the items of a List. Documents of other APIs, other kinds and
/// none, and fields of a spec that nobody here knows, are skipped with a warning.
///
/// Throws InvalidManifests, which lists every broken document with file, line and field, every
/// name that is given twice (with both places) and every node of an unknown group; of these, as of
/// the warnings, the first hundred.
[[nodiscard]] Manifests parse_manifests(std::span<const ManifestText> texts);

}  // namespace homecluster::program
