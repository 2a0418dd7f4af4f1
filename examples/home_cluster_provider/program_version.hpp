#pragma once

#include <string_view>

namespace homecluster::program {

/// The project's version, and the revision of its sources or "unknown".
extern const std::string_view program_version;
extern const std::string_view program_revision;

}  // namespace homecluster::program
