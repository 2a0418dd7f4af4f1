#pragma once

#include <stdexcept>
#include <string>

namespace isometric::inline v1 {

/// Quantiles of a summary, or the window that they cover, that break a rule.
///
/// what() quotes the offending value, states the rule and says what is expected. Not included by
/// any header that a component includes.
class InvalidQuantiles : public std::invalid_argument {
 public:
  explicit InvalidQuantiles(const std::string& message) : std::invalid_argument(message) {}
};

}  // namespace isometric::inline v1
