#pragma once

#include <string_view>

namespace isometric::inline v1 {

/// The kind of a metric family. The order is part of the contract: tables are indexed by it.
/// `unknown` is what other code exposes without saying what it is; no instrument is.
enum class MetricType : unsigned char { counter, gauge, histogram, summary, info, unknown };

/// The type's name; "unknown" also for a value that is no enumerator.
constexpr std::string_view to_string(MetricType type) noexcept {
  switch (type) {
    case MetricType::counter: return "counter";
    case MetricType::gauge: return "gauge";
    case MetricType::histogram: return "histogram";
    case MetricType::summary: return "summary";
    case MetricType::info: return "info";
    case MetricType::unknown: break;
  }
  return "unknown";
}

}  // namespace isometric::inline v1
