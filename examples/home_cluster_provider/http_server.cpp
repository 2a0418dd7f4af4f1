#include "http_server.hpp"

#include "api_error.hpp"
#include "listen_address.hpp"
#include "quoted_text.hpp"

#include <httplib.h>

#include <atomic>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <future>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <utility>

namespace homecluster::program {
namespace {

constexpr std::size_t longest_body = HttpServer::longest_body;

/// What a client sends beyond the limit is read and dropped up to here, since a client that is
/// still writing when the connection is closed does not see the answer.
constexpr std::size_t longest_drained = 4 * longest_body;

void send(const HttpResponse& answer, httplib::Response& response) {
  response.status = answer.status;
  response.set_content(answer.body, answer.content_type);
  if (!answer.allow.empty()) response.set_header("Allow", answer.allow);
}

ApiError too_large() {
  return {413, "RESOURCE_EXHAUSTED",
          "body: expected at most " + std::to_string(longest_body) + " bytes, found more"};
}

HttpResponse response_to(const ApiError& error) {
  return error_response(error.status(), error.code(), error.message());
}

/// The answers that httplib gives on its own have no body; this gives them one.
HttpResponse transport_error(int status) {
  switch (status) {
    case 404: return error_response(status, "NOT_FOUND", "there is no such route");
    case 413: return response_to(too_large());
    case 414: return error_response(status, "INVALID_ARGUMENT", "the request's target is too long");
    default: break;
  }
  if (status < 500) {
    return error_response(status, "INVALID_ARGUMENT", "this is no HTTP request that can be read");
  }
  return error_response(status, "INTERNAL", "the server failed");
}

/// What the headers announce: httplib itself takes "Content-Length: abc" for 0, and without the
/// header it would wait for the client to hang up.
std::size_t announced_length(const httplib::Request& request) {
  if (request.get_header_value_count("Content-Length") > 1) {
    throw ApiError::invalid_argument("Content-Length: expected once, found again");
  }
  const std::string text = request.get_header_value("Content-Length");
  std::uint64_t length = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (error == std::errc::result_out_of_range) throw too_large();
  if (error != std::errc{} || stop != text.data() + text.size()) {
    throw ApiError::invalid_argument("Content-Length: expected a number of bytes, found " +
                                     in_quotes(text));
  }
  return length;
}

std::string accept_of(const httplib::Request& request) {
  std::string accept;
  for (std::size_t i = 0; i < request.get_header_value_count("Accept"); ++i) {
    if (i != 0) accept += ", ";
    accept += request.get_header_value("Accept", i);
  }
  return accept;
}

}  // namespace

class HttpServer::Listener {
 public:
  Listener(const std::string& host, int port, Handler handler) : handler_{std::move(handler)} {
    configure();
    bind(host, port);
    start();
  }

  ~Listener() {
    server_.stop();
    thread_.join();
  }

  [[nodiscard]] int port() const { return port_; }

  bool stop(std::chrono::milliseconds patience) {
    is_stopping_ = true;
    server_.stop();
    return finished_.wait_for(patience) == std::future_status::ready;
  }

