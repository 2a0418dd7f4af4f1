#pragma once

#include <isometric/detail/raise.hpp>

#include <stdexcept>
#include <string>

namespace isometric {
inline namespace v1 {
namespace testing {
namespace internal {

/// Throws std::invalid_argument: a test that is wrong by itself has to fail whatever it looks at,
/// and also if it is negated.
[[noreturn]] inline void refuse_test(const std::string& complaint) {
  detail::raise(std::invalid_argument("isometric: " + complaint));
}

/// The same unless `is_right`.
inline void require(bool is_right, const char* complaint) {
  if (!is_right) refuse_test(complaint);
}

}  // namespace internal
}  // namespace testing
}  // namespace v1
}  // namespace isometric
