#pragma once

#include <stdexcept>
#include <string>

namespace isometric::inline v1 {

/// Histogram bucket boundaries that break a rule.
///
/// what() quotes the offending value, states the rule and says what is expected. Not included by
/// any header that a component includes.
class InvalidBuckets : public std::invalid_argument {
 public:
  explicit InvalidBuckets(const std::string& message) : std::invalid_argument(message) {}
};

}  // namespace isometric::inline v1
