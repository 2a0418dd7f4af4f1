#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/instruments/detail/instrument.hpp>
#include <isometric/instruments/detail/series_handle.hpp>
#include <isometric/instruments/number.hpp>

namespace isometric::inline v1 {

/// One series of a counter. Small, copyable, thread-safe; valid as long as the instrument it came
/// from, or that instrument's sink.
template <class Series>
class CounterHandle : public detail::SeriesHandle<Series>, public detail::CounterMistakes {
 public:
  using detail::SeriesHandle<Series>::SeriesHandle;

  /// Adds 1.
  void inc() const noexcept { this->series_.inc(); }

  /// Adds `amount`. NaN, infinities and negative numbers are refused: the counter stays as it is,
  /// and the sink counts the refusal.
  void inc(Number amount) const noexcept {
    if (detail::is_increment(amount.value())) [[likely]] {
      this->series_.inc(amount.value());
    } else {
      this->series_.refuse();
    }
  }

  /// The value now. Only over a ReadableSink.
  template <class Asked = Series>
  [[nodiscard]] double value() const noexcept {
    return detail::read_value<Asked>(this->series_);
  }
};

/// A value that only rises, from 0: requests served, bytes sent, errors.
///
///     isometric::Counter<Sink, Method, Code> requests{sink, "app_requests_total", "Requests."};
///     requests.labels(Method::get, Code::ok).inc();
///
/// Constructing it registers the family with the sink; what can go wrong there is the sink's to
/// say. An instrument keeps what its handles need alive. All functions are thread-safe.
template <class Sink, class... Labels>
class Counter : public detail::Instrument<detail::CounterFamilyOf<Sink>, CounterHandle, Labels...>,
                public detail::CounterMistakes {
  static_assert(detail::diagnose_instrument<Sink, Labels...>());
  using Base = detail::Instrument<detail::CounterFamilyOf<Sink>, CounterHandle, Labels...>;

 public:
  Counter(Sink sink, const CounterName& name, Help help, FamilyOptions options = {},
          SourceLocation declared_at = SourceLocation::current())
      : Base(sink.counter(detail::describe(name, help, detail::LabelSet<Labels...>::descriptors(),
                                           options, declared_at))) {}

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(Counter, CounterName, Help);

  /// The same on the only series of a counter without labels.
  void inc() const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().inc();
  }
  void inc(Number amount) const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().inc(amount);
  }
  template <class Asked = Sink>
  [[nodiscard]] double value() const noexcept
    requires(sizeof...(Labels) == 0)
  {
    return this->only_series().value();
  }

  ISOMETRIC_DETAIL_LABELS_FIRST(inc);
  ISOMETRIC_DETAIL_LABELS_FIRST(value);
};

}  // namespace isometric::inline v1
