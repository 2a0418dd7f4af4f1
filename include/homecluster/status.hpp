#pragma once

#include <homecluster/status_code.hpp>
#include <isometric/description/detail/raise.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace homecluster {

/// How a request ended, with a message for people if it failed. Failures that a caller must expect
/// are values, never exceptions.
class [[nodiscard]] CallStatus {
 public:
  /// Success.
  CallStatus() = default;

  /// Throws std::invalid_argument if `code` is ok: a success has no message.
  CallStatus(StatusCode code, std::string message) : code_(code), message_(std::move(message)) {
    if (code == StatusCode::ok) {
      isometric::detail::raise(std::invalid_argument(
          "homecluster: a CallStatus with a message must be a failure, not OK: " + message_));
    }
  }

  [[nodiscard]] bool is_ok() const noexcept { return code_ == StatusCode::ok; }
  [[nodiscard]] StatusCode code() const noexcept { return code_; }
  /// Empty for a success.
  [[nodiscard]] const std::string& message() const noexcept { return message_; }

  friend bool operator==(const CallStatus&, const CallStatus&) = default;

 private:
  StatusCode code_ = StatusCode::ok;
  std::string message_;
};

/// A value, or the status that says why there is none.
template <class Value>
class [[nodiscard]] Result {
 public:
  Result(Value value) : outcome_(std::in_place_index<1>, std::move(value)) {}

  /// Throws std::invalid_argument if `failure` is a success: then there must be a value.
  Result(CallStatus failure) : outcome_(std::in_place_index<0>, std::move(failure)) {
    if (std::get<0>(outcome_).is_ok()) {
      isometric::detail::raise(
          std::invalid_argument("homecluster: a Result without a value needs a failure, not OK"));
    }
  }

  [[nodiscard]] bool is_ok() const noexcept { return std::get_if<1>(&outcome_) != nullptr; }
  [[nodiscard]] StatusCode code() const noexcept {
    return is_ok() ? StatusCode::ok : std::get_if<0>(&outcome_)->code();
  }
  /// The failure, or a success if there is a value.
  [[nodiscard]] CallStatus status() const { return is_ok() ? CallStatus{} : std::get<0>(outcome_); }

  /// Throws std::bad_variant_access if there is none.
  [[nodiscard]] const Value& value() const& { return std::get<1>(outcome_); }
  [[nodiscard]] Value&& value() && { return std::get<1>(std::move(outcome_)); }

 private:
  std::variant<CallStatus, Value> outcome_;
};

}  // namespace homecluster
