#pragma once

#include "complaints.hpp"
#include "manifests.hpp"

namespace homecluster::program {

/// Names that are given twice, with both places.
void check_names(const Manifests& manifests, Complaints& errors);

/// Nodes of a group that does not exist.
void check_groups_of_nodes(const Manifests& manifests, Complaints& errors);

}  // namespace homecluster::program
