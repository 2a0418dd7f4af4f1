#include "support/catch.hpp"

#include <isometric/testing/induced_failure.hpp>

#include <stdexcept>
#include <string>
#include <type_traits>

using isometric::testing::InducedFailure;

TEST_CASE("an induced failure says what failed, and that it was meant to") {
  CHECK(InducedFailure("operation 3, look-up in app_x").what() ==
        std::string("isometric: induced failure of operation 3, look-up in app_x"));
}

TEST_CASE("an induced failure is a runtime error that can be copied safely") {
  STATIC_REQUIRE(std::is_base_of_v<std::runtime_error, InducedFailure>);
  STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<InducedFailure>);
}
