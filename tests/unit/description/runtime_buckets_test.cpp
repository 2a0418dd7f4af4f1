#include "support/catch.hpp"

#include <isometric/description/runtime_buckets.hpp>

#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string refusal(const std::vector<double>& bounds) {
  try {
    static_cast<void>(isometric::checked_buckets(bounds));
  } catch (const isometric::InvalidBuckets& error) {
    return error.what();
  }
  return "no InvalidBuckets thrown";
}

TEST_CASE("good bounds known only at run time are taken as they are, without a copy") {
  const std::vector<double> bounds{-1, 0, 0.5};
  const isometric::Buckets buckets = isometric::checked_buckets(bounds);
  CHECK(buckets.data() == bounds.data());
  CHECK(buckets.size() == 3);
}

TEST_CASE("at run time there may be more bounds than a literal holds") {
  std::vector<double> bounds;
  for (int i = 0; i < 2000; ++i) bounds.push_back(i);
  CHECK(isometric::checked_buckets(bounds).size() == 2000);
}

TEST_CASE("bad bounds are refused with the index, the value and the rule") {
  CHECK(refusal({}) ==
        "isometric: invalid buckets: buckets are empty: give at least one upper bound");
  CHECK(refusal({1, 3, 2}) ==
        "isometric: invalid buckets: bound 2 is 2 after 3: buckets must be strictly increasing");
  CHECK(refusal({0.1, 0.1}) ==
        "isometric: invalid buckets: bound 1 is 0.10000000000000001 after "
        "0.10000000000000001: buckets must be strictly increasing");
  CHECK(refusal({1, infinity}) ==
        "isometric: invalid buckets: bound 1 is +Inf after 1: buckets "
        "must not include infinity, as +Inf is added by itself");
  CHECK(refusal({infinity}) ==
        "isometric: invalid buckets: bound 0 is +Inf: buckets must not "
        "include infinity, as +Inf is added by itself");
  CHECK(refusal({infinity, 1}) ==
        "isometric: invalid buckets: bound 0 is +Inf: buckets must be finite");
  CHECK(refusal({-infinity, 1}) ==
        "isometric: invalid buckets: bound 0 is -Inf: buckets must be finite");
  CHECK(refusal({1, nan, 0.5}) ==
        "isometric: invalid buckets: bound 1 is NaN after 1: buckets must not be NaN");
  CHECK(refusal({0.0, -0.0}) ==
        "isometric: invalid buckets: bound 1 is -0 after 0: buckets must be strictly increasing");
  CHECK_THROWS_AS(isometric::checked_buckets({}), std::invalid_argument);
}

}  // namespace
