#include "support/catch.hpp"

#include <isometric/sinks/recorded_call.hpp>

#include <limits>
#include <sstream>
#include <string>

using isometric::Operation;
using isometric::RecordedCall;

namespace {

std::string text_of(const RecordedCall& call) {
  std::ostringstream text;
  text << call;
  return text.str();
}

}  // namespace

TEST_CASE("a recorded call prints as one line: number, operation, series and value") {
  CHECK(text_of({1, Operation::declare, {"app_moves_total"}}) == "1 declare app_moves_total");
  CHECK(
      text_of({22, Operation::inc, {"app_moves_total", {{"way", "u\"p"}, {"group", "a"}}}, 0.1}) ==
      "22 inc app_moves_total{group=\"a\",way=\"u\\\"p\"} 0.1");
  CHECK(text_of({3, Operation::set, {"app_nodes"}, -std::numeric_limits<double>::infinity()}) ==
        "3 set app_nodes -Inf");
  CHECK(text_of({4, Operation::observe, {"app_size"}, 0}) == "4 observe app_size 0");
  CHECK(text_of({7, Operation::observe, {"app_size"}, 0.5, "", 3}) ==
        "7 observe app_size 0.5 (3 times)");
  CHECK(text_of({5, Operation::refuse, {"app_size"}}) == "5 refuse app_size");
  CHECK(text_of({6, Operation::mark, {""}, 0, "response sent"}) == "6 mark response sent");
}

TEST_CASE("only what gives a series a value is an update") {
  using enum Operation;
  for (const auto operation : {inc, dec, set, observe}) CHECK(is_update(operation));
  for (const auto operation :
       {declare, make, refuse, reject, remove, register_callback, end_callback, mark}) {
    CHECK_FALSE(is_update(operation));
  }
}

TEST_CASE("recorded calls are equal if all of them is") {
  const RecordedCall call{1, Operation::inc, {"app_moves_total"}, 2};
  CHECK(call == RecordedCall{1, Operation::inc, {"app_moves_total"}, 2});
  CHECK_FALSE(call == RecordedCall{2, Operation::inc, {"app_moves_total"}, 2});
  CHECK_FALSE(call == RecordedCall{1, Operation::set, {"app_moves_total"}, 2});
  CHECK_FALSE(call == RecordedCall{1, Operation::inc, {"app_nodes"}, 2});
  CHECK_FALSE(call == RecordedCall{1, Operation::inc, {"app_moves_total"}, 3});
  CHECK_FALSE(call == RecordedCall{1, Operation::inc, {"app_moves_total"}, 2, "", 3});
}
