#include "support/catch.hpp"
#include "support/complaint.hpp"

#include <isometric/testing/catch2/conformance_matchers.hpp>

#include <string>
#include <vector>

using isometric::testing::HasNoFailures;

TEST_CASE("HasNoFailures matches an empty list, and lists what is in another") {
  using Failures = std::vector<std::string>;
  CHECK_THAT(Failures{}, HasNoFailures());
  CHECK(test_support::complaint(HasNoFailures(), Failures{"first: wrong", "second: wrong, too"}) ==
        "\n- first: wrong\n- second: wrong, too");
}
