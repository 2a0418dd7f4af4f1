#pragma once

#include <isometric/description/errors.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/testing/call_checks.hpp>
#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/conflict_checks.hpp>
#include <isometric/testing/verdict.hpp>

#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

// Matchers of what a sink was told, of what it refuses, and of whether it is one.

/// Matches a CallLog in which the series was updated exactly once.
template <class Log = CallLog>
auto CalledOnce(SeriesSelector series) {
  return make_matcher<Log>(called_once<Log>, std::move(series));
}

/// Matches a CallLog that has these calls in this order, among whatever others.
///
///     CHECK_THAT(sink.log(), CalledOnce(requests) &&
///                                CalledInOrder({requests, ExpectedCall::mark("response sent")}));
template <class Log = CallLog>
auto CalledInOrder(std::vector<ExpectedCall> expected) {
  return make_matcher<Log>(called_in_order<Log>, std::move(expected));
}

/// Matches a RegistrationConflict over this field, and with these details if any are given.
///
///     CHECK_THROWS_MATCHES(Histogram<RegistrySink>(sink, "app_size_bytes", "Sizes.", buckets(5)),
///                          RegistrationConflict,
///                          ConflictsOn(Field::buckets, {.existing = "(1, 2)", .requested =
///                          "(5)"}));
template <class Subject = RegistrationConflict>
auto ConflictsOn(Field field, ConflictDetails details = {}) {
  return make_matcher<Subject>(conflicts_on<>, field, std::move(details));
}

/// Matches what check_sink_conformance() returns of a sink that conforms; lists the failures of one
/// that does not.
///
///     CHECK_THAT(check_sink_conformance([] { return MySink{}; }), HasNoFailures());
template <class = void>
auto HasNoFailures() {
  return make_matcher<std::vector<std::string>>([](const auto& failures) {
    std::string text;
    for (const auto& failure : failures) text += (text.empty() ? "- " : "\n- ") + failure;
    return Verdict{failures.empty(), std::move(text)};
  });
}

}  // namespace isometric::inline v1::testing
