#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace homecluster::program {

/// Reads a duration as Go writes it, which is how Kubernetes objects hold durations: one or more
/// decimal numbers, each with a unit (`h`, `m`, `s`, `ms`, `us` or `µs`, `ns`), such as `30s`,
/// `1h30m` or `1.5h`; a lone `0` needs no unit. What is finer than a nanosecond is cut off.
///
/// Differs from Go's time.ParseDuration in one way: a minus sign is refused, since no duration
/// here can be negative.
///
/// Throws InvalidText when the text is no such duration, or one of more than about 292 years.
[[nodiscard]] std::chrono::nanoseconds parse_go_duration(std::string_view text);

/// Writes a duration as Go's Duration.String does: `2m0s`, `1h30m0s`, `1.5s`, `100ms`, `0s`.
/// parse_go_duration reads it back as the same value. `duration` must not be negative.
[[nodiscard]] std::string to_go_duration(std::chrono::nanoseconds duration);

}  // namespace homecluster::program
