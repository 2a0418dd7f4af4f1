#include "http_protocol.hpp"

#include "api_error.hpp"
#include "quoted_text.hpp"
#include "request_stream.hpp"

#include <httplib.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace homecluster::program {
namespace {

constexpr std::size_t longest_body = HttpServer::longest_body;

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
    case 431:
      return error_response(
          status, "RESOURCE_EXHAUSTED",
          "the headers are longer than " + std::to_string(RequestStream::longest_head) + " bytes");
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

std::string read_body(const httplib::Request& request, const httplib::ContentReader& reader) {
  if (request.has_header("Content-Length") && announced_length(request) > longest_body) {
    throw too_large();
  }
  if (request.is_multipart_form_data()) {
    throw ApiError::invalid_argument("Content-Type: expected JSON, found a multipart form");
  }
  std::string body;
  bool fits = true;
  const bool is_complete = reader([&](const char* data, std::size_t size) {
    fits = size <= longest_body - body.size();
    if (fits) body.append(data, size);
    return fits;
  });
  if (!fits) throw too_large();
  if (!is_complete) throw ApiError::invalid_argument("body: it cannot be decoded");
  return body;
}

std::string accept_of(const httplib::Request& request) {
  std::string accept;
  for (std::size_t i = 0; i < request.get_header_value_count("Accept"); ++i) {
    if (i != 0) accept += ", ";
    accept += request.get_header_value("Accept", i);
  }
  return accept;
}

/// What httplib has not read, it does not answer.
void refuse(RequestStream& stream, const HttpResponse& answer) {
  stream.write("HTTP/1.1 " + std::to_string(answer.status) +
               " \r\nConnection: close\r\nContent-Type: " + answer.content_type +
               "\r\nContent-Length: " + std::to_string(answer.body.size()) + "\r\n\r\n" +
               answer.body);
}

}  // namespace

HttpProtocol::HttpProtocol(HttpServer::Handler handler) : handler_{std::move(handler)} {
  set_payload_max_length(longest_body);
  // Routing is the handler's, so httplib's patterns are not needed: everything without a body is
  // answered before they are tried, and one takes the rest. It is matched with std::regex, which
  // takes stack for each character, so every request has a path of one.
  set_pre_routing_handler([this](const httplib::Request& request, auto& response) {
    if (request.method == "POST") return HandlerResponse::Unhandled;
    answer(request, {}, response);
    return HandlerResponse::Handled;
  });
  Post("/", [this](const auto& request, auto& response, const auto& reader) {
    answer(request, read_body(request, reader), response);
  });
  // curl asks before it sends more than a megabyte. The smallest number of seven digits is more
  // than the limit; whatever else is wrong with the header shows when it is read.
  set_expect_100_continue_handler([](const auto& request, auto& response) {
    if (request.get_header_value("Content-Length").size() < 7) return 100;
    send(response_to(too_large()), response);
    return 413;
  });
  set_error_handler([](const auto&, auto& response) {
    if (response.body.empty()) send(transport_error(response.status), response);
  });
  set_exception_handler([](const auto&, auto& response, std::exception_ptr thrown) {
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

void HttpProtocol::serve(Connection& connection) noexcept {
  try {
    RequestStream stream{connection};
    if (stream.read_head()) {
      bool is_closed = false;
      process_request(stream, true, is_closed, [&](httplib::Request& request) {
        request.path = "/";
        stream.begin_body(request);
      });
    } else if (stream.head().size() == RequestStream::longest_head) {
      const bool is_line = stream.head().find('\n') == std::string::npos;
      refuse(stream, transport_error(is_line ? 414 : 431));
    } else if (connection.is_late()) {
      refuse(stream, response_to(ApiError::late()));
    }
    connection.finish();
  } catch (...) {
    // The client is cut.
  }
}

void HttpProtocol::answer(const httplib::Request& request, std::string_view body,
                          httplib::Response& response) {
  const std::string accept = accept_of(request);
  send(handler_(
           {.method = request.method, .target = request.target, .body = body, .accept = accept}),
       response);
}

}  // namespace homecluster::program
