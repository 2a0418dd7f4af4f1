#pragma once

#include "connection.hpp"

#include <httplib.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace homecluster::program {

/// A request as httplib reads it. httplib itself waits as long as a client sends something, keeps
/// whatever headers come, minds ranges of what has none, and knows no trailers; so the stream reads
/// the head and decodes the body.
class RequestStream final : public httplib::Stream {
 public:
  /// Of request line and headers together.
  static constexpr std::size_t longest_head = std::size_t{32} << 10;

  explicit RequestStream(Connection& connection) : connection_{connection} {}

  /// Reads the head, which httplib gets to see next: true if all of it has come. Without the
  /// headers that ask for a range, which a server may ignore.
  bool read_head();

  /// What there is of the head.
  [[nodiscard]] const std::string& head() const { return head_; }

  /// To be called once httplib has read the headers: how long the body is. Afterwards read() throws
  /// ApiError when the body is broken or does not come in time.
  void begin_body(httplib::Request& request);

  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* bytes, std::size_t size) override;
  ssize_t write(const char* bytes, std::size_t size) override;
  using httplib::Stream::write;
  void get_remote_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  void get_local_ip_and_port(std::string& /*ip*/, int& /*port*/) const override {}
  /// httplib only asks whether select() could take it, which nobody calls here.
  [[nodiscard]] socket_t socket() const override { return 0; }

 private:
  enum class Body : unsigned char { none, as_it_comes, in_chunks, undefined };

  [[nodiscard]] std::string_view read_body(std::size_t size);
  [[nodiscard]] std::string_view read_some(std::size_t size);
  [[nodiscard]] std::string read_line();
  void begin_chunk();

  Connection& connection_;
  std::string head_;
  std::size_t head_taken_ = 0;
  Body body_ = Body::none;
  std::size_t chunk_left_ = 0;
};

}  // namespace homecluster::program
