#include "support/catch.hpp"
#include "support/complaint.hpp"

#include <isometric/description/buckets.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2/sink_matchers.hpp>

#include <string>
#include <vector>

using namespace isometric::testing;
using isometric::buckets;
using isometric::Counter;
using isometric::Field;
using isometric::Histogram;
using isometric::RecordingSink;
using isometric::RegistrationConflict;
using isometric::RegistrySink;
using test_support::complaint;

TEST_CASE("matchers of calls say once, and before the response") {
  const RecordingSink sink;
  const Counter<RecordingSink> requests(sink, "app_requests_total", "Requests.");
  requests.inc();
  sink.mark("response sent");
  const auto counted = requests.series();
  const auto sent = ExpectedCall::mark("response sent");
  CHECK_THAT(sink.log(), CalledOnce(counted) && CalledInOrder({counted, sent}));
  CHECK_THAT(sink.log(), !CalledInOrder({sent, counted}) && !CalledOnce({"app_jobs"}));
  requests.inc();
  CHECK(complaint(CalledOnce(counted), sink.log()) ==
        "\nexpected one update of app_requests_total, but there are 2\n"
        "  2 inc app_requests_total 1\n"
        "  4 inc app_requests_total 1");
  CHECK(complaint(CalledInOrder({ExpectedCall::mark("end")}), sink.log()) ==
        "\nexpected the mark 'end', but there is none; updates and marks are\n"
        "  2 inc app_requests_total 1\n"
        "  3 mark response sent\n"
        "  4 inc app_requests_total 1");
}

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

TEST_CASE("HasNoFailures matches an empty list, and lists what is in another") {
  using Failures = std::vector<std::string>;
  CHECK_THAT(Failures{}, HasNoFailures());
  CHECK(test_support::complaint(HasNoFailures(), Failures{"first: wrong", "second: wrong, too"}) ==
        "\n- first: wrong\n- second: wrong, too");
}
