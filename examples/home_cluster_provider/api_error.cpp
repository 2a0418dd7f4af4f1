#include "api_error.hpp"

#include "json_text.hpp"

#include <nlohmann/json.hpp>

namespace homecluster::program {

HttpResponse error_response(int status, std::string_view code, std::string_view message) {
  return {.status = status,
          .body = to_json_text({{"error", {{"code", code}, {"message", message}}}})};
}

}  // namespace homecluster::program
