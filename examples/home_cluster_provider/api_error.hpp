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

  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& code() const { return code_; }
  /// All of it: what() ends at the first NUL, which a path may have.
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  int status_;
  std::string code_;
  std::string message_;
};

/// `{"error":{"code":"NOT_FOUND","message":"..."}}`. Bytes of the message that are no UTF-8, and so
/// would be no JSON, appear as U+FFFD.
[[nodiscard]] HttpResponse error_response(int status, std::string_view code,
                                          std::string_view message);

}  // namespace homecluster::program
