#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace homecluster::program {

/// Reads a time as RFC 3339 has it, which is how Kubernetes writes times: `2026-03-01T06:30:00Z`,
/// with an offset instead of the `Z` (`+01:00`), with or without a fraction of the second.
///
/// Throws InvalidText when the text is no such time, when the day does not exist, or when it lies
/// outside the years 1970 to 2261 (the range of the system clock's nanoseconds).
[[nodiscard]] std::chrono::system_clock::time_point parse_rfc3339(std::string_view text);

/// Writes a time in UTC, in whole seconds: `2026-03-01T06:30:00Z`.
[[nodiscard]] std::string to_rfc3339(std::chrono::system_clock::time_point time);

}  // namespace homecluster::program
