#pragma once

#include <isometric/description/detail/double_bits.hpp>

#include <cmath>
#include <initializer_list>
#include <limits>

namespace isometric::inline v1::detail {

/// Whether the difference `after - before` is the expected one, up to rounding. 0.3 - 0.1 is not
/// 0.2: so a few units in the last place of the greatest number do not count, and nor does what
/// `of_amount`, a fraction of the amount, says beside. Where all are whole numbers, all are exact
/// and have to be: a tolerance that suits a large counter would swallow small increments.
template <class = void>
bool is_close(double before, double after, double expected, double of_amount = 0) {
  const double actual = after - before;
  if (is_same_number(actual, expected)) return true;
  bool are_whole = true;
  double scale = 0;
  for (const double number : {actual, expected, before, after}) {
    if (!is_finite(number)) return false;
    are_whole = are_whole && is_equal(number, std::trunc(number));
    if (std::abs(number) > scale) scale = std::abs(number);
  }
  constexpr double few_units = 4 * std::numeric_limits<double>::epsilon();
  const double tolerance = few_units * scale + of_amount * std::abs(expected);
  return !are_whole && is_at_most(std::abs(actual - expected), tolerance);
}

/// Whether a number that code adds to changed by the expected amount. One that stayed the same
/// meets 0 and nothing else; one that moved, however little, does not meet 0.
template <class = void>
bool is_close_change(double before, double after, double expected) {
  const bool is_same = is_same_number(before, after);
  const bool is_none = is_equal(expected, 0);
  if (is_same || is_none) return is_same && is_none;
  // What a thousand additions of equal amounts, each rounded by half a unit, can add up to.
  constexpr double thousand_additions = 1e-13;
  return is_close(before, after, expected, thousand_additions);
}

}  // namespace isometric::inline v1::detail
