#pragma once

#include <string>

namespace isometric::inline v1::testing {

/// The answer of a check: whether it holds, and a text that ends the debugging if it does not.
struct Verdict {
  bool holds = false;
  /// What was expected and what was found; empty if the check holds.
  std::string explanation;

  explicit operator bool() const noexcept { return holds; }
};

}  // namespace isometric::inline v1::testing
