#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/instruments/detail/instrument.hpp>
#include <isometric/instruments/detail/series_handle.hpp>
#include <isometric/instruments/number.hpp>

#include <cstdint>

namespace isometric::inline v1 {

/// One series of a summary. Small, copyable, thread-safe; valid as long as the instrument it came
/// from, or that instrument's sink.
template <class Series>
class SummaryHandle : public detail::SeriesHandle<Series> {
 public:
  using detail::SeriesHandle<Series>::SeriesHandle;

  /// Counts `value`, adds it to the sum, and takes it into account for the quantiles. NaN and
  /// infinities are refused: the summary stays as it is, and the sink counts the refusal.
  void observe(Number value) const noexcept {
    if (detail::is_finite(value.value())) [[likely]] {
      this->series_.observe(value.value());
    } else {
      this->series_.refuse();
    }
  }

  /// Not there, in one worded error: prometheus-cpp has no way to add several values in one step.
  template <class Times>
  void observe(Number, Times) const noexcept {
    static_assert(sizeof(Times) == 0,
                  "isometric: a summary takes its values one by one, as prometheus-cpp's do: call "
                  "observe(value) in a loop, or use a Histogram, which has observe(value, times)");
  }

  /// How many values were observed so far, and their sum. Only over a ReadableSink; may throw
  /// std::bad_alloc. What is observed between two calls is in the second only.
  template <class Asked = Series>
  [[nodiscard]] std::uint64_t count() const {
    return detail::read_count<Asked>(this->series_);
  }
  template <class Asked = Series>
  [[nodiscard]] double sum() const {
    return detail::read_sum<Asked>(this->series_);
  }
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

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(Summary, SummaryName, Help);
  ISOMETRIC_DETAIL_OPTIONS_TOO_EARLY(Summary, SummaryName, Help,
                                     "options come after the quantiles, {} for none",
                                     options_come_after_the_quantiles_for_none);

  /// The same on the only series of a summary without labels.
  void observe(Number value) const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().observe(value);
  }
  template <class Times>
  void observe(Number value, Times times) const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().observe(value, times);
  }
  template <class Asked = Sink>
  [[nodiscard]] std::uint64_t count() const
    requires(sizeof...(Labels) == 0)
  {
    return this->only_series().count();
  }
  template <class Asked = Sink>
  [[nodiscard]] double sum() const
    requires(sizeof...(Labels) == 0)
  {
    return this->only_series().sum();
  }

  ISOMETRIC_DETAIL_LABELS_FIRST(observe);
  ISOMETRIC_DETAIL_LABELS_FIRST(count);
  ISOMETRIC_DETAIL_LABELS_FIRST(sum);
};

}  // namespace isometric::inline v1
