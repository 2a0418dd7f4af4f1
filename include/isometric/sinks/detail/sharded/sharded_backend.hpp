#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>
#include <isometric/sinks/detail/family/bounds_rules.hpp>
#include <isometric/sinks/detail/prometheus/metric_reading.hpp>
#include <isometric/sinks/detail/prometheus/summary_arguments.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/sharded/sharded_families.hpp>
#include <isometric/sinks/detail/sharded/sharded_handles.hpp>

#include <cstddef>
#include <memory>

// What the series of a ShardedSink are made of, class by class. The family owns it; a series that
// shows nowhere is one of the family's like others.
namespace isometric::inline v1::detail {

template <class Of, class Family>
struct ShardedBackend {
  static void* make_family(const FamilyDescriptor& described) { return new Family(described); }
  static void delete_family(void* family) noexcept { delete static_cast<Family*>(family); }
  static void* add_series(const FamilyDescriptor& described, void* family,
                          const SeriesName& series) {
    const std::size_t to_come = series.layout.closed_count() - series.closed_index;
    return Of::add(described, *static_cast<Family*>(family), to_come);
  }
  static void* new_hidden_series(const FamilyDescriptor& described, void* family) {
    return Of::add(described, *static_cast<Family*>(family), 1);
  }
  static void delete_hidden_series(void*) noexcept {}

  static constexpr Backend basic_table() noexcept {
    Backend made{};
    made.make_family = make_family;
    made.delete_family = delete_family;
    made.add_series = add_series;
    made.new_hidden_series = new_hidden_series;
    made.delete_hidden_series = delete_hidden_series;
    return made;
  }
};

struct CounterFamilyCells : SeriesCells {
  explicit CounterFamilyCells(const FamilyDescriptor&) noexcept : SeriesCells(1) {}
};

template <>
struct BackendOf<ShardedCounter> : ShardedBackend<BackendOf<ShardedCounter>, CounterFamilyCells> {
  static void* add(const FamilyDescriptor&, CounterFamilyCells& family, std::size_t to_come) {
    return word_of(family.add(to_come));
  }
  static void increment(void* series) noexcept { add_one(cell_place_of(series)); }
  static double value(const void* series) { return read_counter(cell_place_of(series)); }
  static void prefetch(const void* series) noexcept { prefetch_cells(cell_place_of(series)); }

  static constexpr Backend table() noexcept {
    Backend made = basic_table();
    made.increment = increment;
    made.value = value;
    made.prefetch = prefetch;
    return made;
  }
};

using GaugeFamilyValues = OwnedMetrics<ShardedGauge::Value>;

template <>
struct BackendOf<ShardedGauge> : ShardedBackend<BackendOf<ShardedGauge>, GaugeFamilyValues> {
  static void* add(const FamilyDescriptor& described, GaugeFamilyValues& family, std::size_t) {
    // An info from the start, in case that a scrape comes before its only update.
    return &family.add(described.type == MetricType::info ? 1.0 : 0.0);
  }
  static double value(const void* series) {
    // relaxed: as an update
    return static_cast<const ShardedGauge::Value*>(series)->load(std::memory_order_relaxed);
  }

  static constexpr Backend table() noexcept {
    Backend made = basic_table();
    made.value = value;
    return made;
  }
};

template <>
struct BackendOf<ShardedHistogram>
    : ShardedBackend<BackendOf<ShardedHistogram>, HistogramFamilyCells> {
  static void* add(const FamilyDescriptor&, HistogramFamilyCells& family, std::size_t to_come) {
    return word_of(family.cells.add(to_come));
  }
  template <class Sample = HistogramSample>
  static void read_histogram(const void* series, const FamilyDescriptor& described, Sample& into) {
    const std::size_t count = described.buckets.size();
    const bool has_infinity = count != 0 && !is_finite(described.buckets[count - 1]);
    into.buckets.resize(has_infinity ? count : count + 1);
    into.buckets[into.buckets.size() - 1].upper_bound = infinity;
    for (std::size_t i = 0; i < count; ++i) into.buckets[i].upper_bound = described.buckets[i];
    read_histogram_cells(cell_place_of(series), into);
  }

  static void prefetch(const void* series) noexcept { prefetch_cells(cell_place_of(series)); }

  static constexpr Backend table() noexcept {
    Backend made = basic_table();
    made.prefetch = prefetch;
    made.read_histogram = read_histogram<HistogramSample>;
    made.bounds = bounds_rules<MetricType::histogram>();
    return made;
  }
};

template <class Summary>
struct BackendOf<ShardedSummaryOf<Summary>>
    : ShardedBackend<BackendOf<ShardedSummaryOf<Summary>>, OwnedMetrics<Summary>> {
  static void* add(const FamilyDescriptor& described, OwnedMetrics<Summary>& family, std::size_t) {
    return with_quantiles<Summary>(described, [&family](const auto&... arguments) -> void* {
      return &family.add(arguments...);
    });
  }
  static void read_summary(const void* series, SummarySample& into) {
    copy_summary(static_cast<const Summary*>(series)->Collect().summary, into);
  }

  static constexpr Backend table() noexcept {
    Backend made = BackendOf::basic_table();
    made.read_summary = read_summary;
    made.bounds = bounds_rules<MetricType::summary>();
    return made;
  }
};

}  // namespace isometric::inline v1::detail
