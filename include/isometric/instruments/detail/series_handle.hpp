#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/instruments/detail/mistaken_names.hpp>

#include <cstdint>

namespace isometric::inline v1::detail {

// Reading one series; one worded error if its sink cannot.

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

/// What the handles of all types of metric have in common: the sink's, which may be of no series.
template <class Series>
class SeriesHandle : public HandleMistakes {
 public:
  /// Whether updates go nowhere, so that there is no point in finding out their values.
  static constexpr bool is_null = NullSeries<Series>;
  /// Whether the series can be read by it.
  static constexpr bool is_readable =
      ReadableNumberSeries<Series> || ReadableObservingSeries<Series>;

  /// Of no series, until it is assigned to: updates show nowhere and are counted nowhere, and what
  /// is read is 0. Over sinks whose handles can be empty, which all of the library's can.
  SeriesHandle()
    requires EmptiableSeries<Series>
  = default;
  explicit SeriesHandle(Series series) noexcept : series_(static_cast<Series&&>(series)) {}

  /// Whether it is of no series, as one that was default-constructed. Handles over a sink that
  /// keeps nothing always are.
  [[nodiscard]] bool is_empty() const noexcept { return is_empty_series(series_); }

 protected:
  [[no_unique_address]] Series series_{};
};

}  // namespace isometric::inline v1::detail
