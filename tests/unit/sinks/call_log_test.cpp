#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <isometric/sinks/call_log.hpp>

#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using isometric::CallLog;
using isometric::Operation;
using isometric::RecordedCall;
using isometric::SeriesSelector;
using test_support::Contains;

namespace {

const SeriesSelector up{"app_moves_total", {{"way", "up"}}};
const SeriesSelector down{"app_moves_total", {{"way", "down"}}};
const SeriesSelector nodes{"app_nodes"};

RecordedCall mark(std::uint64_t sequence, std::string text) {
  return {sequence, Operation::mark, {""}, 0, std::move(text)};
}

/// Two rounds of the same.
CallLog sample_log() {
  return CallLog({{1, Operation::declare, {"app_moves_total"}},
                  {2, Operation::inc, up, 1},
                  {3, Operation::refuse, up},
                  mark(4, "sent"),
                  {5, Operation::set, nodes, 1},
                  {6, Operation::inc, down, 2},
                  mark(7, "sent"),
                  {8, Operation::inc, up, 3},
                  mark(9, "closed")});
}

std::vector<std::uint64_t> numbers(const CallLog& log) {
  std::vector<std::uint64_t> found;
  for (const auto& call : log) found.push_back(call.sequence);
  return found;
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a call log keeps its calls in order") {
  const auto log = sample_log();
  CHECK(numbers(log) == Numbers{1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK(log.size() == 9);
  CHECK_FALSE(log.empty());
  CHECK(log[1].series == up);
  CHECK(CallLog().empty());
  CHECK(CallLog() == CallLog(std::vector<RecordedCall>()));
}

TEST_CASE("a call log finds the calls on a series, a family, of an operation") {
  const auto log = sample_log();
  CHECK(numbers(log.of(up)) == Numbers{2, 3, 8});
  CHECK(numbers(log.of({"app_nodes"})) == Numbers{5});
  CHECK(numbers(log.of_family("app_moves_total")) == Numbers{1, 2, 3, 6, 8});
  CHECK(numbers(log.of(Operation::inc)) == Numbers{2, 6, 8});
  CHECK(numbers(log.updates()) == Numbers{2, 5, 6, 8});
  CHECK(log.of({"app_moves_total", {{"way", "sideways"}}}).empty());
  CHECK(log.of_family("app_moves").empty());
}

TEST_CASE("a call log is cut at the first mark of a text, or after the last") {
  const auto log = sample_log();
  CHECK(numbers(log.before("sent")) == Numbers{1, 2, 3});
  CHECK(numbers(log.after("sent")) == Numbers{8, 9});
  CHECK(numbers(log.before("closed")) == Numbers{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(log.after("closed").empty());
}

TEST_CASE("filters of a call log can be combined in any order, and marks are not lost") {
  const auto log = sample_log();
  CHECK(numbers(log.updates().of(up).before("sent")) == Numbers{2});
  CHECK(numbers(log.before("sent").updates().of(up)) == Numbers{2});
  CHECK(numbers(log.of(up).after("sent")) == Numbers{8});
  CHECK(numbers(log.after("sent").before("closed")) == Numbers{8});
  CHECK(log.after("closed").before("sent").empty());
  CHECK(sample_log() == log);
}

TEST_CASE("a mark that was never made is told, with those that were") {
  const auto log = sample_log();
  CHECK_THROWS_AS(log.before("send"), std::out_of_range);
  CHECK_THROWS_WITH(log.of(up).after("send"),
                    "isometric: the log has no mark 'send'\n"
                    "  it has 'sent'\n  it has 'sent'\n  it has 'closed'");
  CHECK_THROWS_WITH(CallLog().before("send"),
                    "isometric: the log has no mark 'send', nor any other");
}

TEST_CASE("a call that is not there is told") {
  CHECK_THROWS_AS(sample_log()[9], std::out_of_range);
  CHECK_THROWS_WITH(sample_log().of(up)[3],
                    "isometric: the log has 3 calls, none at 3\n"
                    "  2 inc app_moves_total{way=\"up\"} 1\n"
                    "  3 refuse app_moves_total{way=\"up\"}\n"
                    "  8 inc app_moves_total{way=\"up\"} 3");
  CHECK_THROWS_WITH(CallLog()[0], Contains("has 0 calls, none at 0"));
}

TEST_CASE("a call log prints a line for each call") {
  std::ostringstream text;
  text << sample_log().of(up) << CallLog();
  CHECK(text.str() ==
        "2 inc app_moves_total{way=\"up\"} 1\n"
        "3 refuse app_moves_total{way=\"up\"}\n"
        "8 inc app_moves_total{way=\"up\"} 3\n"
        "no calls\n");
}

TEST_CASE("a call log that was moved from is empty") {
  auto log = sample_log();
  const auto taken = std::move(log);
  CHECK(taken.size() == 9);
  CHECK(log.empty());  // NOLINT
  CHECK_THROWS_AS(log.before("sent"), std::out_of_range);
}
