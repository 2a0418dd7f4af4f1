#pragma once

#include "connection.hpp"
#include "http_server.hpp"

#include <httplib.h>

#include <string_view>

namespace homecluster::program {

/// HTTP as httplib knows it, on connections that are not its own: their deadlines and limits, and
/// the errors of the transport in the API's form, are ours.
class HttpProtocol : private httplib::Server {
 public:
  explicit HttpProtocol(HttpServer::Handler handler);

  /// Answers one request. Thread-safe. What is beyond help, such as no memory, ends the connection
  /// without an answer.
  void serve(Connection& connection) noexcept;

 private:
  void answer(const httplib::Request& request, std::string_view body, httplib::Response& response);

  HttpServer::Handler handler_;
};

}  // namespace homecluster::program
