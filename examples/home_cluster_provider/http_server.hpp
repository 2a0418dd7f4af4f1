#pragma once

#include "http_message.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace homecluster::program {

/// An HTTP/1.1 server on one address. What a request means is the handler's business; the server
/// sees to it that everything wrong with the transport itself (a request line that is none, a body
/// that is too large, ...) is answered in the API's JSON form too.
///
/// Each connection carries one request, so an idle one never keeps a thread for long.
class HttpServer {
 public:
  /// Called from several threads at once. What it throws is answered with status 500.
  using Handler = std::function<HttpResponse(const HttpRequest&)>;

  /// The longest body that is read; a longer one is answered with status 413.
  static constexpr std::size_t longest_body = std::size_t{256} << 10;

  /// Listens when the constructor returns. `host` is a numeric address; port 0 takes any free one.
  /// Throws std::runtime_error when that is not possible, a port that is in use included.
  HttpServer(const std::string& host, int port, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] int port() const;

  /// Takes no more connections and waits until the requests that are being answered have ended, or
  /// until `patience` is over. True if all have ended; the destructor waits for the others.
  bool stop(std::chrono::milliseconds patience);

 private:
  class Listener;
  std::unique_ptr<Listener> listener_;
};

}  // namespace homecluster::program
