#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/instruments/detail/instrument.hpp>
#include <isometric/instruments/detail/series_handle.hpp>
#include <isometric/instruments/number.hpp>

#include <ctime>  // a fifth of what <chrono> costs every component to compile

namespace isometric::inline v1 {
namespace detail {

inline double seconds_since_epoch() noexcept {
  std::timespec now{};
  std::timespec_get(&now, TIME_UTC);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace detail

/// One series of a gauge. Small, copyable, thread-safe; valid as long as the instrument it came
/// from, or that instrument's sink.
template <class Series>
class GaugeHandle : public detail::SeriesHandle<Series>, public detail::NumberMistakes {
 public:
  using detail::SeriesHandle<Series>::SeriesHandle;

  /// Sets any value; NaN and infinities are values of a gauge.
  void set(Number value) const noexcept { this->series_.set(value.value()); }

  /// Sets the seconds since 1970-01-01 UTC.
  void set_to_current_time() const noexcept {
    if constexpr (!GaugeHandle::is_null) this->series_.set(detail::seconds_since_epoch());
  }

  /// Adds or subtracts. NaN and infinities are refused: the gauge stays as it is, and the sink
  /// counts the refusal.
  void inc(Number amount = 1.0) const noexcept {
    if (detail::is_finite(amount.value())) [[likely]] {
      this->series_.inc(amount.value());
    } else {
      this->series_.refuse();
    }
  }
  void dec(Number amount = 1.0) const noexcept {
    if (detail::is_finite(amount.value())) [[likely]] {
      this->series_.dec(amount.value());
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

/// A value that goes up and down: nodes in a group, requests in flight, a temperature.
///
///     isometric::Gauge<Sink, Group> nodes{sink, "app_group_nodes", "Nodes in the group."};
///     nodes.labels("rack-1").set(3);
///
/// Constructing it registers the family with the sink; what can go wrong there is the sink's to
/// say. An instrument keeps what its handles need alive. All functions are thread-safe.
template <class Sink, class... Labels>
class Gauge : public detail::Instrument<detail::GaugeFamilyOf<Sink>, GaugeHandle, Labels...>,
              public detail::NumberMistakes {
  static_assert(detail::diagnose_instrument<Sink, Labels...>());
  using Base = detail::Instrument<detail::GaugeFamilyOf<Sink>, GaugeHandle, Labels...>;

 public:
  Gauge(Sink sink, const GaugeName& name, Help help, FamilyOptions options = {},
        SourceLocation declared_at = SourceLocation::current())
      : Base(sink.gauge(detail::describe(name, help, detail::LabelSet<Labels...>::descriptors(),
                                         options, declared_at))) {}

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(Gauge, GaugeName, Help);

  /// The same on the only series of a gauge without labels.
  void set(Number value) const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().set(value);
  }
  void set_to_current_time() const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().set_to_current_time();
  }
  void inc(Number amount = 1.0) const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().inc(amount);
  }
  void dec(Number amount = 1.0) const noexcept
    requires(sizeof...(Labels) == 0)
  {
    this->only_series().dec(amount);
  }
  template <class Asked = Sink>
  [[nodiscard]] double value() const noexcept
    requires(sizeof...(Labels) == 0)
  {
    return this->only_series().value();
  }

  ISOMETRIC_DETAIL_LABELS_FIRST(set);
  ISOMETRIC_DETAIL_LABELS_FIRST(set_to_current_time);
  ISOMETRIC_DETAIL_LABELS_FIRST(inc);
  ISOMETRIC_DETAIL_LABELS_FIRST(dec);
  ISOMETRIC_DETAIL_LABELS_FIRST(value);
};

}  // namespace isometric::inline v1
