#include "api_error.hpp"

#include "json_text.hpp"

#include <homecluster/printable_text.hpp>

#include <nlohmann/json.hpp>

namespace homecluster::program {

HttpResponse error_response(int status, std::string_view code, std::string_view message) {
  const std::string shown = printable(beginning_of(message, 1'000));
  return {.status = status,
          .body = to_json_text({{"error", {{"code", code}, {"message", shown}}}})};
}

HttpResponse method_not_allowed(std::string_view method, const std::string& allowed) {
  HttpResponse response = error_response(
      405, "UNIMPLEMENTED", "there is no " + std::string{method} + " here, only " + allowed);
  response.allow = allowed;
  return response;
}

}  // namespace homecluster::program
