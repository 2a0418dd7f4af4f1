#pragma once

#include <cstddef>
#include <ostream>
#include <string>

namespace isometric::inline v1::testing {

/// Something that is wrong with an exposition page.
struct PageProblem {
  std::size_t line = 0;  ///< counted from 1
  std::string text;      ///< what is wrong, in plain words

  friend bool operator==(const PageProblem&, const PageProblem&) = default;

  /// Prints `line 3: 'x' is no number`.
  friend std::ostream& operator<<(std::ostream& stream, const PageProblem& problem) {
    return stream << "line " << std::to_string(problem.line) << ": " << problem.text;
  }
};

}  // namespace isometric::inline v1::testing
