#pragma once

#include <string>
#include <string_view>

namespace homecluster::program {

/// A request as the provider's API sees it, whatever brought it here.
struct HttpRequest {
  std::string_view method;
  std::string_view target;  ///< path and query as they were sent, not decoded
  std::string_view body;
  std::string_view accept = {};  ///< the Accept headers, joined by commas
};

/// A response, JSON unless it says otherwise.
struct HttpResponse {
  int status = 200;
  std::string body;
  std::string allow = {};  ///< the Allow header of a 405: the methods that the route knows
  std::string content_type = "application/json";
};

}  // namespace homecluster::program
