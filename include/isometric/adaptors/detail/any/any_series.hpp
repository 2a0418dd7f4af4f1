#pragma once

#include <isometric/adaptors/detail/any/any_value.hpp>
#include <isometric/adaptors/detail/dropped_family.hpp>
#include <isometric/description/metric_type.hpp>

#include <cstddef>

// The handles and blocks of a sink whose type is not known.
namespace isometric::inline v1::detail {

/// What a series of one type of metric cannot do is null, and never called.
struct AnySeriesTable : AnyLife {
  void (*inc)(const void* series) noexcept = nullptr;
  void (*inc_by)(const void* series, double amount) noexcept = nullptr;
  void (*dec)(const void* series, double amount) noexcept = nullptr;
  void (*set)(const void* series, double value) noexcept = nullptr;
  void (*observe)(const void* series, double value) noexcept = nullptr;
  void (*refuse)(const void* series) noexcept = nullptr;
};

template <MetricType Type, class Series>
constexpr AnySeriesTable make_any_series_table() noexcept {
  AnySeriesTable table{any_life<Series>()};
  table.refuse = [](const void* series) noexcept { kept_value<Series>(series).refuse(); };
  if constexpr (Type == MetricType::counter) {
    table.inc = [](const void* series) noexcept { kept_value<Series>(series).inc(); };
  }
  if constexpr (Type == MetricType::counter || Type == MetricType::gauge) {
    table.inc_by = [](const void* series, double amount) noexcept {
      kept_value<Series>(series).inc(amount);
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
  }
  return table;
}

template <MetricType Type, class Series>
inline constexpr AnySeriesTable any_series_table = make_any_series_table<Type, Series>();

class AnySeries : public AnyValue<AnySeriesTable> {
 public:
  using AnyValue::AnyValue;

  void inc() const noexcept { table().inc(bytes()); }
  void inc(double amount) const noexcept { table().inc_by(bytes(), amount); }
  void dec(double amount) const noexcept { table().dec(bytes(), amount); }
  void set(double value) const noexcept { table().set(bytes(), value); }
  void observe(double value) const noexcept { table().observe(bytes(), value); }
  void refuse() const noexcept { table().refuse(bytes()); }
};

/// Of the series that `make()` gives.
template <MetricType Type, class Make>
AnySeries make_any_series(const Make& make) {
  return AnySeries(any_series_table<Type, decltype(make())>, make);
}

/// The same; if memory is out, one that shows nowhere.
template <MetricType Type, class Make>
AnySeries make_any_series_or_none(const Make& make) noexcept {
#if defined(__cpp_exceptions)
  if constexpr (!is_kept_in_place<decltype(make())>) {
    try {
      return make_any_series<Type>(make);
    } catch (...) {
      return make_any_series<Type>([] { return DroppedSeries(); });
    }
  }
#endif
  return make_any_series<Type>(make);
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
