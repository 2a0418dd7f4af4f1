#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

namespace benchmarks {

/// Times in nanoseconds, each of one operation.
using Latencies = std::vector<float>;

inline float nanoseconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<float, std::nano>(time).count();
}

/// What half of the operations keep to, and all but one of a hundred or of a thousand.
struct Percentiles {
  double p50 = 0;
  double p99 = 0;
  double p99_9 = 0;
};

/// 0 of no operations.
inline double percentile(Latencies& latencies, double share) {
  if (latencies.empty()) return 0;
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(latencies.size() - 1));
  std::ranges::nth_element(latencies, latencies.begin() + place);
  return static_cast<double>(latencies[static_cast<std::size_t>(place)]);
}

inline Percentiles percentiles(Latencies latencies) {
  return {percentile(latencies, 0.5), percentile(latencies, 0.99), percentile(latencies, 0.999)};
}

/// As a table has it.
inline std::string microseconds(double nanoseconds) {
  char text[32];
  std::snprintf(text, sizeof text, nanoseconds < 1e6 ? "%.4g" : "%.0f", nanoseconds / 1e3);
  return text;
}

}  // namespace benchmarks
