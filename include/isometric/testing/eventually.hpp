#pragma once

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/instruments/stopwatch.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/testing/changes.hpp>
#include <isometric/testing/verdict.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <string>
#include <time.h>

namespace isometric::inline v1 {
namespace testing {

/// How eventually() lets time go by: the calling thread sleeps.
struct SleepThread {
  // Not std::this_thread::sleep_for(), which takes all of <thread> to declare.
  void operator()(std::chrono::nanoseconds time) const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
    ::timespec left{};
    left.tv_sec = seconds.count();
    left.tv_nsec = (time - seconds).count();
    while (::nanosleep(&left, &left) != 0 && errno == EINTR) continue;
  }
};

}  // namespace testing

namespace detail {

/// A snapshot of a source, what happened so far, or what a function returns.
template <class Subject>
decltype(auto) read_subject(const Subject& subject) {
  constexpr bool is_changes = std::same_as<Subject, testing::Changes>;
  static_assert(MetricsSource<Subject> || is_changes || std::invocable<const Subject&>,
                "isometric: what is eventually to hold is read from a MetricsSource, such as a "
                "sink, from Changes, or from a function without parameters");
  if constexpr (MetricsSource<Subject>) {
    return subject.snapshot();
  } else if constexpr (is_changes) {
    return subject.delta();
  } else if constexpr (std::invocable<const Subject&>) {
    return subject();
  }
}

}  // namespace detail

namespace testing {

/// Reads, and checks what was read, until the check holds or `timeout` has passed. Returns the last
/// verdict; one that does not hold begins with how long it took, `after 2 s, 37 readings: `.
///
///     const Verdict verdict = eventually(
///         sink, [&](const Snapshot& seen) { return has_value(seen, jobs.series(), 0); }, 2s);
///
/// `subject` is a MetricsSource, of which a snapshot is checked; a Changes, of which the delta so
/// far is; or a function, of which the result is. `verdict_of` is a check: given what was read it
/// returns a Verdict.
///
/// It waits 1 ms after the first reading, and then twice as long each time, up to 20 ms. The last
/// reading begins when the timeout has passed, so what was there in time is seen however slow the
/// machine is. With no time at all there is one reading. What is thrown passes through.
///
/// `clock` has a `now()` that never goes back, and `sleep` takes a std::chrono::nanoseconds: a test
/// gives a ManualClock and a function that advances it, and need not wait.
template <class Subject, class Check, TimerClock Clock = std::chrono::steady_clock,
          class Sleep = SleepThread>
[[nodiscard]] Verdict eventually(const Subject& subject, Check verdict_of,
                                 std::chrono::nanoseconds timeout, Clock clock = Clock{},
                                 Sleep sleep = Sleep{}) {
  using std::chrono::nanoseconds;
  constexpr nanoseconds longest_pause = std::chrono::milliseconds(20);
  const auto start = clock.now();
  const auto elapsed = [&] { return std::chrono::duration_cast<nanoseconds>(clock.now() - start); };
  nanoseconds pause = std::chrono::milliseconds(1);
  for (std::size_t readings = 1;; ++readings) {
    const bool is_last = elapsed() >= timeout;
    Verdict verdict = verdict_of(detail::read_subject(subject));
    if (verdict) return verdict;
    if (is_last) {
      const auto milliseconds = std::chrono::round<std::chrono::milliseconds>(elapsed());
      verdict.explanation =
          detail::joined({"after ", detail::thousandths_text(milliseconds.count()), " s, ",
                          std::to_string(readings),
                          readings == 1 ? " reading: " : " readings: ", verdict.explanation});
      return verdict;
    }
    if (const auto left = timeout - elapsed(); left > nanoseconds::zero()) {
      sleep((std::min)(pause, left));
    }
    pause = (std::min)(2 * pause, longest_pause);
  }
}

}  // namespace testing
}  // namespace isometric::inline v1
