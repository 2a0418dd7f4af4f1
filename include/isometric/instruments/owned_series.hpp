#pragma once

#include <isometric/contract/removable_sink.hpp>

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
/// Movable; a moved-from object owns nothing and must not be used, but destroyed or assigned to.
/// Used by one thread at a time, updates by any. Keeps alive what it needs. Costs a look-up at both
/// ends.
template <RemovableFamily Family, class Handle>
class [[nodiscard("the series goes with its owner")]] OwnedSeries {
  using Series = detail::SeriesOf<Family>;

 public:
  /// For instruments: `acquire(family)` gives the series. What can fail comes before it, or gives
  /// it up again, since nobody would own it.
  template <class Acquire>
  OwnedSeries(const Family& family, const Acquire& acquire)
      : family_(family), series_(acquire(family_)), handle_(make_handle()) {}

  OwnedSeries(OwnedSeries&& other) noexcept
      : family_(static_cast<Family&&>(other.family_)),
        series_(static_cast<Series&&>(other.series_)),
        handle_(static_cast<Handle&&>(other.handle_)),
        is_owner_(other.is_owner_) {
    other.is_owner_ = false;
  }
  OwnedSeries& operator=(OwnedSeries&& other) noexcept {
    if (this != &other) {
      release();
      family_ = static_cast<Family&&>(other.family_);
      series_ = static_cast<Series&&>(other.series_);
      handle_ = static_cast<Handle&&>(other.handle_);
      is_owner_ = other.is_owner_;
      other.is_owner_ = false;
    }
    return *this;
  }
  ~OwnedSeries() { release(); }

  /// The series' handle, which may be copied and outlive the owner.
  const Handle& operator*() const noexcept { return handle_; }
  const Handle* operator->() const noexcept { return &handle_; }

 private:
  Handle make_handle() const {
#if defined(__cpp_exceptions)
    try {
      return Handle(series_);
    } catch (...) {
      family_.release(series_);
      throw;
    }
#else
    return Handle(series_);
#endif
  }

  void release() noexcept {
    if (is_owner_) family_.release(series_);
    is_owner_ = false;
  }

  [[no_unique_address]] Family family_;
  [[no_unique_address]] Series series_;
  [[no_unique_address]] Handle handle_;
  bool is_owner_ = true;
};

}  // namespace isometric::inline v1
