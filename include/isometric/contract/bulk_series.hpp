#pragma once

#include <isometric/contract/metrics_sink.hpp>

#include <concepts>
#include <cstdint>

namespace isometric::inline v1 {

/// Optional: the series of a histogram that takes many observations of one value in one update. An
/// instrument passes finite values, and at least 1 as `times`.
///
///     handle.observe(value, times)
template <class Handle>
concept BulkObservingSeries = requires(const Handle& handle, double value, std::uint64_t times) {
  { handle.observe(value, times) } noexcept -> std::same_as<void>;
};

namespace detail {

/// One update where the series can, else so many.
template <ObservingSeries Series>
void observe_times(const Series& series, double value, std::uint64_t times) noexcept {
  if constexpr (BulkObservingSeries<Series>) {
    series.observe(value, times);
  } else if constexpr (!NullSeries<Series>) {
    for (; times > 0; --times) series.observe(value);
  }
}

}  // namespace detail
}  // namespace isometric::inline v1
