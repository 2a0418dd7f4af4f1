#include "program_version.hpp"

namespace homecluster::program {

const std::string_view program_version = HOME_CLUSTER_VERSION;
const std::string_view program_revision = HOME_CLUSTER_REVISION;

}  // namespace homecluster::program
