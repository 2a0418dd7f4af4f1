#pragma once

#include <isometric/contract/readable_sink.hpp>

#include <cstdint>

// Reading one series; one worded error if its sink cannot.
namespace isometric::inline v1::detail {

template <class Series>
double read_value(const Series& series) noexcept {
  constexpr bool is_readable = ReadableNumberSeries<Series>;
  static_assert(is_readable,
                "isometric: the series of this sink cannot be read: its handles have no value() "
                "const noexcept that returns double, see <isometric/contract/readable_sink.hpp>");
  if constexpr (is_readable) {
    return series.value();
  } else {
    return 0;
  }
}

template <class Series>
consteval bool can_read_observations() {
  constexpr bool is_readable = ReadableObservingSeries<Series>;
  static_assert(is_readable,
                "isometric: the series of this sink cannot be read: its handles have no count() "
                "const and sum() const that return std::uint64_t and double, see "
                "<isometric/contract/readable_sink.hpp>");
  return is_readable;
}

template <class Series>
std::uint64_t read_count(const Series& series) {
  if constexpr (can_read_observations<Series>()) {
    return series.count();
  } else {
    return 0;
  }
}

template <class Series>
double read_sum(const Series& series) {
  if constexpr (can_read_observations<Series>()) {
    return series.sum();
  } else {
    return 0;
  }
}

}  // namespace isometric::inline v1::detail
