#pragma once

#include <isometric/description/detail/double_bits.hpp>

#include <atomic>
#include <cmath>

namespace isometric::inline v1::detail {

/// When the system booted, in seconds since the epoch. Measured as the difference of two clocks
/// that are read one after the other, it never comes out quite the same twice; but whoever watches
/// a start time takes each change for a restart. So the first measurement stays, until somebody
/// sets the wall clock, as happens on machines that learn the time from the network. Thread-safe.
class BootTime {
 public:
  /// The boot time to go by, given what it measures as now.
  double update(double measured) noexcept {
    // relaxed: nothing but the number itself passes between threads.
    double kept = kept_.load(std::memory_order_relaxed);
    while (!is_less(std::abs(measured - kept), tolerance_)) {
      if (kept_.compare_exchange_weak(kept, measured, std::memory_order_relaxed)) return measured;
    }
    return kept;
  }

 private:
  static constexpr double tolerance_ = 0.5;  ///< a thread rarely rests so long between two clocks

  std::atomic<double> kept_ = not_a_number;
};

}  // namespace isometric::inline v1::detail
