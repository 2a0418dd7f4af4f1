#pragma once

#include <isometric/contract/bulk_series.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/readable_sink.hpp>

#include <cstdint>

namespace isometric::inline v1 {

namespace detail {

/// Has what HasRejectedSeries asks for, of whatever type.
template <class Family>
concept HasSomeRejectedSeries =
    HasSeries<Family> && requires(const Family& family) { family.rejected_series(); };

template <class Family>
consteval void diagnose_family() {
  static_assert(HasBlocks<Family>,
                "isometric: a sink's family must be copyable and needs "
                "block(OpenLabelValues) const, which returns something copyable");
  static_assert(
      !HasBlocks<Family> || HasSeries<Family>,
      "isometric: a family's block needs series(std::size_t closed_index) const noexcept");
  static_assert(!HasSeries<Family> || HasSomeRejectedSeries<Family>,
                "isometric: a sink's family needs rejected_series() const");
}

/// What a handle may have, it has as it should: half of it would be of no use, and is hardly meant.
template <class Series>
consteval void diagnose_extras() {
  constexpr bool has_is_empty = requires(Series& series) { series.is_empty(); };
  static_assert(!has_is_empty || EmptiableSeries<Series>,
                "isometric: a handle that has is_empty() must be default-constructible, and "
                "is_empty() must be const noexcept and return bool");
  constexpr bool has_value = requires(Series& series) { series.value(); };
  static_assert(!has_value || ReadableNumberSeries<Series>,
                "isometric: a handle's value() must be const noexcept and return double");
  constexpr bool has_count = requires(Series& series) { series.count(); };
  constexpr bool has_sum = requires(Series& series) { series.sum(); };
  static_assert(!(has_count || has_sum) || ReadableObservingSeries<Series>,
                "isometric: a handle that is read needs count() and sum(), both const, which "
                "return std::uint64_t and double");
  constexpr bool has_times =
      requires(Series& series, std::uint64_t times) { series.observe(0.0, times); };
  static_assert(!has_times || BulkObservingSeries<Series>,
                "isometric: a handle's observe(double, std::uint64_t) must be const noexcept and "
                "return void");
}

template <class Family>
consteval void diagnose_handles() {
  if constexpr (HasSomeRejectedSeries<Family>) diagnose_extras<SeriesOf<Family>>();
}

template <class Sink>
consteval void diagnose_write_half() {
  static_assert(std::copy_constructible<Sink>, "isometric: a sink must be copyable");
  static_assert(
      requires { typename CounterFamilyOf<Sink>; },
      "isometric: a sink needs counter(const FamilyDescriptor&) const");
  static_assert(
      requires { typename GaugeFamilyOf<Sink>; },
      "isometric: a sink needs gauge(const FamilyDescriptor&) const");
  static_assert(
      requires { typename HistogramFamilyOf<Sink>; },
      "isometric: a sink needs histogram(const FamilyDescriptor&) const");
  static_assert(
      requires { typename SummaryFamilyOf<Sink>; },
      "isometric: a sink needs summary(const FamilyDescriptor&) const");
  if constexpr (requires {
                  typename CounterFamilyOf<Sink>;
                  typename GaugeFamilyOf<Sink>;
                  typename HistogramFamilyOf<Sink>;
                  typename SummaryFamilyOf<Sink>;
                }) {
    diagnose_family<CounterFamilyOf<Sink>>();
    diagnose_family<GaugeFamilyOf<Sink>>();
    diagnose_family<HistogramFamilyOf<Sink>>();
    diagnose_family<SummaryFamilyOf<Sink>>();
    static_assert(!HasSomeRejectedSeries<CounterFamilyOf<Sink>> || TakesCounters<Sink>,
                  "isometric: a counter's handle needs inc(), inc(double) and refuse(), all const "
                  "noexcept, and rejected_series() must return it");
    static_assert(!HasSomeRejectedSeries<GaugeFamilyOf<Sink>> || TakesGauges<Sink>,
                  "isometric: a gauge's handle needs inc(double), dec(double), set(double) and "
                  "refuse(), all const noexcept, and rejected_series() must return it");
    static_assert(
        !HasSomeRejectedSeries<HistogramFamilyOf<Sink>> || TakesHistograms<Sink>,
        "isometric: a histogram's handle needs observe(double) and refuse(), both const noexcept, "
        "and rejected_series() must return it");
    static_assert(
        !HasSomeRejectedSeries<SummaryFamilyOf<Sink>> || TakesSummaries<Sink>,
        "isometric: a summary's handle needs observe(double) and refuse(), both const noexcept, "
        "and rejected_series() must return it");
    diagnose_handles<CounterFamilyOf<Sink>>();
    diagnose_handles<GaugeFamilyOf<Sink>>();
    diagnose_handles<HistogramFamilyOf<Sink>>();
    diagnose_handles<SummaryFamilyOf<Sink>>();
  }
}

}  // namespace detail

/// True if `Sink` is a MetricsSink; otherwise a compile error whose first line says what is
/// missing, where the concept alone would print the whole search.
///
///     static_assert(isometric::diagnose_sink<MySink>());
template <class Sink>
consteval bool diagnose_sink() {
  if constexpr (!detail::is_known_sink<Sink>) detail::diagnose_write_half<Sink>();
  return MetricsSink<Sink>;
}

}  // namespace isometric::inline v1
