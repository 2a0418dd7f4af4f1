#pragma once

#include <isometric/description/detail/raise.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>

namespace isometric::inline v1 {

/// A clock that stands still until it is told to advance, so that no test has to sleep.
///
/// A ManualClock is a handle: its copies share one time. A test keeps one copy and gives another to
/// what it tests. Clocks that are not copies of one another share nothing.
///
/// All functions are thread-safe. What a thread did before it advanced the clock is visible to
/// every thread that sees the new time.
class ManualClock {
 public:
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<ManualClock>;
  static constexpr bool is_steady = true;

  /// A new time, at the epoch, or `since_epoch` after it.
  ManualClock() : ManualClock(duration::zero()) {}
  explicit ManualClock(duration since_epoch)
      : since_epoch_(std::make_shared<std::atomic<rep>>(since_epoch.count())) {}

  // Copies only: a clock that was moved from would have no time to tell.
  ManualClock(const ManualClock&) = default;
  ManualClock& operator=(const ManualClock&) = default;

  [[nodiscard]] time_point now() const noexcept {
    return time_point{duration{since_epoch_->load(std::memory_order_acquire)}};
  }

  /// Moves the time of this clock and of all its copies on.
  /// Throws std::invalid_argument, and moves nothing, if `step` is negative: code that measures
  /// time may rely on a steady clock.
  void advance(duration step) const {
    if (step < duration::zero()) {
      detail::raise(
          std::invalid_argument{"isometric: a ManualClock never goes back; advance() "
                                "takes a duration of 0 or more"});
    }
    since_epoch_->fetch_add(step.count(), std::memory_order_acq_rel);
  }

 private:
  std::shared_ptr<std::atomic<rep>> since_epoch_;
};

}  // namespace isometric::inline v1
