#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/instruments/detail/instrument.hpp>

namespace isometric::inline v1 {

/// One series of a summary. Small, copyable, thread-safe; valid as long as the instrument it came
/// from, or that instrument's sink.
template <class Series>
class SummaryHandle {
 public:
  /// Whether updates go nowhere, so that there is no point in finding out their values.
  static constexpr bool is_null = NullSeries<Series>;

  explicit SummaryHandle(Series series) noexcept : series_(static_cast<Series&&>(series)) {}

  /// Counts `value`, adds it to the sum, and takes it into account for the quantiles. NaN and
  /// infinities are refused: the summary stays as it is, and the sink counts the refusal.
  void observe(double value) const noexcept {
    if (detail::is_finite(value)) [[likely]] {
      series_.observe(value);
    } else {
      series_.refuse();
    }
  }

 private:
  [[no_unique_address]] Series series_;
};

/// The count and the sum of a value and, if asked for, estimates of its quantiles over the last
/// minutes.
///
///     isometric::Summary<Sink, Method> size{sink, "app_response_size_bytes", "Response size."};
///     isometric::Summary<Sink> delay{sink, "app_delay_seconds", "Time in the queue.",
///                                    isometric::quantiles({{0.5, 0.05}, {0.99, 0.001}})};
///
/// Prefer a Histogram where quantiles are wanted: estimates cannot be aggregated over instances,
/// and cost memory and time, see docs/reference/instruments/summary.md.
///
/// Constructing it registers the family with the sink; what can go wrong there is the sink's to
/// say. An instrument keeps what its handles need alive. All functions are thread-safe.
template <class Sink, class... Labels>
class Summary : public detail::Instrument<detail::SummaryFamilyOf<Sink>, SummaryHandle, Labels...> {
  static_assert(detail::diagnose_instrument<Sink, Labels...>());
  using Base = detail::Instrument<detail::SummaryFamilyOf<Sink>, SummaryHandle, Labels...>;

  static FamilyDescriptor with_quantiles(FamilyDescriptor descriptor,
                                         Quantiles quantiles) noexcept {
    descriptor.quantiles = {quantiles.data(), quantiles.size()};
    descriptor.window = quantiles.window();
    return descriptor;
  }

 public:
  Summary(Sink sink, const SummaryName& name, Help help, Quantiles quantiles = {},
          FamilyOptions options = {}, SourceLocation declared_at = SourceLocation::current())
      : Base(sink.summary(
            with_quantiles(detail::describe(name, help, detail::LabelSet<Labels...>::descriptors(),
                                            options, declared_at),
                           quantiles))) {}

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(Summary, SummaryName);
  ISOMETRIC_DETAIL_OPTIONS_TOO_EARLY(Summary, SummaryName,
                                     "options come after the quantiles, {} for none",
                                     options_come_after_the_quantiles_for_none);

  /// The same on the only series of a summary without labels.
  void observe(double value) const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().observe(value);
  }
};

}  // namespace isometric::inline v1
