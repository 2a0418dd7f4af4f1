#pragma once

#include <stdexcept>
#include <string>

namespace isometric::inline v1 {

/// A name, label, unit or help text that breaks a rule.
///
/// what() quotes the offending value, states the rule and says what is expected. Not included by
/// any header that a component includes.
class InvalidName : public std::invalid_argument {
 public:
  explicit InvalidName(const std::string& message) : std::invalid_argument(message) {}
};

}  // namespace isometric::inline v1
