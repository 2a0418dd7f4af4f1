#include "support/catch.hpp"

#include <homecluster/status.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using homecluster::CallStatus;
using homecluster::Result;
using homecluster::StatusCode;

TEST_CASE("a status is a success unless it says otherwise") {
  const CallStatus status;
  CHECK(status.is_ok());
  CHECK(status.code() == StatusCode::ok);
  CHECK(status.message().empty());
}

TEST_CASE("a failure has a code and a message") {
  const CallStatus status{StatusCode::not_found, "there is no group 'x'"};
  CHECK_FALSE(status.is_ok());
  CHECK(status.code() == StatusCode::not_found);
  CHECK(status.message() == "there is no group 'x'");
}

TEST_CASE(
    "a success with a message is refused, and so is a result that has neither value nor failure") {
  CHECK_THROWS_AS((CallStatus{StatusCode::ok, "fine"}), std::invalid_argument);
  CHECK_THROWS_AS(Result<int>{CallStatus{}}, std::invalid_argument);
}

TEST_CASE("a result holds a value or says why not") {
  const Result<int> value = 42;
  CHECK(value.is_ok());
  CHECK(value.code() == StatusCode::ok);
  CHECK(value.status() == CallStatus{});
  CHECK(value.value() == 42);

  const Result<int> failure = CallStatus{StatusCode::unavailable, "the cluster does not answer"};
  CHECK_FALSE(failure.is_ok());
  CHECK(failure.code() == StatusCode::unavailable);
  CHECK(failure.status() == CallStatus{StatusCode::unavailable, "the cluster does not answer"});
  CHECK_THROWS_AS(failure.value(), std::bad_variant_access);
}

TEST_CASE("a value can be moved out of a result") {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
  const std::unique_ptr<int> value = std::move(result).value();
  CHECK(*value == 7);
}

TEST_CASE("a result may hold a status as its value's member without mistaking it for a failure") {
  const Result<std::vector<CallStatus>> result =
      std::vector<CallStatus>{{StatusCode::internal, "inner"}};
  CHECK(result.is_ok());
}

TEST_CASE("status codes have the names that gRPC gives them") {
  CHECK(to_string(StatusCode::ok) == "OK");
  CHECK(to_string(StatusCode::invalid_argument) == "INVALID_ARGUMENT");
  CHECK(to_string(StatusCode::not_found) == "NOT_FOUND");
  CHECK(to_string(StatusCode::failed_precondition) == "FAILED_PRECONDITION");
  CHECK(to_string(StatusCode::unavailable) == "UNAVAILABLE");
  CHECK(to_string(StatusCode::internal) == "INTERNAL");
  CHECK(to_string(static_cast<StatusCode>(200)) == "UNKNOWN");
}
