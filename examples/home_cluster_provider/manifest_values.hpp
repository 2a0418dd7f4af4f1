#pragma once

#include <homecluster/cluster.hpp>

#include <string>
#include <string_view>

namespace homecluster::program {

// The single values of manifests. All throw InvalidText.

[[nodiscard]] bool parse_flag(std::string_view text);

/// To a YAML 1.1 parser an unquoted `on` is the boolean true, and a tool that writes such a
/// manifest back says `true`. The operator takes both spellings, and so does this program.
[[nodiscard]] PowerState parse_power_state(std::string_view text);

/// The operator writes two of them without the underscore.
[[nodiscard]] Progress parse_progress(std::string_view text);

[[nodiscard]] std::string parse_health(std::string_view text);

/// What Kubernetes accepts as the name of such an object (RFC 1123).
[[nodiscard]] std::string parse_object_name(std::string_view text);

}  // namespace homecluster::program
