#include "support/catch.hpp"
#include "support/complaint.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/testing/catch2/call_matchers.hpp>

using namespace isometric::testing;
using isometric::Counter;
using isometric::RecordingSink;
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
