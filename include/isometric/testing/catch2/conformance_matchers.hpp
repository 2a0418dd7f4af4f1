#pragma once

#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/verdict.hpp>

#include <string>
#include <utility>
#include <vector>

namespace isometric::inline v1::testing {

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
