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

}  // namespace detail

/// True if `Sink` is a MetricsSink; otherwise a compile error whose first line says what is
/// missing, where the concept alone would print the whole search.
///
///     static_assert(isometric::diagnose_sink<MySink>());
template <class Sink>
consteval bool diagnose_sink() {
  static_assert(std::copy_constructible<Sink>, "isometric: a sink must be copyable");
  static_assert(
      requires { typename detail::CounterFamilyOf<Sink>; },
      "isometric: a sink needs counter(const FamilyDescriptor&) const");
  static_assert(
      requires { typename detail::GaugeFamilyOf<Sink>; },
      "isometric: a sink needs gauge(const FamilyDescriptor&) const");
  static_assert(
      requires { typename detail::HistogramFamilyOf<Sink>; },
      "isometric: a sink needs histogram(const FamilyDescriptor&) const");
  static_assert(
      requires { typename detail::SummaryFamilyOf<Sink>; },
      "isometric: a sink needs summary(const FamilyDescriptor&) const");
  if constexpr (requires {
                  typename detail::CounterFamilyOf<Sink>;
                  typename detail::GaugeFamilyOf<Sink>;
                  typename detail::HistogramFamilyOf<Sink>;
                  typename detail::SummaryFamilyOf<Sink>;
                }) {
    detail::diagnose_family<detail::CounterFamilyOf<Sink>>();
    detail::diagnose_family<detail::GaugeFamilyOf<Sink>>();
    detail::diagnose_family<detail::HistogramFamilyOf<Sink>>();
    detail::diagnose_family<detail::SummaryFamilyOf<Sink>>();
    static_assert(!detail::HasSomeRejectedSeries<detail::CounterFamilyOf<Sink>> ||
                      detail::TakesCounters<Sink>,
                  "isometric: a counter's handle needs inc(), inc(double) and refuse(), all const "
                  "noexcept, and rejected_series() must return it");
    static_assert(
        !detail::HasSomeRejectedSeries<detail::GaugeFamilyOf<Sink>> || detail::TakesGauges<Sink>,
        "isometric: a gauge's handle needs inc(double), dec(double), set(double) and "
        "refuse(), all const noexcept, and rejected_series() must return it");
    static_assert(
        !detail::HasSomeRejectedSeries<detail::HistogramFamilyOf<Sink>> ||
            detail::TakesHistograms<Sink>,
        "isometric: a histogram's handle needs observe(double) and refuse(), both const noexcept, "
        "and rejected_series() must return it");
    static_assert(
        !detail::HasSomeRejectedSeries<detail::SummaryFamilyOf<Sink>> ||
            detail::TakesSummaries<Sink>,
        "isometric: a summary's handle needs observe(double) and refuse(), both const noexcept, "
        "and rejected_series() must return it");
  }
  return MetricsSink<Sink>;
}

}  // namespace isometric::inline v1
