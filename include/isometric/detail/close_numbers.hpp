#pragma once

#include <isometric/snapshot_delta.hpp>

#include <algorithm>
#include <cmath>

namespace isometric {
inline namespace v1 {
namespace detail {

/// Whether the difference `after - before` is the expected one. Amounts are sums of doubles and
/// need not be exact: 0.3 - 0.1 is not 0.2. Whole numbers are exact, and have to be: a tolerance
/// that suits a large counter would swallow small increments.
inline bool is_close(double before, double after, double expected) {
  const double actual = after - before;
  if (same_number(actual, expected)) return true;
  bool are_whole = true;
  double scale = 0;
  for (const double number : {actual, expected, before, after}) {
    if (!std::isfinite(number)) return false;
    are_whole = are_whole && number == std::trunc(number);
    scale = std::max(scale, std::abs(number));
  }
  return !are_whole && std::abs(actual - expected) <= 1e-12 * scale;
}

}  // namespace detail
}  // namespace v1
}  // namespace isometric
