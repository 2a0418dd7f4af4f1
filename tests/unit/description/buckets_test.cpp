#include "support/catch.hpp"

#include <isometric/description/buckets.hpp>

#include <concepts>
#include <initializer_list>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using Bounds = std::vector<double>;

// As an instrument takes them: through the view, which lives as long as the full expression.
Bounds taken(isometric::Buckets buckets) {
  return {buckets.begin(), buckets.end()};
}

// What the literal forms refuse is shown in tests/compile_fail.

TEST_CASE("literal buckets keep their bounds, integers included") {
  CHECK(taken(isometric::buckets(0.1, 1, 10)) == Bounds{0.1, 1.0, 10.0});
  CHECK(taken(isometric::buckets(5)) == Bounds{5});
  CHECK(taken(isometric::buckets(-1.5, -0.0, 2.5F, 7L)) == Bounds{-1.5, 0.0, 2.5, 7.0});
}

TEST_CASE("the default buckets are those of the client library guidelines") {
  CHECK(taken(isometric::default_buckets) ==
        Bounds{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10});
}

TEST_CASE("linear buckets are computed from the start, so that rounding does not add up") {
  CHECK(taken(isometric::linear_buckets(1, 2, 3)) == Bounds{1, 3, 5});
  CHECK(taken(isometric::linear_buckets(-10, 5, 4)) == Bounds{-10, -5, 0, 5});
  CHECK(taken(isometric::linear_buckets(0.1, 0.1, 10)).back() == 1.0);
  CHECK(taken(isometric::linear_buckets(0, 1, 1)) == Bounds{0});
}

TEST_CASE("exponential buckets are multiplied step by step, as in the Go client") {
  CHECK(taken(isometric::exponential_buckets(1, 2, 4)) == Bounds{1, 2, 4, 8});
  CHECK(taken(isometric::exponential_buckets(100, 1.2, 3)) == Bounds{100, 120, 144});
  CHECK(taken(isometric::exponential_buckets(0.001, 10, 1)) == Bounds{0.001});
  Bounds expected;
  double bound = 0.0003;
  for (int i = 0; i < 12; ++i, bound *= 1.7) expected.push_back(bound);
  CHECK(taken(isometric::exponential_buckets(0.0003, 1.7, 12)) == expected);
}

TEST_CASE("a literal holds as many buckets as its capacity") {
  constexpr auto most = isometric::linear_buckets(0, 1, isometric::BucketList::capacity);
  STATIC_REQUIRE(most.size() == 64);
  CHECK(taken(most).back() == 63);
}

TEST_CASE("bounds up to the largest finite ones are accepted") {
  CHECK(taken(isometric::buckets(-1.7e308, 1.7e308)).size() == 2);
  CHECK(taken(isometric::linear_buckets(0, 8e307, 3)) == Bounds{0, 8e307, 1.6e308});
  CHECK(taken(isometric::exponential_buckets(1, 1e150, 3)).size() == 3);
}

TEST_CASE("buckets are a view that cannot be made of unchecked bounds") {
  STATIC_REQUIRE(std::is_trivially_copyable_v<isometric::Buckets>);
  STATIC_REQUIRE(sizeof(isometric::Buckets) == sizeof(std::span<const double>));
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<isometric::Buckets>);
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<isometric::BucketList>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<isometric::Buckets, std::span<const double>>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<isometric::Buckets, std::vector<double>>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<isometric::Buckets, std::initializer_list<double>>);
}

TEST_CASE("buckets can be read as a span and by index") {
  static constexpr auto list = isometric::buckets(1, 2);
  const isometric::Buckets buckets = list;
  const std::span<const double> span = buckets;
  CHECK(span.data() == list.data());
  CHECK(span.size() == 2);
  CHECK(buckets[1] == 2);
}

}  // namespace
