#pragma once

#include <isometric/contract/bulk_series.hpp>
#include <isometric/description/buckets.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/instruments/detail/instrument.hpp>
#include <isometric/instruments/detail/series_handle.hpp>
#include <isometric/instruments/number.hpp>

#include <concepts>
#include <cstdint>

namespace isometric::inline v1 {
namespace detail {

template <class Times>
consteval bool is_number_of_times() {
  constexpr bool is_whole = std::integral<Times> && !std::same_as<Times, bool>;
  static_assert(is_whole,
                "isometric: observe(value, times) takes what was observed and then how many times, "
                "a whole number");
  return is_whole;
}

}  // namespace detail

/// One series of a histogram. Small, copyable, thread-safe; valid as long as the instrument it came
/// from, or that instrument's sink.
template <class Series>
class HistogramHandle : public detail::SeriesHandle<Series> {
 public:
  using detail::SeriesHandle<Series>::SeriesHandle;

  /// Counts `value` in the first bucket whose upper bound is not below it, and adds it to the sum.
  /// NaN and infinities are refused: the histogram stays as it is, and the sink counts the refusal.
  void observe(Number value) const noexcept {
    if (detail::is_finite(value.value())) [[likely]] {
      this->series_.observe(value.value());
    } else {
      this->series_.refuse();
    }
  }

  /// The same `times` times over, in one step where the sink can: a scrape sees all of them or
  /// none. A negative number of times is refused as a value is; 0 times is nothing, whatever the
  /// value.
  template <class Times>
  void observe(Number value, Times times) const noexcept {
    if constexpr (detail::is_number_of_times<Times>()) {
      if (times == 0) return;
      if (detail::is_finite(value.value()) && times > 0) [[likely]] {
        detail::observe_times(this->series_, value.value(), static_cast<std::uint64_t>(times));
      } else {
        this->series_.refuse();
      }
    }
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

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(Histogram, HistogramName, Help);
  ISOMETRIC_DETAIL_OPTIONS_TOO_EARLY(Histogram, HistogramName, Help,
                                     "options come after the buckets, such as default_buckets",
                                     options_come_after_the_buckets_such_as_default_buckets);

  /// The same on the only series of a histogram without labels.
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