 private:
  void configure() {
    server_.set_keep_alive_max_count(1);
    server_.set_keep_alive_timeout(1);
    server_.set_read_timeout(2);
    server_.set_write_timeout(2);
    server_.set_payload_max_length(longest_drained);
    // httplib would set SO_REUSEPORT, with which a second server on the same port gets half of the
    // requests instead of an error.
    server_.set_socket_options([this](socket_t socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
      socket_ = socket;
    });
    // Routing is the handler's, so httplib's patterns are not needed: everything without a body is
    // answered before they are tried, and one pattern takes the rest.
    server_.set_pre_routing_handler([this](const httplib::Request& request, auto& response) {
      // A client may ask for a range of the answer, and a server may ignore that; httplib would cut
      // it out, even of an error. The request itself is no constant, only this view of it.
      const_cast<httplib::Request&>(request).ranges.clear();
      if (request.method == "POST") return httplib::Server::HandlerResponse::Unhandled;
      answer(request, {}, response);
      return httplib::Server::HandlerResponse::Handled;
    });
    server_.Post(R"([\s\S]*)", [this](const auto& request, auto& response, const auto& reader) {
      answer_post(request, response, reader);
    });
    // curl asks before it sends more than a megabyte. The smallest number of seven digits is more
    // than the limit; whatever else is wrong with the header shows when it is read.
    server_.set_expect_100_continue_handler([](const auto& request, auto& response) {
      if (request.get_header_value("Content-Length").size() < 7) return 100;
      send(response_to(too_large()), response);
      return 413;
    });
    server_.set_error_handler([](const auto&, auto& response) {
      if (response.body.empty()) send(transport_error(response.status), response);
    });
    server_.set_exception_handler([](const auto&, auto& response, std::exception_ptr thrown) {
      try {
        std::rethrow_exception(std::move(thrown));
      } catch (const ApiError& error) {
        send(response_to(error), response);
      } catch (const std::exception& error) {
        send(error_response(500, "INTERNAL", error.what()), response);
      } catch (...) {
        send(error_response(500, "INTERNAL", "the server failed"), response);
      }
    });
  }

  void bind(const std::string& host, int port) {
    if (port == 0) {
      port_ = server_.bind_to_any_port(host);
    } else {
      port_ = server_.bind_to_port(host, port) ? port : -1;
    }
    if (port_ < 0) {
      throw std::runtime_error{"cannot listen on " + host_and_port(host, port) + ": " +
                               why_not_listen(host, port)};
    }
    // httplib asks for a queue of 5, and connections beyond it wait a second for their next try.
    ::listen(socket_, SOMAXCONN);
  }

  void start() {
    std::promise<void> finishing;
    finished_ = finishing.get_future();
    thread_ = std::thread{[this, finishing = std::move(finishing)]() mutable {
      server_.listen_after_bind();
      finishing.set_value();
    }};
    // stop() does nothing before the server runs, and would be waited for forever.
    while (!server_.is_running() && !has_finished()) std::this_thread::yield();
  }

  [[nodiscard]] bool has_finished() const {
    return finished_.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
  }

  void answer(const httplib::Request& request, std::string_view body, httplib::Response& response) {
    const std::string accept = accept_of(request);
    send(handler_(
             {.method = request.method, .target = request.target, .body = body, .accept = accept}),
         response);
  }

  void answer_post(const httplib::Request& request, httplib::Response& response,
                   const httplib::ContentReader& reader) {
    answer(request, read_body(request, reader), response);
  }

  [[nodiscard]] std::string read_body(const httplib::Request& request,
                                      const httplib::ContentReader& reader) const {
    const bool has_length = request.has_header("Content-Length");
    if (!has_length && !request.has_header("Transfer-Encoding")) return {};  // RFC 9112: no body
    if (has_length && announced_length(request) > longest_drained) throw too_large();
    if (request.is_multipart_form_data()) {
      throw ApiError::invalid_argument("Content-Type: expected JSON, found a multipart form");
    }
    std::string body;
    std::size_t received = 0;
    const bool is_complete = reader([&](const char* data, std::size_t size) {
      received += size;
      if (received <= longest_body) body.append(data, size);
      return received <= longest_drained && !is_stopping_;
    });
    if (received > longest_body) throw too_large();
    if (!is_complete) throw ApiError::invalid_argument("body: it broke off, or cannot be decoded");
    return body;
  }

  Handler handler_;
  httplib::Server server_;
  socket_t socket_ = -1;
  int port_ = 0;
  std::atomic<bool> is_stopping_ = false;
  std::future<void> finished_;
  std::thread thread_;
};

HttpServer::HttpServer(const std::string& host, int port, Handler handler)
    : listener_{std::make_unique<Listener>(host, port, std::move(handler))} {}

HttpServer::~HttpServer() = default;

int HttpServer::port() const {
  return listener_->port();
}

bool HttpServer::stop(std::chrono::milliseconds patience) {
  return listener_->stop(patience);
}

}  // namespace homecluster::program
