#pragma once

#include "support/catch.hpp"

#include <string>

// Catch2 3 has renamed Contains, and moved StartsWith.
namespace test_support {

inline auto Contains(const std::string& part) {
#if __has_include(<catch2/catch_all.hpp>)
  return Catch::Matchers::ContainsSubstring(part);
#else
  return Catch::Matchers::Contains(part);
#endif
}

inline auto StartsWith(const std::string& part) {
  return Catch::Matchers::StartsWith(part);
}

}  // namespace test_support
