#include "support/catch.hpp"

#include <isometric/description/detail/double_bits.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace isometric::detail;
using Limits = std::numeric_limits<double>;

const std::vector<double>& numbers() {
  static const std::vector<double> all = {0.0,
                                          -0.0,
                                          1,
                                          -1,
                                          1.5,
                                          Limits::max(),
                                          Limits::lowest(),
                                          Limits::min(),
                                          -Limits::min(),
                                          Limits::denorm_min(),
                                          -Limits::denorm_min(),
                                          Limits::infinity(),
                                          -Limits::infinity(),
                                          Limits::quiet_NaN(),
                                          -Limits::quiet_NaN(),
                                          Limits::signaling_NaN()};
  return all;
}

TEST_CASE("the bits of a double tell what the standard library tells of it") {
  for (const double x : numbers()) {
    CAPTURE(x);
    CHECK(is_nan(x) == std::isnan(x));
    CHECK(is_finite(x) == std::isfinite(x));
    CHECK(has_minus_sign(x) == std::signbit(x));
    CHECK(is_increment(x) == (std::isfinite(x) && x >= 0));
    CHECK(bits_of(with_sign(x, true)) == bits_of(-std::abs(x)));
    CHECK(bits_of(with_sign(x, false)) == bits_of(std::abs(x)));
    CHECK(bits_of(double_of(bits_of(x))) == bits_of(x));
  }
  CHECK(infinity == Limits::infinity());
  CHECK(std::isnan(not_a_number));
}

TEST_CASE("the bits of two doubles compare as the doubles do") {
  for (const double a : numbers()) {
    for (const double b : numbers()) {
      CAPTURE(a, b);
      CHECK(is_equal(a, b) == (a == b));
      CHECK(is_less(a, b) == (a < b));
      CHECK(is_at_most(a, b) == (a <= b));
      CHECK(is_same_number(a, b) == (a == b || (std::isnan(a) && std::isnan(b))));
    }
  }
}

TEST_CASE("the compiler can ask, too") {
  STATIC_REQUIRE(is_nan(Limits::quiet_NaN()));
  STATIC_REQUIRE(!is_finite(Limits::infinity()));
  STATIC_REQUIRE(is_equal(-0.0, 0.0));
  STATIC_REQUIRE(is_less(-Limits::infinity(), Limits::lowest()));
  STATIC_REQUIRE(is_at_most(1, 1));
}

}  // namespace
