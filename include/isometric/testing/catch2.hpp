#pragma once

#include <isometric/metrics_source.hpp>
#include <isometric/snapshot.hpp>
#include <isometric/snapshot_delta.hpp>
#include <isometric/testing/checks.hpp>

// Catch2 3 has many headers, 2.13 has one; either way TEST_CASE and CHECK_THAT come along.
#if __has_include(<catch2/matchers/catch_matchers.hpp>)
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <string>
#include <utility>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace testing {

namespace internal {

#if __has_include(<catch2/matchers/catch_matchers.hpp>)
template <class Argument>
using CatchMatcher = Catch::Matchers::MatcherBase<Argument>;
#else
template <class Argument>
using CatchMatcher = Catch::MatcherBase<Argument>;
#endif

/// A Catch2 matcher of a check. The explanation is known only once it has been asked, which is
/// before Catch2 wants the description.
template <class Argument, class Check>
class CheckMatcher : public CatchMatcher<Argument> {
 public:
  explicit CheckMatcher(Check check) : check_(std::move(check)) {}

  bool match(const Argument& argument) const override {
    verdict_ = check_(argument);
    return verdict_.holds;
  }

 protected:
  std::string describe() const override {
    // On a line of its own, below the subject.
    return verdict_.holds ? "as expected" : "\n" + verdict_.explanation;
  }

 private:
  Check check_;
  mutable Verdict verdict_;
};

template <class Argument, class Check>
CheckMatcher<Argument, Check> make_matcher(Check check) {
  return CheckMatcher<Argument, Check>(std::move(check));
}

}  // namespace internal

/// Matches a Snapshot that has the counter or gauge with exactly this value.
///
///     CHECK_THAT(snapshot(server.sink()), HasValue(server.metrics().nodes.series("rack-1"), 3));
inline auto HasValue(SeriesSelector series, double value) {
  return internal::make_matcher<Snapshot>([series = std::move(series), value](const auto& subject) {
    return has_value(subject, series, value);
  });
}

/// Matches a SnapshotDelta in which the series rose by this amount, whatever else changed.
inline auto IncreasedBy(SeriesSelector series, double amount) {
  return internal::make_matcher<SnapshotDelta>(
      [series = std::move(series), amount](const auto& delta) {
        return increased_by(delta, series, amount);
      });
}

/// Matches a SnapshotDelta in which these series changed, by these amounts, and no other did.
///
///     CHECK_THAT(after - before, OnlyChanged({{scale_operations, +1}, {duration}}));
inline auto OnlyChanged(std::vector<ExpectedChange> expected) {
  return internal::make_matcher<SnapshotDelta>([expected = std::move(expected)](const auto& delta) {
    return only_changed(delta, expected);
  });
}

inline auto OnlyChanged(SeriesSelector series, double increase) {
  return OnlyChanged(std::vector<ExpectedChange>{{std::move(series), increase}});
}

/// Matches what check_sink_conformance() returns of a sink that conforms; lists the failures of one
/// that does not.
///
///     CHECK_THAT(check_sink_conformance([] { return MySink{}; }), HasNoFailures());
inline auto HasNoFailures() {
  return internal::make_matcher<std::vector<std::string>>([](const auto& failures) {
    std::string text;
    for (const auto& failure : failures) text += (text.empty() ? "- " : "\n- ") + failure;
    return Verdict{failures.empty(), std::move(text)};
  });
}

}  // namespace testing
}  // namespace v1
}  // namespace isometric
