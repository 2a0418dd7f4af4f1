#include "manifest_values.hpp"

#include "quoted_text.hpp"

#include <algorithm>

namespace homecluster::program {

bool parse_flag(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  throw InvalidText{"true or false", text};
}

PowerState parse_power_state(std::string_view text) {
  if (text == "on" || text == "true") return PowerState::on;
  if (text == "off" || text == "false") return PowerState::off;
  throw InvalidText{"on or off", text};
}

Progress parse_progress(std::string_view text) {
  if (text == "ready") return Progress::ready;
  if (text == "starting_up" || text == "startingup") return Progress::starting_up;
  if (text == "shutting_down" || text == "shuttingdown") return Progress::shutting_down;
  if (text == "shutdown") return Progress::shutdown;
  throw InvalidText{"ready, starting_up, shutting_down or shutdown", text};
}

std::string parse_health(std::string_view text) {
  if (text == "healthy" || text == "offline" || text == "unknown") return std::string{text};
  throw InvalidText{"healthy, offline or unknown", text};
}

std::string parse_object_name(std::string_view text) {
  constexpr std::string_view expectation =
      "a Kubernetes object name (at most 253 of a-z, 0-9, '-' and '.', first and last a-z or 0-9)";
  const auto is_alphanumeric = [](char character) {
    return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
  };
  const bool valid = text.size() <= 253 && is_alphanumeric(text.front()) &&
                     is_alphanumeric(text.back()) && std::ranges::all_of(text, [&](char character) {
                       return is_alphanumeric(character) || character == '-' || character == '.';
                     });
  if (!valid) throw InvalidText{expectation, text};
  return std::string{text};
}

}  // namespace homecluster::program
