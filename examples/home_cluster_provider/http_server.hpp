#pragma once

#include "connections.hpp"
#include "http_message.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace homecluster::program {

class HttpProtocol;

/// An HTTP/1.1 server on one address. What a request means is the handler's business; the server
/// sees to it that everything wrong with the transport itself (a request line that is none, a body
/// that is too large, ...) is answered in the API's JSON form too.
///
/// Each connection carries one request, and ends by its deadline.
class HttpServer {
 public:
  /// Called from several threads at once. What it throws is answered with status 500.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  /// The longest body that is read; a longer one is answered with status 413.
  static constexpr std::size_t longest_body = std::size_t{256} << 10;

  /// Listens when the constructor returns. `host` is a numeric address; port 0 takes any free one.
  /// Throws std::runtime_error when that is not possible, a port that is in use included.
  HttpServer(const std::string& host, int port, Handler handler, ConnectionLimits limits = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] int port() const { return port_; }

  /// Takes no more connections, and waits for what has come on those that were accepted to be
  /// answered, or until `patience` is over. True if all have been; the destructor waits for the
  /// others.
  bool stop(std::chrono::nanoseconds patience);

 private:
  // The connections are served by the protocol, so it must outlive them.
  std::unique_ptr<HttpProtocol> protocol_;
  int port_ = 0;
  std::unique_ptr<Connections> connections_;
};

}  // namespace homecluster::program
