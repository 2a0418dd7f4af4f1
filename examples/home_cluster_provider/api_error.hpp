#pragma once

#include "http_message.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace homecluster::program {

/// A request that cannot be answered. `code` is the name of a gRPC status code, as the external
/// provider's protocol would report it; `status` the HTTP status that says the same.
class ApiError : public std::runtime_error {
 public:
  ApiError(int status, std::string_view code, const std::string& message)
      : std::runtime_error{message}, status_{status}, code_{code}, message_{message} {}

  static ApiError invalid_argument(const std::string& message) {
    return {400, "INVALID_ARGUMENT", message};
  }

  /// The client took too long.
  static ApiError late() { return {408, "DEADLINE_EXCEEDED", "the request did not come in time"}; }

  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& code() const { return code_; }
  /// All of it: what() ends at the first NUL, which a path may have.
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  int status_;
  std::string code_;
  std::string message_;
};

/// `{"error":{"code":"NOT_FOUND","message":"..."}}`. The message is made printable and cut,
/// whatever it quotes.
[[nodiscard]] HttpResponse error_response(int status, std::string_view code,
                                          std::string_view message);

/// A 405 with the methods that the route knows.
[[nodiscard]] HttpResponse method_not_allowed(std::string_view method, const std::string& allowed);

}  // namespace homecluster::program
