#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/name_rules.hpp>
#include <isometric/description/detail/raise.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace isometric::inline v1::testing::internal {

/// Throws std::invalid_argument: a test that is wrong by itself has to fail whatever it looks at,
/// and also if it is negated.
template <class = void>
[[noreturn]] void refuse_test(std::string_view complaint) {
  detail::raise(std::invalid_argument(detail::joined({"isometric: ", complaint})));
}

/// The same unless `is_right`.
template <class = void>
void require_argument(bool is_right, const char* complaint) {
  if (!is_right) refuse_test(complaint);
}

/// The same unless a family can have this name: a series that is written as a name is never there.
template <class = void>
void require_family_name(std::string_view name) {
  require_argument(detail::is_identifier(name, true),
                   "a family's name has no other characters than letters, digits, '_' and ':'; "
                   "series(\"x_total{a=\\\"b\\\"}\") reads a selector");
}

}  // namespace isometric::inline v1::testing::internal
