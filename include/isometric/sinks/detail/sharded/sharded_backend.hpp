#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/cells/cell_gauge.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>
#include <isometric/sinks/detail/family/bounds_rules.hpp>
#include <isometric/sinks/detail/family/gauge_or_info.hpp>
#include <isometric/sinks/detail/prometheus/metric_reading.hpp>
#include <isometric/sinks/detail/prometheus/summary_arguments.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/sharded/sharded_families.hpp>
#include <isometric/sinks/detail/sharded/sharded_handles.hpp>

#include <prometheus/summary.h>

#include <cstddef>

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

/// The places of series that are read together.
struct PlacesOf {
  template <class PlaceOf>
  PlacesOf(const void* const* series, std::size_t count, const PlaceOf& place_of) noexcept {
    for (std::size_t i = 0; i < count; ++i) places[i] = place_of(series[i]);
  }
  CellPlace places[series_at_once];
};
static_assert(series_at_once <= most_read_at_once);

struct CounterFamilyCells : SeriesCells {
  explicit CounterFamilyCells(const FamilyDescriptor&) noexcept : SeriesCells(1) {}
};

template <>
struct BackendOf<ShardedCounter> : ShardedBackend<BackendOf<ShardedCounter>, CounterFamilyCells> {
  static void* add(const FamilyDescriptor&, CounterFamilyCells& family, std::size_t to_come) {
    return word_of(family.add(to_come));
  }
  static void increment(void* series) noexcept { add_one(cell_place_of(series)); }
  static void read_values(const void* const* series, std::size_t count, double* into) {
    read_counters(PlacesOf(series, count, cell_place_of).places, count, into);
  }

  static constexpr Backend table() noexcept {
    Backend made = basic_table();
    made.increment = increment;
    made.read_values = read_values;
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
  static void read_histograms(const void* const* series, std::size_t count,
                              const FamilyDescriptor& described, Sample* into) {
    for (std::size_t i = 0; i < count; ++i) put_bounds(described, into[i]);
    read_histogram_cells(PlacesOf(series, count, cell_place_of).places, count, into);
  }

  static constexpr Backend table() noexcept {
    Backend made = basic_table();
    made.read_histograms = read_histograms<HistogramSample>;
    made.bounds = bounds_rules<MetricType::histogram>();
    return made;
  }

 private:
  template <class Sample>
  static void put_bounds(const FamilyDescriptor& described, Sample& into) {
    const std::size_t count = described.buckets.size();
    const bool has_infinity = count != 0 && !is_finite(described.buckets[count - 1]);
    into.buckets.resize(has_infinity ? count : count + 1);
    into.buckets[into.buckets.size() - 1].upper_bound = infinity;
    for (std::size_t i = 0; i < count; ++i) into.buckets[i].upper_bound = described.buckets[i];
  }
};

/// Of metrics that are objects: a family owns its fixed series, and a store those that go.
template <class Of, class Metric>
struct ShardedMetricBackend : ShardedBackend<Of, OwnedMetrics<Metric>> {
  static void* add(const FamilyDescriptor& described, OwnedMetrics<Metric>& family, std::size_t) {
    return Of::construct(described, [&family](const auto&... arguments) -> void* {
      return &family.add(arguments...);
    });
  }
  static constexpr Backend basic_table() noexcept {
    Backend made = ShardedBackend<Of, OwnedMetrics<Metric>>::basic_table();
    made.has_pointers = true;
    return made;
  }
};

template <>
struct BackendOf<CellGauge> : ShardedMetricBackend<BackendOf<CellGauge>, CellGauge> {
  template <class Make>
  static auto construct(const FamilyDescriptor& family, const Make& make) {
    return make(first_value_of_gauge(family));
  }
  static constexpr Backend table() noexcept {
    Backend made = basic_table();
    made.read_values = read_values_of_metrics<CellGauge>;
    return made;
  }
};

/// prometheus-cpp's, with a table for sinks that have no registry.
struct ShardedSummaryMetric : prometheus::Summary {
  using Summary::Summary;
};

template <>
struct BackendOf<ShardedSummaryMetric>
    : ShardedMetricBackend<BackendOf<ShardedSummaryMetric>, ShardedSummaryMetric> {
  template <class Make>
  static auto construct(const FamilyDescriptor& family, const Make& make) {
    return with_quantiles<ShardedSummaryMetric>(family, make);
  }
  static constexpr Backend table() noexcept {
    Backend made = basic_table();
    made.read_summary = read_metric_summary<ShardedSummaryMetric, SummarySample>;
    made.bounds = bounds_rules<MetricType::summary>();
    return made;
  }
};

}  // namespace isometric::inline v1::detail
