#pragma once

#include <chrono>
#include <concepts>
#include <type_traits>
#include <utility>

namespace isometric::inline v1 {

/// A clock as timers want it: std::chrono::steady_clock, or a value such as a ManualClock.
template <class Clock>
concept TimerClock = std::copy_constructible<Clock> && requires(const Clock& clock) {
  { clock.now() - clock.now() } -> std::convertible_to<std::chrono::duration<double>>;
};

/// The seconds since its construction, for code that wants to know them itself; where only a metric
/// wants to, a Timer does it all.
///
///     const isometric::Stopwatch stopwatch;
///     answer(request);
///     const double seconds = stopwatch.seconds();
///     duration.observe(seconds);
///     if (seconds > 1) log(request, seconds);
///
/// Reading it from several threads at once is safe if reading the clock is. Construction and each
/// reading cost a reading of the clock, some 20 ns.
template <TimerClock Clock = std::chrono::steady_clock>
class Stopwatch {
 public:
  explicit Stopwatch(const Clock& clock = Clock{}) : clock_(clock), start_(clock_.now()) {}

  [[nodiscard]] double seconds() const noexcept {
    return std::chrono::duration<double>(clock_.now() - start_).count();
  }

 private:
  using TimePoint = std::remove_cvref_t<decltype(std::declval<const Clock&>().now())>;

  [[no_unique_address]] Clock clock_;
  TimePoint start_;
};

}  // namespace isometric::inline v1
