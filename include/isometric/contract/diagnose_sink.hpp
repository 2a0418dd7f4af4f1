#pragma once

#include <isometric/contract/metrics_sink.hpp>

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
