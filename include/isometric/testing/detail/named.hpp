#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::testing::internal {

inline std::string_view name_of(std::string_view name) noexcept {
  return name;
}
template <class Named>
  requires requires(const Named& named) { named.name; }
std::string_view name_of(const Named& named) noexcept {
  return named.name;
}

/// Whether one of them has the name, or is it.
template <class Named>
bool is_named(const std::vector<Named>& all, std::string_view name) noexcept {
  for (const auto& each : all) {
    if (name_of(each).compare(name) == 0) return true;
  }
  return false;
}

}  // namespace isometric::inline v1::testing::internal
