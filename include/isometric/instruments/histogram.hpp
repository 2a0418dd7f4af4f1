#pragma once

#include <isometric/description/buckets.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/instruments/detail/instrument.hpp>

namespace isometric::inline v1 {

/// One series of a histogram. Small, copyable, thread-safe; valid as long as the instrument it came
/// from, or that instrument's sink.
template <class Series>
class HistogramHandle {
 public:
  /// Whether updates go nowhere, so that there is no point in finding out their values.
  static constexpr bool is_null = NullSeries<Series>;

  explicit HistogramHandle(Series series) noexcept : series_(static_cast<Series&&>(series)) {}

  /// Counts `value` in the first bucket whose upper bound is not below it, and adds it to the sum.
  /// NaN and infinities are refused: the histogram stays as it is, and the sink counts the refusal.
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

/// The distribution of a value over fixed buckets: request durations, response sizes.
///
///     isometric::Histogram<Sink, Method> duration{
///         sink, "app_request_duration_seconds", "Time to answer.", isometric::default_buckets};
///     isometric::Timer timer{duration.labels(Method::get)};
///
/// Constructing it registers the family with the sink; what can go wrong there is the sink's to
/// say. An instrument keeps what its handles need alive. All functions are thread-safe.
template <class Sink, class... Labels>
class Histogram
    : public detail::Instrument<detail::HistogramFamilyOf<Sink>, HistogramHandle, Labels...> {
  static_assert(detail::diagnose_instrument<Sink, Labels...>());
  using Base = detail::Instrument<detail::HistogramFamilyOf<Sink>, HistogramHandle, Labels...>;

 public:
  Histogram(Sink sink, const HistogramName& name, Help help, Buckets buckets = default_buckets,
            FamilyOptions options = {}, SourceLocation declared_at = SourceLocation::current())
      : Base(sink.histogram(detail::describe(name, help, detail::LabelSet<Labels...>::descriptors(),
                                             options, declared_at,
                                             {buckets.data(), buckets.size()}))) {}

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(Histogram, HistogramName);
  ISOMETRIC_DETAIL_OPTIONS_TOO_EARLY(Histogram, HistogramName,
                                     "options come after the buckets, such as default_buckets",
                                     options_come_after_the_buckets_such_as_default_buckets);

  /// The same on the only series of a histogram without labels.
  void observe(double value) const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().observe(value);
  }
};

}  // namespace isometric::inline v1
