#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/family/bounds_rules.hpp>
#include <isometric/sinks/detail/family/gauge_or_info.hpp>
#include <isometric/sinks/detail/prometheus/metric_reading.hpp>
#include <isometric/sinks/detail/prometheus/summary_arguments.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/counter.h>
#include <prometheus/detail/builder.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/labels.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>
#include <prometheus/summary.h>

#include <concepts>
#include <cstddef>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// What the rest of isometric asks of prometheus-cpp, whose metric classes have no base in common.
namespace isometric::inline v1::detail {

/// Best in order of name.
[[gnu::__noinline__]] inline void add_label(prometheus::Labels& labels, std::string_view name,
                                            std::string_view value) {
  labels.emplace_hint(labels.end(), name, value);
}

[[gnu::__noinline__]] inline prometheus::Labels backend_labels(const SeriesName& series) {
  prometheus::Labels labels;
  for (const auto& place : series.layout.places()) {
    add_label(labels, series.layout.name(place),
              series.layout.value(place, series.open_values, series.closed_index));
  }
  return labels;
}

/// The builders of one registry. They keep the memory that they once took, because most of what
/// prometheus-cpp spends on a family is on copies of its name and help. None of them is ever given
/// labels, which it would keep. Not thread-safe.
class FamilyBuilders {
  template <class Metric>
  using Builder = prometheus::detail::Builder<Metric>;
  using Model = Builder<prometheus::Counter>;

 public:
  FamilyBuilders() noexcept = default;
  FamilyBuilders(const FamilyBuilders&) = delete;
  FamilyBuilders& operator=(const FamilyBuilders&) = delete;
  ~FamilyBuilders() {
    for (Slot& slot : slots_) {
      if (slot.destroy != nullptr) slot.destroy(slot.memory);
    }
  }

  /// Made when it is first asked for. `place` is below 4, another one for each class.
  template <class Metric>
  Builder<Metric>& of(std::size_t place) {
    static_assert(sizeof(Builder<Metric>) == sizeof(Model));
    Slot& slot = slots_[place];
    if (slot.destroy == nullptr) {
      new (slot.memory) Builder<Metric>();
      slot.destroy = [](void* builder) noexcept {
        static_cast<Builder<Metric>*>(builder)->~Builder<Metric>();
      };
    }
    return *std::launder(reinterpret_cast<Builder<Metric>*>(slot.memory));
  }

  std::string name;  ///< for who calls, to keep its memory as well
  std::string help;

 private:
  struct Slot {
    void (*destroy)(void*) noexcept = nullptr;
    alignas(Model) std::byte memory[sizeof(Model)];
  };

  Slot slots_[4];
};

/// One metric class of prometheus-cpp, and how a registry keeps it.
struct RegistryBackend : Backend {
  /// Registers, or finds, the family of the builders' name and help. Throws std::invalid_argument,
  /// with a text that names nothing, if the name is taken by another type or with other constant
  /// labels.
  void* (*register_family)(FamilyBuilders& builders, prometheus::Registry& registry,
                           const prometheus::Labels& constant);
  void (*remove_family)(prometheus::Registry& registry, void* family);
  std::vector<prometheus::MetricFamily> (*collect_family)(const void* family);
};

template <class Metric>
concept BackendMetric =
    std::same_as<Metric, prometheus::Counter> || std::same_as<Metric, prometheus::Gauge> ||
    std::same_as<Metric, prometheus::Histogram> || std::same_as<Metric, prometheus::Summary>;

template <BackendMetric Metric>
struct BackendOf<Metric> {
  using Family = prometheus::Family<Metric>;

  static constexpr bool is_counter = std::is_same_v<Metric, prometheus::Counter>;
  static constexpr bool is_gauge = std::is_same_v<Metric, prometheus::Gauge>;
  static constexpr bool is_histogram = std::is_same_v<Metric, prometheus::Histogram>;
  static constexpr std::size_t place = is_counter ? 0 : is_gauge ? 1 : is_histogram ? 2 : 3;

  /// Calls `make` with what the constructor of the metric takes for a family that is described so.
  template <class Make>
  static auto construct(const FamilyDescriptor& family, const Make& make) {
    if constexpr (is_histogram) {
      return make(typename Metric::BucketBoundaries(family.buckets.begin(), family.buckets.end()));
    } else if constexpr (is_gauge) {
      return make(first_value_of_gauge(family));
    } else if constexpr (is_counter) {
      return make();
    } else {
      return with_quantiles<Metric>(family, make);
    }
  }

  static void* register_family(FamilyBuilders& builders, prometheus::Registry& registry,
                               const prometheus::Labels& constant) {
    if (!constant.empty()) {
      return &prometheus::detail::Builder<Metric>()
                  .Name(builders.name)
                  .Help(builders.help)
                  .Labels(constant)
                  .Register(registry);
    }
    return &builders.of<Metric>(place).Name(builders.name).Help(builders.help).Register(registry);
  }
  static void remove_family(prometheus::Registry& registry, void* family) {
    registry.Remove(*static_cast<Family*>(family));
  }
  static std::vector<prometheus::MetricFamily> collect_family(const void* family) {
    return static_cast<const Family*>(family)->Collect();
  }
  static void* add_series(const FamilyDescriptor& described, void* family,
                          const SeriesName& series) {
    const prometheus::Labels labels = backend_labels(series);
    return construct(described, [&](const auto&... arguments) -> void* {
      return &static_cast<Family*>(family)->Add(labels, arguments...);
    });
  }
  static void* new_hidden_series(const FamilyDescriptor& described, void*) {
    return construct(described,
                     [](const auto&... arguments) -> void* { return new Metric(arguments...); });
  }
  static void delete_hidden_series(void* series) noexcept { delete static_cast<Metric*>(series); }

  static void increment(void* series) noexcept { static_cast<Metric*>(series)->Increment(); }
  static void read_histograms(const void* const* series, std::size_t count, const FamilyDescriptor&,
                              HistogramSample* into) {
    for (std::size_t i = 0; i < count; ++i) {
      copy_histogram(static_cast<const Metric*>(series[i])->Collect().histogram, into[i]);
    }
  }

  static constexpr RegistryBackend table() noexcept {
    RegistryBackend made{};
    made.has_pointers = true;
    made.register_family = register_family;
    made.remove_family = remove_family;
    made.collect_family = collect_family;
    made.add_series = add_series;
    made.new_hidden_series = new_hidden_series;
    made.delete_hidden_series = delete_hidden_series;
    if constexpr (is_counter) made.increment = increment;
    if constexpr (is_counter || is_gauge) made.read_values = read_values_of_metrics<Metric>;
    if constexpr (is_histogram) {
      made.read_histograms = read_histograms;
      made.bounds = bounds_rules<MetricType::histogram>();
    }
    if constexpr (place == 3) {
      made.read_summary = read_metric_summary<Metric, SummarySample>;
      made.bounds = bounds_rules<MetricType::summary>();
    }
    return made;
  }
};

}  // namespace isometric::inline v1::detail
