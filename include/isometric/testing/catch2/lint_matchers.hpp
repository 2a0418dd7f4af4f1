#pragma once

#include <isometric/testing/catch2/check_matcher.hpp>
#include <isometric/testing/lint_checks.hpp>

#include <utility>

namespace isometric::inline v1::testing {

/// Matches a Catalogue, or what an ExposedPage is made of, in which promlint and your own rules
/// find nothing; lists the findings.
///
///     CHECK_THAT(server.sink(), LintClean());
template <class = void>
auto LintClean(LintOptions options = {}) {
  return make_matcher<LintSubject>(
      [options = std::move(options)](const auto& subject) { return lint_clean(subject, options); });
}

}  // namespace isometric::inline v1::testing
