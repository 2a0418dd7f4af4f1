#include "health.hpp"

#include "api_error.hpp"
#include "json_text.hpp"

namespace homecluster::program {

HttpResponse health(std::string_view method) {
  if (method == "GET" || method == "HEAD") return {.body = to_json_text({{"status", "OK"}})};
  return method_not_allowed(method, "GET, HEAD");
}

}  // namespace homecluster::program
