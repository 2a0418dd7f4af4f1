#pragma once

#include <isometric/contract/metrics_sink.hpp>

#include <concepts>
#include <cstdint>

namespace isometric::inline v1 {

/// The series of a counter or gauge whose value can be read.
///
///     handle.value()   its value; 0 if the handle is empty
template <class Handle>
concept ReadableNumberSeries = requires(const Handle& handle) {
  { handle.value() } noexcept -> std::same_as<double>;
};

/// The series of a histogram or summary of which can be read what was observed. Either may throw
/// std::bad_alloc.
///
///     handle.count()   how many values were observed; 0 if the handle is empty
///     handle.sum()     their sum; 0 if the handle is empty
template <class Handle>
concept ReadableObservingSeries = requires(const Handle& handle) {
  { handle.count() } -> std::same_as<std::uint64_t>;
  { handle.sum() } -> std::same_as<double>;
};

namespace detail {

template <class Family>
concept HasReadableNumbers = ReadableNumberSeries<SeriesOf<Family>>;

template <class Family>
concept HasReadableObservations = ReadableObservingSeries<SeriesOf<Family>>;

}  // namespace detail

/// A sink whose series can be read one by one, through their handles. For components that decide by
/// their own metrics; who wants to see all series asks for a MetricsSource.
template <class Sink>
concept ReadableSink =
    MetricsSink<Sink> && detail::HasReadableNumbers<detail::CounterFamilyOf<Sink>> &&
    detail::HasReadableNumbers<detail::GaugeFamilyOf<Sink>> &&
    detail::HasReadableObservations<detail::HistogramFamilyOf<Sink>> &&
    detail::HasReadableObservations<detail::SummaryFamilyOf<Sink>>;

}  // namespace isometric::inline v1
