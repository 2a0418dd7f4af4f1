#pragma once

#include <isometric/family_descriptor.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/labels.h>
#include <prometheus/metric_type.h>
#include <prometheus/registry.h>

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// What the rest of isometric asks of prometheus-cpp. Families and metrics travel as `void*` with
// their type beside them: the ledger treats all types alike, and prometheus-cpp offers no base.
namespace isometric {
inline namespace v1 {
namespace detail {

/// Calls `use` with a null pointer to the backend's class for `type`, as a tag.
template <class Use>
decltype(auto) with_metric_class(MetricType type, Use use) {
  switch (type) {
    case MetricType::counter: return use(static_cast<prometheus::Counter*>(nullptr));
    case MetricType::histogram: return use(static_cast<prometheus::Histogram*>(nullptr));
    default: return use(static_cast<prometheus::Gauge*>(nullptr));
  }
}

inline prometheus::MetricType backend_type(MetricType type) noexcept {
  switch (type) {
    case MetricType::counter: return prometheus::MetricType::Counter;
    case MetricType::histogram: return prometheus::MetricType::Histogram;
    default: return prometheus::MetricType::Gauge;
  }
}

inline prometheus::Labels backend_labels(std::span<const ConstantLabel> labels) {
  prometheus::Labels map;
  for (const auto& label : labels) map.emplace(label.name, label.value);
  return map;
}

/// Registers, or finds, a family. Throws std::invalid_argument, with a text that names nothing, if
/// the name is taken by another type or with other constant labels.
inline void* register_family(prometheus::Registry& registry, MetricType type, std::string_view name,
                             std::string_view escaped_help, const prometheus::Labels& constant) {
  return with_metric_class(type, [&]<class Metric>(Metric*) -> void* {
    return &prometheus::detail::Builder<Metric>{}
                .Name(std::string(name))
                .Help(std::string(escaped_help))
                .Labels(constant)
                .Register(registry);
  });
}

inline void remove_family(prometheus::Registry& registry, MetricType type, void* family) {
  with_metric_class(type, [&]<class Metric>(Metric*) {
    registry.Remove(*static_cast<prometheus::Family<Metric>*>(family));
  });
}

inline std::vector<prometheus::MetricFamily> collect_family(MetricType type, void* family) {
  return with_metric_class(type, [&]<class Metric>(Metric*) {
    return static_cast<prometheus::Family<Metric>*>(family)->Collect();
  });
}

/// Makes, or finds, a series of a family.
inline void* add_series(MetricType type, void* family, const prometheus::Labels& labels,
                        std::span<const double> buckets) {
  return with_metric_class(type, [&]<class Metric>(Metric*) -> void* {
    auto& metrics = *static_cast<prometheus::Family<Metric>*>(family);
    if constexpr (std::is_same_v<Metric, prometheus::Histogram>) {
      return &metrics.Add(labels, prometheus::Histogram::BucketBoundaries(buckets.begin(),
                                                                          buckets.end()));
    } else {
      return &metrics.Add(labels);
    }
  });
}

/// Makes a metric that belongs to no family and shows in no scrape.
inline void* new_hidden_series(MetricType type) {
  return with_metric_class(type, [&]<class Metric>(Metric*) -> void* {
    if constexpr (std::is_same_v<Metric, prometheus::Histogram>) {
      return new Metric(prometheus::Histogram::BucketBoundaries{});
    } else {
      return new Metric();
    }
  });
}

inline void delete_hidden_series(MetricType type, void* series) {
  with_metric_class(type, [&]<class Metric>(Metric*) { delete static_cast<Metric*>(series); });
}

inline prometheus::ClientMetric collect_series(MetricType type, const void* series) {
  return with_metric_class(type, [&]<class Metric>(Metric*) {
    return static_cast<const Metric*>(series)->Collect();
  });
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
