#include "support/catch.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/sinks/call_log.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/testing/call_checks.hpp>

using isometric::CallLog;
using isometric::Counter;
using isometric::Gauge;
using isometric::RecordingSink;
using isometric::testing::called_in_order;
using isometric::testing::called_once;
using isometric::testing::ExpectedCall;

namespace {

/// A response that is counted, and a gauge that is set before and after it.
struct RecordedResponse {
  RecordedResponse() {
    busy.set(1);
    requests.inc();
    sink.mark("sent");
    busy.set(0);
  }

  RecordingSink sink;
  Counter<RecordingSink> requests{sink, "app_requests_total", "Requests."};
  Gauge<RecordingSink> busy{sink, "app_busy", "Busy."};
};

}  // namespace

TEST_CASE("called_once holds for one update, of whatever value") {
  const RecordedResponse response;
  const auto log = response.sink.log();
  CHECK(called_once(log, response.requests.series()));
  CHECK_FALSE(called_once(log, response.busy.series()));
  CHECK_FALSE(called_once(log, {"app_jobs"}));
  CHECK(called_once(log.after("sent"), response.busy.series()));
  CHECK_FALSE(called_once(CallLog(), response.requests.series()));
}

TEST_CASE("called_once shows the updates there are instead") {
  const RecordedResponse response;
  const auto log = response.sink.log();
  CHECK(called_once(log, response.busy.series()).explanation ==
        "expected one update of app_busy, but there are 2\n"
        "  3 set app_busy 1\n"
        "  6 set app_busy 0");
  CHECK(called_once(log, {"app_jobs"}).explanation ==
        "expected one update of app_jobs, but there are 0; all updates are\n"
        "  3 set app_busy 1\n"
        "  4 inc app_requests_total 1\n"
        "  6 set app_busy 0");
}

TEST_CASE("called_in_order holds for calls in this order, among others") {
  const RecordedResponse response;
  const auto log = response.sink.log();
  const auto requests = response.requests.series();
  const auto busy = response.busy.series();
  const auto sent = ExpectedCall::mark("sent");
  CHECK(called_in_order(log, {requests, sent}));
  CHECK(called_in_order(log, {busy, requests, sent, busy}));
  CHECK(called_in_order(log, {busy, busy}));
  CHECK(called_in_order(log, {}));
  CHECK_FALSE(called_in_order(log, {sent, requests}));
  CHECK_FALSE(called_in_order(log, {requests, requests}));
  CHECK_FALSE(called_in_order(log, {sent, sent}));
  CHECK_FALSE(called_in_order(log, {ExpectedCall::mark("app_busy")}));
}

TEST_CASE("called_in_order says which call is not where it should be") {
  const RecordedResponse response;
  const auto log = response.sink.log();
  CHECK(
      called_in_order(log, {ExpectedCall::mark("sent"), response.requests.series()}).explanation ==
      "expected an update of app_requests_total after '5 mark sent', but there is none; updates "
      "and marks are\n"
      "  3 set app_busy 1\n"
      "  4 inc app_requests_total 1\n"
      "  5 mark sent\n"
      "  6 set app_busy 0");
  CHECK(called_in_order(CallLog(), {ExpectedCall::mark("sent")}).explanation ==
        "expected the mark 'sent', but there is none; updates and marks are");
}
