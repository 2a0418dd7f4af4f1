#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/instruments/detail/kept_family.hpp>

namespace isometric::inline v1 {

/// A series that lives as long as this object: it is in the scrape from the construction on, and
/// with the last owner it is removed. Made by `own(...)` of an instrument whose family is
/// removable:
///
///     // isometric::Counter<isometric::Removable<Sink>, Peer> sent_bytes
///     auto bytes = sent_bytes.own("10.0.0.1");
///     bytes->inc(1500);
///
/// Several owners of one series share it. It goes earlier if somebody removes it by its labels;
/// updates then show nowhere. Beyond the family's series cap the owned series is the overflow
/// series, which stays.
///
/// Movable. One that is default-constructed, or was moved from, is empty: it owns nothing, and its
/// handle is an empty one. Assigning `{}` gives the series up. Used by one thread at a time,
/// updates by any. Keeps alive what it needs. Costs a look-up at both ends.
template <RemovableFamily Family, class Handle>
class [[nodiscard("the series goes with its owner")]] OwnedSeries {
  using Series = detail::SeriesOf<Family>;

 public:
  using handle_type = Handle;

  /// Owns nothing. Over sinks whose handles can be empty, which all of the library's can.
  OwnedSeries()
    requires EmptiableSeries<Series>
  = default;

  /// For instruments: `acquire(family)` gives the series. What can fail comes before it, or gives
  /// it up again, since nobody would own it.
  template <class Acquire>
  OwnedSeries(const Family& family, const Acquire& acquire)
      : family_(family), series_(acquire(*family_)), handle_(make_handle()) {}

  OwnedSeries(OwnedSeries&& other) noexcept
      : family_(static_cast<detail::KeptFamily<Family>&&>(other.family_)),
        series_(static_cast<Series&&>(other.series_)),
        handle_(static_cast<Handle&&>(other.handle_)) {
    other.make_empty();
  }
  OwnedSeries& operator=(OwnedSeries&& other) noexcept {
    if (this != &other) {
      release();
      family_ = static_cast<detail::KeptFamily<Family>&&>(other.family_);
      series_ = static_cast<Series&&>(other.series_);
      handle_ = static_cast<Handle&&>(other.handle_);
      other.make_empty();
    }
    return *this;
  }
  ~OwnedSeries() { release(); }

  /// Whether it owns nothing.
  [[nodiscard]] bool is_empty() const noexcept { return !family_.is_there(); }

  /// The series' handle, which may be copied and outlive the owner.
  const Handle& operator*() const noexcept { return handle_; }
  const Handle* operator->() const noexcept { return &handle_; }

 private:
  Handle make_handle() const {
#if defined(__cpp_exceptions)
    try {
      return Handle(series_);
    } catch (...) {
      (*family_).release(series_);
      throw;
    }
#else
    return Handle(series_);
#endif
  }

  void release() noexcept {
    if (family_.is_there()) (*family_).release(series_);
  }

  /// Of one whose family has been moved on.
  void make_empty() noexcept {
    if constexpr (EmptiableSeries<Series>) handle_ = Handle();
  }

  detail::KeptFamily<Family> family_;
  [[no_unique_address]] Series series_{};
  [[no_unique_address]] Handle handle_{};
};

}  // namespace isometric::inline v1
