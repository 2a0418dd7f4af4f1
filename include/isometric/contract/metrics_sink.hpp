#pragma once

#include <isometric/description/detail/mistake.hpp>
#include <isometric/description/family_descriptor.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

/// The contract between instruments and sinks: the write half. The read half is in
/// metrics_source.hpp; `sinks/null_sink.hpp` is the shortest complete example.
///
///     sink.counter(descriptor)      a family: registers it, or throws
///     family.block(open_values)     the series that share these open label values
///     block.series(closed_index)    the handle of one of them
///     handle.inc(), handle.inc(v)   an update
///
/// `gauge`, `histogram` and `summary` are like `counter`. An info is a gauge: `gauge` also takes
/// families of type MetricType::info, whose series are set to 1 once. The closed index counts
/// through the combinations of closed label values in row-major order of declaration, so a family
/// with closed labels only has one block, for which `labels(...)` is an array access.
///
/// A family may have `descriptor()`, which returns the descriptor that it was declared with, of
/// text that lives as long as the family: then instruments have `series(...)`, for tests.
///
/// Instruments check values before they reach a handle: `inc` sees no NaN, infinity or negative
/// number, a gauge's `inc` and `dec` and every `observe` only finite ones; what fails the
/// check arrives as `refuse()`.
namespace isometric::inline v1 {

/// The values of a family's open labels, in order of declaration.
using OpenLabelValues = std::span<const std::string_view>;

/// The series of a counter, as a sink sees it.
template <class Handle>
concept CounterSeries = std::copyable<Handle> && requires(const Handle& handle, double value) {
  { handle.inc() } noexcept -> std::same_as<void>;
  { handle.inc(value) } noexcept -> std::same_as<void>;
  { handle.refuse() } noexcept -> std::same_as<void>;
};

/// The series of a gauge, as a sink sees it.
template <class Handle>
concept GaugeSeries = std::copyable<Handle> && requires(const Handle& handle, double value) {
  { handle.inc(value) } noexcept -> std::same_as<void>;
  { handle.dec(value) } noexcept -> std::same_as<void>;
  { handle.set(value) } noexcept -> std::same_as<void>;
  { handle.refuse() } noexcept -> std::same_as<void>;
};

/// The series of a histogram or summary, as a sink sees it.
template <class Handle>
concept ObservingSeries = std::copyable<Handle> && requires(const Handle& handle, double value) {
  { handle.observe(value) } noexcept -> std::same_as<void>;
  { handle.refuse() } noexcept -> std::same_as<void>;
};

/// A series, or a handle of one, that takes every update and keeps none. It has to say so itself,
/// with `static constexpr bool is_null = true`; then guards leave out what would be for nothing,
/// such as reading the clock. A sink over others forwards it: two null series together are one.
template <class Handle>
concept NullSeries = requires { requires bool(Handle::is_null); };

/// Optional: a handle that can be of no series. So it is when it is made of nothing: it takes every
/// update and every refusal, which show nowhere and are counted nowhere, and `is_empty()` says so.
/// Then the handles that instruments make of it, and the owners of its series, are
/// default-constructible. To make one may throw std::bad_alloc, but not where a sink has handed out
/// a handle of the type. A null series needs no `is_empty()`: it is of none anyway.
template <class Handle>
concept EmptiableSeries =
    std::default_initializable<Handle> && (NullSeries<Handle> || requires(const Handle& handle) {
      { handle.is_empty() } noexcept -> std::same_as<bool>;
    });

namespace detail {

template <class Series>
constexpr bool is_empty_series(const Series& series) noexcept {
  if constexpr (NullSeries<Series>) {
    return true;
  } else if constexpr (EmptiableSeries<Series>) {
    return series.is_empty();
  } else {
    return false;
  }
}

template <class Family>
using BlockOf = decltype(std::declval<const Family&>().block(OpenLabelValues{}));

template <class Family>
using SeriesOf = decltype(std::declval<const BlockOf<Family>&>().series(std::size_t{}));

template <class Family>
concept HasBlocks = std::copyable<Family> && requires { typename BlockOf<Family>; } &&
                    std::copyable<BlockOf<Family>>;

template <class Family>
concept HasSeries = HasBlocks<Family> && requires(const BlockOf<Family>& block) {
  { block.series(std::size_t{}) } noexcept;
};

template <class Family>
concept HasRejectedSeries = HasSeries<Family> && requires(const Family& family) {
  { family.rejected_series() } -> std::same_as<SeriesOf<Family>>;
};

template <class Sink>
using CounterFamilyOf =
    decltype(std::declval<const Sink&>().counter(std::declval<const FamilyDescriptor&>()));

template <class Sink>
using GaugeFamilyOf =
    decltype(std::declval<const Sink&>().gauge(std::declval<const FamilyDescriptor&>()));

template <class Sink>
using HistogramFamilyOf =
    decltype(std::declval<const Sink&>().histogram(std::declval<const FamilyDescriptor&>()));

template <class Sink>
using SummaryFamilyOf =
    decltype(std::declval<const Sink&>().summary(std::declval<const FamilyDescriptor&>()));

template <class Sink>
concept TakesCounters =
    HasRejectedSeries<CounterFamilyOf<Sink>> && CounterSeries<SeriesOf<CounterFamilyOf<Sink>>>;

template <class Sink>
concept TakesGauges =
    HasRejectedSeries<GaugeFamilyOf<Sink>> && GaugeSeries<SeriesOf<GaugeFamilyOf<Sink>>>;

template <class Sink>
concept TakesHistograms = HasRejectedSeries<HistogramFamilyOf<Sink>> &&
                          ObservingSeries<SeriesOf<HistogramFamilyOf<Sink>>>;

template <class Sink>
concept TakesSummaries =
    HasRejectedSeries<SummaryFamilyOf<Sink>> && ObservingSeries<SeriesOf<SummaryFamilyOf<Sink>>>;

/// All that the concept asks for.
template <class Sink>
concept HasWriteHalf = std::copy_constructible<Sink> && TakesCounters<Sink> && TakesGauges<Sink> &&
                       TakesHistograms<Sink> && TakesSummaries<Sink>;

/// True for sinks of the library of which its own tests show HasWriteHalf. To find it out takes a
/// compiler as long as a tenth of what a counter costs, and of three types that the file may not
/// use.
template <class Sink>
inline constexpr bool is_known_sink = false;

}  // namespace detail

/// Everything that can receive metrics. Copies of a sink are the same sink. All of its functions
/// may be called from several threads at once.
template <class Sink>
concept MetricsSink = detail::is_known_sink<Sink> || detail::HasWriteHalf<Sink>;

namespace detail {

namespace mistake {
struct snapshot_takes_a_source_and_needs_isometric_contract_metrics_source_hpp {};
}  // namespace mistake

/// Whether the compiler knows that the sink puts a constant label of this name on all families.
template <class Sink>
constexpr bool adds_constant_label(std::string_view name) noexcept {
  if constexpr (requires { Sink::adds_constant_label(name); }) {
    return Sink::adds_constant_label(name);
  } else {
    return false;
  }
}

}  // namespace detail

// Where snapshot(sink) is called without its header, or on what is no source.
template <class Source>
ISOMETRIC_DETAIL_MISTAKE(
    "snapshot(...) takes a source, and needs <isometric/contract/metrics_source.hpp>")
detail::mistake::snapshot_takes_a_source_and_needs_isometric_contract_metrics_source_hpp
    snapshot(const Source&) ISOMETRIC_DETAIL_REFUSED;
template <class Source>
ISOMETRIC_DETAIL_MISTAKE(
    "snapshot(...) takes a source, and needs <isometric/contract/metrics_source.hpp>")
detail::mistake::snapshot_takes_a_source_and_needs_isometric_contract_metrics_source_hpp
    snapshot(const Source&, std::string_view family) ISOMETRIC_DETAIL_REFUSED;

}  // namespace isometric::inline v1
