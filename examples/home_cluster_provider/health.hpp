#pragma once

#include "http_message.hpp"

#include <string_view>

namespace homecluster::program {

/// Where an orchestrator asks whether the program is alive. It is if it answers: it starts to once
/// its manifests are read and its servers are up.
inline constexpr std::string_view health_path = "/healthz";

[[nodiscard]] HttpResponse health(std::string_view method);

}  // namespace homecluster::program
