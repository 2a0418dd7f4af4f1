#include "support/catch.hpp"

#include <isometric/description/errors.hpp>
#include <isometric/testing/conflict_checks.hpp>

using isometric::Field;
using isometric::RegistrationConflict;
using isometric::testing::conflicts_on;

namespace {

RegistrationConflict sample_conflict() {
  return RegistrationConflict({"app_size", Field::buckets, "1, 2", "5", "a.cpp:3", "b.cpp:4"});
}

}  // namespace

TEST_CASE("conflicts_on holds for the field, and for the details that are given") {
  const auto conflict = sample_conflict();
  CHECK(conflicts_on(conflict, Field::buckets));
  CHECK(conflicts_on(conflict, Field::buckets, {.existing = "1, 2"}));
  CHECK(conflicts_on(conflict, Field::buckets,
                     {.metric = "app_size", .existing = "1, 2", .requested = "5"}));
  CHECK_FALSE(conflicts_on(conflict, Field::type));
  CHECK_FALSE(conflicts_on(conflict, Field::buckets, {.metric = "app_sizes"}));
  CHECK_FALSE(conflicts_on(conflict, Field::buckets, {.existing = "5"}));
  CHECK_FALSE(conflicts_on(conflict, Field::buckets, {.requested = ""}));
}

TEST_CASE("conflicts_on says all that differs, and what the conflict says") {
  const auto conflict = sample_conflict();
  CHECK(
      conflicts_on(conflict, Field::type, {.metric = "app_moves", .requested = "1"}).explanation ==
      "expected a conflict over the field 'type', but it is 'buckets'\n"
      "expected a conflict of the metric 'app_moves', but it is 'app_size'\n"
      "expected a conflict in which asked for is '1', but it is '5'\n"
      "isometric: metric family 'app_size' is in conflict over its buckets: registered is 1, 2 "
      "(a.cpp:3), asked for is 5 (b.cpp:4)");
  CHECK(conflicts_on(conflict, Field::buckets).explanation.empty());
}
