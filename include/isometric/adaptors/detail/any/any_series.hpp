#pragma once

#include <isometric/adaptors/detail/any/any_value.hpp>
#include <isometric/adaptors/detail/dropped_family.hpp>
#include <isometric/contract/bulk_series.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/metric_type.hpp>

#include <cstddef>
#include <cstdint>

// The handles and blocks of a sink whose type is not known.
namespace isometric::inline v1::detail {

/// What a series of one type of metric cannot do is null, and never called.
struct AnySeriesTable : AnyLife {
  void (*inc)(const void* series) noexcept = nullptr;
  void (*inc_by)(const void* series, double amount) noexcept = nullptr;
  void (*dec)(const void* series, double amount) noexcept = nullptr;
  void (*set)(const void* series, double value) noexcept = nullptr;
  void (*observe)(const void* series, double value) noexcept = nullptr;
  void (*observe_times)(const void* series, double value, std::uint64_t times) noexcept = nullptr;
  void (*refuse)(const void* series) noexcept = nullptr;
  bool (*is_empty)(const void* series) noexcept = nullptr;
  double (*value)(const void* series) noexcept = nullptr;
  std::uint64_t (*count)(const void* series) = nullptr;
  double (*sum)(const void* series) = nullptr;
};

/// What cannot be read is not known; but of nothing there is nothing.
template <class Series>
double unreadable_value(const Series& series) noexcept {
  return double_of(is_empty_series(series) ? 0 : bits_of_nan);
}

template <MetricType Type, class Series>
constexpr AnySeriesTable make_any_series_table() noexcept {
  AnySeriesTable table{any_life<Series>()};
  table.refuse = [](const void* series) noexcept { kept_value<Series>(series).refuse(); };
  table.is_empty = [](const void* series) noexcept {
    return is_empty_series(kept_value<Series>(series));
  };
  if constexpr (Type == MetricType::counter) {
    table.inc = [](const void* series) noexcept { kept_value<Series>(series).inc(); };
  }
  if constexpr (Type == MetricType::counter || Type == MetricType::gauge) {
    table.inc_by = [](const void* series, double amount) noexcept {
      kept_value<Series>(series).inc(amount);
    };
    table.value = [](const void* series) noexcept {
      if constexpr (ReadableNumberSeries<Series>) {
        return kept_value<Series>(series).value();
      } else {
        return unreadable_value(kept_value<Series>(series));
      }
    };
  }
  if constexpr (Type == MetricType::gauge) {
    table.dec = [](const void* series, double amount) noexcept {
      kept_value<Series>(series).dec(amount);
    };
    table.set = [](const void* series, double value) noexcept {
      kept_value<Series>(series).set(value);
    };
  }
  if constexpr (Type == MetricType::histogram || Type == MetricType::summary) {
    table.observe = [](const void* series, double value) noexcept {
      kept_value<Series>(series).observe(value);
    };
    table.observe_times = [](const void* series, double value, std::uint64_t times) noexcept {
      observe_times(kept_value<Series>(series), value, times);
    };
    table.count = [](const void* series) -> std::uint64_t {
      if constexpr (ReadableObservingSeries<Series>) {
        return kept_value<Series>(series).count();
      } else {
        return 0;
      }
    };
    table.sum = [](const void* series) {
      if constexpr (ReadableObservingSeries<Series>) {
        return kept_value<Series>(series).sum();
      } else {
        return unreadable_value(kept_value<Series>(series));
      }
    };
  }
  return table;
}

/// Of no series, whatever the type of metric.
constexpr AnySeriesTable make_empty_series_table() noexcept {
  AnySeriesTable table = make_any_series_table<MetricType::gauge, DroppedSeries>();
  const AnySeriesTable counter = make_any_series_table<MetricType::counter, DroppedSeries>();
  const AnySeriesTable histogram = make_any_series_table<MetricType::histogram, DroppedSeries>();
  table.inc = counter.inc;
  table.observe = histogram.observe;
  table.observe_times = histogram.observe_times;
  table.count = histogram.count;
  table.sum = histogram.sum;
  return table;
}

inline constexpr AnySeriesTable empty_series_table = make_empty_series_table();

template <MetricType Type, class Series>
inline constexpr AnySeriesTable any_series_table = make_any_series_table<Type, Series>();

class AnySeries : public AnyValue<AnySeriesTable> {
 public:
  AnySeries() noexcept : AnyValue(empty_series_table, [] { return DroppedSeries(); }) {}
  using AnyValue::AnyValue;

  void inc() const noexcept { table().inc(bytes()); }
  void inc(double amount) const noexcept { table().inc_by(bytes(), amount); }
  void dec(double amount) const noexcept { table().dec(bytes(), amount); }
  void set(double value) const noexcept { table().set(bytes(), value); }
  void observe(double value) const noexcept { table().observe(bytes(), value); }
  void observe(double value, std::uint64_t times) const noexcept {
    table().observe_times(bytes(), value, times);
  }
  void refuse() const noexcept { table().refuse(bytes()); }

  [[nodiscard]] bool is_empty() const noexcept { return table().is_empty(bytes()); }

  [[nodiscard]] double value() const noexcept { return table().value(bytes()); }
  [[nodiscard]] std::uint64_t count() const { return table().count(bytes()); }
  [[nodiscard]] double sum() const { return table().sum(bytes()); }
};

/// Of the series that `make()` gives.
template <MetricType Type, class Make>
AnySeries make_any_series(const Make& make) {
  return AnySeries(any_series_table<Type, decltype(make())>, make);
}

/// The same; if memory is out, one that shows nowhere.
template <MetricType Type, class Make>
AnySeries make_any_series_or_none(const Make& make) noexcept {
  const auto keep = [&] { return make_any_series<Type>(make); };
  if constexpr (is_kept_in_place<decltype(make())>) {
    return keep();
  } else {
    return try_or(keep, [] { return make_any_series<Type>([] { return DroppedSeries(); }); });
  }
}

struct AnyBlockTable : AnyLife {
  AnySeries (*series)(const void* block, std::size_t closed_index) noexcept = nullptr;
};

template <MetricType Type, class Block>
constexpr AnyBlockTable make_any_block_table() noexcept {
  AnyBlockTable table{any_life<Block>()};
  table.series = [](const void* block, std::size_t closed_index) noexcept {
    return make_any_series_or_none<Type>(
        [=] { return kept_value<Block>(block).series(closed_index); });
  };
  return table;
}

template <MetricType Type, class Block>
inline constexpr AnyBlockTable any_block_table = make_any_block_table<Type, Block>();

class AnyBlock : public AnyValue<AnyBlockTable> {
 public:
  using AnyValue::AnyValue;

  AnySeries series(std::size_t closed_index) const noexcept {
    return table().series(bytes(), closed_index);
  }
};

}  // namespace isometric::inline v1::detail
