#pragma once

#include <isometric/description/errors.hpp>
#include <isometric/testing/verdict.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace isometric::inline v1::testing {

/// What a conflict is expected to name beside its field; whatever is not given may be anything.
struct ConflictDetails {
  std::optional<std::string> metric = {};
  std::optional<std::string> existing = {};
  std::optional<std::string> requested = {};
};

/// Whether the two declarations disagree about this field, and the conflict names these details.
template <class = void>
[[nodiscard]] Verdict conflicts_on(const RegistrationConflict& conflict, Field field,
                                   const ConflictDetails& details = {}) {
  std::string text;
  const auto expect = [&](std::string_view what, const std::optional<std::string>& expected,
                          std::string_view actual) {
    if (!expected || *expected == actual) return;
    text.append("expected a conflict ").append(what).append(" '").append(*expected);
    text.append("', but it is '").append(actual).append("'\n");
  };
  expect("over the field", std::string(to_string(field)), to_string(conflict.field()));
  expect("of the metric", details.metric, conflict.metric());
  expect("in which registered is", details.existing, conflict.existing());
  expect("in which asked for is", details.requested, conflict.requested());
  if (text.empty()) return {true, {}};
  return {false, text + conflict.what()};
}

}  // namespace isometric::inline v1::testing
