#pragma once

#include <isometric/description/detail/escape.hpp>
#include <isometric/description/family_descriptor.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/labels.h>
#include <prometheus/metric_type.h>
#include <prometheus/registry.h>
#include <prometheus/summary.h>

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// What the rest of isometric asks of prometheus-cpp. Families and metrics travel as `void*` with
// their type beside them: the ledger treats all types alike, and prometheus-cpp offers no base.
namespace isometric::inline v1::detail {

/// Calls `use` with a null pointer to the backend's class for `type`, as a tag.
template <class Use>
decltype(auto) with_metric_class(MetricType type, const Use& use) {
  switch (type) {
    case MetricType::counter: return use(static_cast<prometheus::Counter*>(nullptr));
    case MetricType::histogram: return use(static_cast<prometheus::Histogram*>(nullptr));
    case MetricType::summary: return use(static_cast<prometheus::Summary*>(nullptr));
    case MetricType::gauge:
    case MetricType::info:
    case MetricType::unknown: break;
  }
  return use(static_cast<prometheus::Gauge*>(nullptr));
}

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

inline prometheus::Labels backend_labels(std::span<const ConstantLabel> labels) {
  prometheus::Labels map;
  for (const auto& label : labels) map.emplace(label.name, label.value);
  return map;
}

/// Registers families. It keeps the memory that it once took, because most of what prometheus-cpp
/// spends on a family is on copies of its name and help.
class FamilyBuilder {
 public:
  /// Registers, or finds, a family. Throws std::invalid_argument, with a text that names nothing,
  /// if the name is taken by another type or with other constant labels.
  void* register_family(prometheus::Registry& registry, MetricType type, std::string_view name,
                        std::string_view help, const prometheus::Labels& constant) {
    name_ = name;
    help_.clear();
    append_escaped_help(help_, help);
    return with_metric_class(type, [&]<class Metric>(Metric* tag) -> void* {
      if (!constant.empty()) {
        return &Builder<Metric>().Name(name_).Help(help_).Labels(constant).Register(registry);
      }
      decltype(auto) builder = builder_of(tag);
      return &builder.Name(name_).Help(help_).Register(registry);
    });
  }

 private:
  template <class Metric>
  using Builder = prometheus::detail::Builder<Metric>;

  // None of them is ever given labels, which it would keep.
  Builder<prometheus::Counter>& builder_of(prometheus::Counter*) { return counter_; }
  Builder<prometheus::Gauge>& builder_of(prometheus::Gauge*) { return gauge_; }
  Builder<prometheus::Histogram>& builder_of(prometheus::Histogram*) { return histogram_; }
  // Rare, so not kept: each builder adds to what a fresh sink costs.
  static Builder<prometheus::Summary> builder_of(prometheus::Summary*) { return {}; }

  std::string name_;
  std::string help_;
  Builder<prometheus::Counter> counter_;
  Builder<prometheus::Gauge> gauge_;
  Builder<prometheus::Histogram> histogram_;
};

inline void* register_family(prometheus::Registry& registry, MetricType type, std::string_view name,
                             std::string_view help, const prometheus::Labels& constant) {
  return FamilyBuilder().register_family(registry, type, name, help, constant);
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

/// Calls `make` with what the constructor of `Metric` takes for a family that is described so.
template <class Metric, class Make>
decltype(auto) with_constructor_arguments(const FamilyDescriptor& family, Make make) {
  if constexpr (std::is_same_v<Metric, prometheus::Histogram>) {
    const prometheus::Histogram::BucketBoundaries buckets(family.buckets.begin(),
                                                          family.buckets.end());
    return make(buckets);
  } else if constexpr (std::is_same_v<Metric, prometheus::Summary>) {
    using std::chrono::milliseconds;
    prometheus::Summary::Quantiles quantiles;
    for (const auto& [quantile, error] : family.quantiles) quantiles.emplace_back(quantile, error);
    // Without quantiles, too, prometheus-cpp keeps what it observed, and sorts it in ever more
    // time. A short window makes it forget: to forget once costs 3 ns, for each window since the
    // last.
    if (quantiles.empty()) return make(quantiles, milliseconds(100), 1);
    const std::chrono::duration<double> max_age(family.window.max_age_seconds);
    return make(quantiles, std::chrono::round<milliseconds>(max_age), family.window.age_buckets);
  } else if constexpr (std::is_same_v<Metric, prometheus::Gauge>) {
    // An info from the start, in case that a scrape comes before its only update.
    return make(family.type == MetricType::info ? 1.0 : 0.0);
  } else {
    return make();
  }
}

/// Makes, or finds, a series of a family.
inline void* add_series(const FamilyDescriptor& described, void* family,
                        const prometheus::Labels& labels) {
  return with_metric_class(described.type, [&]<class Metric>(Metric*) {
    const auto add = [&](const auto&... arguments) -> void* {
      return &static_cast<prometheus::Family<Metric>*>(family)->Add(labels, arguments...);
    };
    return with_constructor_arguments<Metric>(described, add);
  });
}

/// Makes a metric that belongs to no family and shows in no scrape.
inline void* new_hidden_series(const FamilyDescriptor& described) {
  return with_metric_class(described.type, [&]<class Metric>(Metric*) {
    const auto make = [](const auto&... arguments) -> void* { return new Metric(arguments...); };
    return with_constructor_arguments<Metric>(described, make);
  });
}

inline void delete_hidden_series(MetricType type, void* series) {
  with_metric_class(type, [&]<class Metric>(Metric*) { delete static_cast<Metric*>(series); });
}

}  // namespace isometric::inline v1::detail
