#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/instruments/detail/guard_parts.hpp>
#include <isometric/instruments/stopwatch.hpp>

#include <chrono>

namespace isometric::inline v1 {

/// What a timer hands its seconds to: a handle of any type of metric that has numbers.
template <class Handle>
concept TimerTarget = requires(const Handle& handle) { handle.observe(0.0); } ||
                      requires(const Handle& handle) { handle.set(0.0); } ||
                      requires(const Handle& handle) { handle.inc(0.0); };

/// Measures the time from its construction to the end of its scope, also if an exception ends it.
/// A histogram or a summary observes it, in seconds; a gauge is set to it; a counter adds it.
///
///     const isometric::Timer timer{metrics.request_duration.labels(Method::get)};
///
/// It takes a handle, or an instrument without labels, and keeps the handle, so it must not outlive
/// both instrument and sink. Used by one thread at a time. Costs two readings of the clock, some
/// 40 ns, and an update; on a sink that keeps nothing, it costs nothing, and the clock is not read.
/// That is why it tells nobody the time; a Stopwatch does.
template <TimerTarget Handle, TimerClock Clock = std::chrono::steady_clock>
class [[nodiscard("a timer without a name measures nothing")]] Timer {
 public:
  template <class Source>
  explicit Timer(const Source& target, const Clock& clock = Clock{})
      : handle_(detail::handle_of(target)), stopwatch_(clock), is_running_(true) {}

  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  ~Timer() { stop(); }

  /// Updates now instead of at the end of the scope. From the second call on, and after cancel(),
  /// it does nothing.
  void stop() noexcept {
    if constexpr (!NullSeries<Handle>) {
      if (!is_running_) return;
      is_running_ = false;
      if constexpr (requires { handle_.observe(0.0); }) {
        handle_.observe(stopwatch_.seconds());
      } else if constexpr (requires { handle_.set(0.0); }) {
        handle_.set(stopwatch_.seconds());
      } else {
        handle_.inc(stopwatch_.seconds());
      }
    }
  }

  /// Updates nothing at all.
  void cancel() noexcept {
    if constexpr (!NullSeries<Handle>) is_running_ = false;
  }

 private:
  [[no_unique_address]] Handle handle_;
  [[no_unique_address]] detail::NeededFor<Stopwatch<Clock>, Handle> stopwatch_;
  [[no_unique_address]] detail::NeededFor<bool, Handle> is_running_;
};

template <class Source>
Timer(const Source&) -> Timer<detail::HandleOf<Source>>;
template <class Source, class Clock>
Timer(const Source&, const Clock&) -> Timer<detail::HandleOf<Source>, Clock>;

}  // namespace isometric::inline v1
