#pragma once

#include <isometric/instruments/stopwatch.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/eventually.hpp>
#include <isometric/testing/verdict.hpp>

// The part of Catch2 3 that has matchers of subjects of any type.
#if __has_include(<catch2/matchers/catch_matchers_templated.hpp>)
#include <catch2/matchers/catch_matchers_templated.hpp>
#endif

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace isometric::inline v1::testing {

#if __has_include(<catch2/matchers/catch_matchers_templated.hpp>)
using CatchGenericMatcher = Catch::Matchers::MatcherGenericBase;
#else
using CatchGenericMatcher = Catch::Matchers::Impl::MatcherUntypedBase;
#endif

/// A Catch2 matcher that waits for another one to match. Made by Eventually().
template <class Matcher, TimerClock Clock, class Sleep>
class EventuallyMatcher : public CatchGenericMatcher {
 public:
  EventuallyMatcher(Matcher matcher, std::chrono::nanoseconds timeout, Clock clock, Sleep sleep)
      : matcher_(std::move(matcher)),
        timeout_(timeout),
        clock_(std::move(clock)),
        sleep_(std::move(sleep)) {}

  template <class Subject>
  bool match(const Subject& subject) const {
    using Reading = std::remove_cvref_t<decltype(detail::read_subject(subject))>;
    std::optional<Reading> last;
    const Verdict verdict = eventually(
        [&]() -> const Reading& { return last.emplace(detail::read_subject(subject)); },
        [&](const Reading& reading) { return Verdict{matcher_.match(reading), "the last was"}; },
        timeout_, clock_, sleep_);
    // Only now is the matcher inside asked for its description: Catch2 lets it make one only once.
    description_ = verdict.holds ? "eventually as expected"
                                 : "\n" + verdict.explanation + "\n" +
                                       trimmed(Catch::Detail::stringify(*last)) + "\n" +
                                       trimmed(matcher_.toString());
    return verdict.holds;
  }

 protected:
  std::string describe() const override { return description_; }

 private:
  /// Without line ends around it: Catch2 does not indent what is below an empty line.
  static std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of('\n');
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of('\n') + 1 - begin);
  }

  Matcher matcher_;
  std::chrono::nanoseconds timeout_;
  Clock clock_;
  Sleep sleep_;
  mutable std::string description_;
};

/// Matches a source, a Changes, or a function, of which a reading matches before the timeout has
/// passed; see eventually.hpp. A source is read by its snapshot, a Changes by its delta so far; a
/// function is called.
///
///     CHECK_THAT(server.sink(), Eventually(HasValue(jobs.series(), 0), 2s));
///     CHECK_THAT(changes, Eventually(OnlyChanged(jobs_done.series(), +1), 2s));
///     CHECK_THAT([&] { return server.page(); }, Eventually(Contains("app_jobs 0"), 2s));
///
/// `clock` and `sleep` are those of eventually().
template <class Matcher, TimerClock Clock = std::chrono::steady_clock, class Sleep = SleepThread>
[[nodiscard]] auto Eventually(Matcher matcher, std::chrono::nanoseconds timeout,
                              Clock clock = Clock{}, Sleep sleep = Sleep{}) {
  return EventuallyMatcher<Matcher, Clock, Sleep>(std::move(matcher), timeout, std::move(clock),
                                                  std::move(sleep));
}

}  // namespace isometric::inline v1::testing
