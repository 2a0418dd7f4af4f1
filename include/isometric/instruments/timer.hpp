#pragma once

#include <chrono>
#include <concepts>
#include <type_traits>
#include <utility>

namespace isometric {
inline namespace v1 {

/// A clock as timers want it: std::chrono::steady_clock, or a value such as a ManualClock.
template <class Clock>
concept TimerClock = std::copy_constructible<Clock> && requires(const Clock& clock) {
  { clock.now() - clock.now() } -> std::convertible_to<std::chrono::duration<double>>;
};

/// Measures the time from its construction to the end of its scope, also if an exception ends it,
/// and hands it to a histogram, in seconds.
///
///     isometric::Timer timer{metrics.request_duration.labels(Method::get)};
///
/// `Observer` is what has `observe(double)`: a histogram's handle, or a histogram without labels.
/// It is copied; a handle must not outlive its instrument and sink, here neither. Used by one
/// thread at a time. Costs two readings of the clock, some 40 ns, and an observation.
template <class Observer, TimerClock Clock = std::chrono::steady_clock>
  requires requires(const Observer& observer) { observer.observe(0.0); }
class [[nodiscard("a timer without a name measures nothing")]] Timer {
 public:
  explicit Timer(Observer observer, Clock clock = {})
      : observer_(std::move(observer)), clock_(std::move(clock)), start_(clock_.now()) {}

  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  ~Timer() { stop(); }

  /// Observes now instead of at the end of the scope. Returns the seconds; 0 from the second call
  /// on, or after `cancel`, which observe nothing.
  double stop() noexcept {
    if (!is_running_) return 0;
    is_running_ = false;
    const double elapsed = seconds();
    observer_.observe(elapsed);
    return elapsed;
  }

  /// Observes nothing at all.
  void cancel() noexcept { is_running_ = false; }

  /// The time since construction, running or not.
  [[nodiscard]] double seconds() const noexcept {
    return std::chrono::duration<double>(clock_.now() - start_).count();
  }

 private:
  using TimePoint = std::remove_cvref_t<decltype(std::declval<const Clock&>().now())>;

  [[no_unique_address]] Observer observer_;
  [[no_unique_address]] Clock clock_;
  TimePoint start_;
  bool is_running_ = true;
};

}  // namespace v1
}  // namespace isometric
