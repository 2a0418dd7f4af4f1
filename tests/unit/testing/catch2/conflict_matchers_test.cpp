#include "support/catch.hpp"
#include "support/complaint.hpp"

#include <isometric/description/buckets.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2/conflict_matchers.hpp>

using isometric::buckets;
using isometric::Field;
using isometric::Histogram;
using isometric::RegistrationConflict;
using isometric::RegistrySink;
using isometric::testing::ConflictsOn;

TEST_CASE("ConflictsOn matches what a declaration throws") {
  const RegistrySink sink;
  const Histogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.", buckets(1, 2));
  CHECK_THROWS_MATCHES(
      Histogram<RegistrySink>(sink, "app_size_bytes", "Sizes.", buckets(5)), RegistrationConflict,
      ConflictsOn(Field::buckets, {.metric = "app_size_bytes"}) && !ConflictsOn(Field::type));
}

TEST_CASE("ConflictsOn says what its check says") {
  const RegistrationConflict conflict({"app_size", Field::type, "gauge", "counter", "", "b.cpp:4"});
  CHECK(test_support::complaint(ConflictsOn(Field::help), conflict) ==
        "\nexpected a conflict over the field 'help', but it is 'type'\n"
        "isometric: metric family 'app_size' is in conflict over its type: registered is gauge "
        "(by other code), asked for is counter (b.cpp:4)");
}
