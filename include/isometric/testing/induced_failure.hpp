#pragma once

#include <stdexcept>
#include <string>

namespace isometric::inline v1::testing {

/// What a FailingSink throws.
class InducedFailure : public std::runtime_error {
 public:
  /// `operation` says which one failed, as FailingSink::failed_operation() does.
  explicit InducedFailure(const std::string& operation)
      : std::runtime_error("isometric: induced failure of " + operation) {}
};

/// How a FailingSink fails.
enum class FailureKind : unsigned char {
  induced_failure,  ///< throws InducedFailure
  bad_alloc,        ///< throws std::bad_alloc, for code that has an answer of its own to that
};

}  // namespace isometric::inline v1::testing
