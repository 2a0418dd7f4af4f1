#include "support/catch.hpp"

#include <isometric/description/metric_name_prefix.hpp>

#include <string>
#include <string_view>
#include <type_traits>

using isometric::MetricNamePrefix;

namespace {

std::string_view view(MetricNamePrefix prefix) {
  return prefix.view();
}

}  // namespace

TEST_CASE("a literal converts to a prefix and is kept as it is") {
  CHECK(view("billing_") == "billing_");
  CHECK(view("a_B2_") == "a_B2_");
  STATIC_REQUIRE(MetricNamePrefix("billing_").view() == "billing_");
}

TEST_CASE("a prefix is made neither from nothing nor from a run-time string") {
  STATIC_REQUIRE_FALSE(std::is_default_constructible_v<MetricNamePrefix>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, MetricNamePrefix>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<const char*, MetricNamePrefix>);
}
