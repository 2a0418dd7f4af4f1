#pragma once

#include "support/catch.hpp"

#include <string>

namespace test_support {

/// What Catch2 would print of a matcher below an assertion that fails.
template <class Matcher, class Subject>
std::string complaint(const Matcher& matcher, const Subject& subject) {
  REQUIRE_FALSE(matcher.match(subject));
  return matcher.toString();
}

}  // namespace test_support
