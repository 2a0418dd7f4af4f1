#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/bounds_rules.hpp>

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

#include <chrono>
#include <cstddef>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// What the rest of isometric asks of prometheus-cpp. Families and metrics travel as `void*`, with a
// table of functions beside them: prometheus-cpp offers no base, and the ledger treats all metric
// classes alike. Whoever declares a family brings the table of its class, and so nobody compiles
// those of others.
namespace isometric::inline v1::detail {

/// Best in order of name.
[[gnu::__noinline__]] inline void add_label(prometheus::Labels& labels, std::string_view name,
                                            std::string_view value) {
  labels.emplace_hint(labels.end(), name, value);
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

/// One metric class of prometheus-cpp.
struct Backend {
  /// Registers, or finds, the family of the builders' name and help. Throws std::invalid_argument,
  /// with a text that names nothing, if the name is taken by another type or with other constant
  /// labels.
  void* (*register_family)(FamilyBuilders& builders, prometheus::Registry& registry,
                           const prometheus::Labels& constant);
  void (*remove_family)(prometheus::Registry& registry, void* family);
  std::vector<prometheus::MetricFamily> (*collect_family)(const void* family);
  /// Makes, or finds, a series of a family.
  void* (*add_series)(const FamilyDescriptor& described, void* family,
                      const prometheus::Labels& labels);
  /// Makes a metric that belongs to no family and shows in no scrape.
  void* (*new_hidden_series)(const FamilyDescriptor& described);
  void (*delete_hidden_series)(void* series) noexcept;
  /// The value of a counter or gauge; null for others.
  double (*value)(const void* series);
  /// What a series of the others holds; null for counters and gauges.
  prometheus::ClientMetric (*collect)(const void* series);
  BoundsRules bounds;
};

/// Calls `make` with what the constructor of a summary takes.
template <class Summary, class Make, class Milliseconds = std::chrono::milliseconds>
auto with_quantiles(const FamilyDescriptor& family, const Make& make) {
  typename Summary::Quantiles quantiles;
  for (const auto& [quantile, error] : family.quantiles) quantiles.emplace_back(quantile, error);
  // Without quantiles, too, prometheus-cpp keeps what it observed, and sorts it in ever more time.
  // A short window makes it forget: to forget once costs 3 ns, for each window since the last.
  if (quantiles.empty()) return make(quantiles, Milliseconds(100), 1);
  const std::chrono::duration<double> max_age(family.window.max_age_seconds);
  return make(quantiles, std::chrono::round<Milliseconds>(max_age), family.window.age_buckets);
}

/// Calls `make` with what the constructor of `Metric` takes for a family that is described so.
template <class Metric, class Make>
auto with_constructor_arguments(const FamilyDescriptor& family, const Make& make) {
  if constexpr (std::is_same_v<Metric, prometheus::Histogram>) {
    return make(typename Metric::BucketBoundaries(family.buckets.begin(), family.buckets.end()));
  } else if constexpr (std::is_same_v<Metric, prometheus::Summary>) {
    return with_quantiles<Metric>(family, make);
  } else if constexpr (std::is_same_v<Metric, prometheus::Gauge>) {
    // An info from the start, in case that a scrape comes before its only update.
    return make(family.type == MetricType::info ? 1.0 : 0.0);
  } else {
    return make();
  }
}

/// Whether it is read by its value, or holds more than one number.
template <class Metric>
inline constexpr bool is_number =
    std::is_same_v<Metric, prometheus::Counter> || std::is_same_v<Metric, prometheus::Gauge>;

template <class Metric>
struct BackendOf {
  using Family = prometheus::Family<Metric>;

  static constexpr std::size_t place = std::is_same_v<Metric, prometheus::Counter>     ? 0
                                       : std::is_same_v<Metric, prometheus::Gauge>     ? 1
                                       : std::is_same_v<Metric, prometheus::Histogram> ? 2
                                                                                       : 3;

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
                          const prometheus::Labels& labels) {
    return with_constructor_arguments<Metric>(described, [&](const auto&... arguments) -> void* {
      return &static_cast<Family*>(family)->Add(labels, arguments...);
    });
  }
  static void* new_hidden_series(const FamilyDescriptor& described) {
    return with_constructor_arguments<Metric>(
        described, [](const auto&... arguments) -> void* { return new Metric(arguments...); });
  }
  static void delete_hidden_series(void* series) noexcept { delete static_cast<Metric*>(series); }

  static double value(const void* series) { return static_cast<const Metric*>(series)->Value(); }
  static prometheus::ClientMetric collect(const void* series) {
    return static_cast<const Metric*>(series)->Collect();
  }

  static constexpr Backend table() noexcept {
    Backend made{register_family,      remove_family, collect_family, add_series, new_hidden_series,
                 delete_hidden_series, nullptr,       nullptr,        {}};
    if constexpr (is_number<Metric>) {
      made.value = value;
    } else {
      made.collect = collect;
      constexpr bool is_histogram = std::is_same_v<Metric, prometheus::Histogram>;
      made.bounds = bounds_rules<is_histogram ? MetricType::histogram : MetricType::summary>();
    }
    return made;
  }
};

template <class Metric>
inline constexpr Backend backend_of = BackendOf<Metric>::table();

}  // namespace isometric::inline v1::detail
