#include "request_stream.hpp"

#include "api_error.hpp"
#include "quoted_text.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <strings.h>
#include <system_error>

namespace homecluster::program {
namespace {

bool begins_with_name(std::string_view line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' &&
         ::strncasecmp(line.data(), name.data(), name.size()) == 0;
}

void remove_ranges(std::string& head) {
  std::size_t line = 0;
  while (line < head.size()) {
    const std::size_t end = head.find('\n', line) + 1;
    const std::string_view text{head.data() + line, end - line};
    if (begins_with_name(text, "Range") || begins_with_name(text, "If-Range")) {
      head.erase(line, text.size());
    } else {
      line = end;
    }
  }
}

[[noreturn]] void fail(const std::string& problem) {
  throw ApiError::invalid_argument("body: " + problem);
}

}  // namespace

bool RequestStream::read_head() {
  while (head_.size() < longest_head) {
    const std::string_view byte = connection_.read(1);
    if (byte.empty()) return false;
    head_ += byte;
    // Lines should end with a carriage return, too; httplib refuses those that do not.
    if (head_.ends_with("\n\r\n") || head_.ends_with("\n\n")) {
      remove_ranges(head_);
      return true;
    }
  }
  return false;
}

void RequestStream::begin_body(httplib::Request& request) {
  if (!request.has_header("Transfer-Encoding")) {
    body_ = request.has_header("Content-Length") ? Body::as_it_comes : Body::none;
    return;
  }
  const std::string coding = request.get_header_value("Transfer-Encoding");
  const bool is_chunked = request.get_header_value_count("Transfer-Encoding") == 1 &&
                          ::strcasecmp(coding.c_str(), "chunked") == 0;
  body_ = is_chunked && !request.has_header("Content-Length") ? Body::in_chunks : Body::undefined;
  // httplib would decode the chunks again; without a length it reads up to the end.
  request.headers.erase("Transfer-Encoding");
  request.headers.erase("Content-Length");
}

ssize_t RequestStream::read(char* bytes, std::size_t size) {
  std::string_view given;
  if (head_taken_ < head_.size()) {
    given = std::string_view{head_}.substr(head_taken_, size);
    head_taken_ += given.size();
  } else {
    given = read_body(size);
  }
  given.copy(bytes, given.size());
  return static_cast<ssize_t>(given.size());
}

ssize_t RequestStream::write(const char* bytes, std::size_t size) {
  return connection_.write({bytes, size}) ? static_cast<ssize_t>(size) : -1;
}

std::string_view RequestStream::read_body(std::size_t size) {
  switch (body_) {
    case Body::none: return {};
    case Body::undefined: fail("expected a Content-Length or chunks, found another length");
    case Body::as_it_comes: return read_some(size);
    case Body::in_chunks: break;
  }
  if (chunk_left_ == 0) begin_chunk();
  if (body_ == Body::none) return {};
  const std::string_view given = read_some(std::min(size, chunk_left_));
  chunk_left_ -= given.size();
  if (chunk_left_ == 0 && !read_line().empty()) fail("a chunk is longer than it says");
  return given;
}

std::string_view RequestStream::read_some(std::size_t size) {
  const std::string_view given = connection_.read(size);
  if (!given.empty()) return given;
  if (connection_.is_late()) throw ApiError::late();
  fail("it broke off");
}

std::string RequestStream::read_line() {
  constexpr std::size_t longest = 1'024;
  std::string line;
  while (!line.ends_with("\r\n")) {
    if (line.size() == longest) fail("expected chunks, found a line that is too long");
    line += read_some(1);
  }
  line.resize(line.size() - 2);
  return line;
}

void RequestStream::begin_chunk() {
  const std::string line = read_line();
  const char* const end = line.data() + line.size();
  const auto [stop, error] = std::from_chars(line.data(), end, chunk_left_, 16);
  if (error != std::errc{} || (stop != end && *stop != ';' && *stop != ' ' && *stop != '\t')) {
    fail("expected the size of a chunk, found " + in_quotes(line));
  }
  if (chunk_left_ != 0) return;
  body_ = Body::none;
  std::size_t trailers = 0;
  while (!read_line().empty()) {
    if (++trailers > 100) fail("expected at most 100 trailers, found more");
  }
}

}  // namespace homecluster::program
