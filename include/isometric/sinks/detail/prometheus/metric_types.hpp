#pragma once

#include <isometric/description/metric_type.hpp>

#include <prometheus/metric_type.h>

// The types of metrics here and in prometheus-cpp.
namespace isometric::inline v1::detail {

inline prometheus::MetricType backend_type(MetricType type) noexcept {
  switch (type) {
    case MetricType::counter: return prometheus::MetricType::Counter;
    case MetricType::histogram: return prometheus::MetricType::Histogram;
    case MetricType::summary: return prometheus::MetricType::Summary;
    case MetricType::unknown: return prometheus::MetricType::Untyped;
    case MetricType::gauge:
    case MetricType::info: break;
  }
  return prometheus::MetricType::Gauge;
}

inline MetricType metric_type(prometheus::MetricType type) noexcept {
  using Theirs = prometheus::MetricType;
  if (type == Theirs::Counter) return MetricType::counter;
  if (type == Theirs::Histogram) return MetricType::histogram;
  if (type == Theirs::Summary) return MetricType::summary;
  if (type == Theirs::Gauge) return MetricType::gauge;
  if (type == Theirs::Untyped) return MetricType::unknown;
  return MetricType::info;  // by name it exists from prometheus-cpp 1.1 on
}

}  // namespace isometric::inline v1::detail
