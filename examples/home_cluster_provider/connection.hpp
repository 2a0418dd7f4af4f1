#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>

namespace homecluster::program {

/// The bytes of a client's connection, in both directions, until a deadline that no client can put
/// off. The socket is its owner's, and does not block.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(int socket, Clock::time_point deadline) : socket_{socket}, deadline_{deadline} {}

  /// Waits for at least one byte and gives those that are there, at most `size`, which are valid
  /// until the next call; none when the client sends no more or the deadline is over.
  std::string_view read(std::size_t size);

  /// False if the client takes no more, or not before the deadline.
  bool write(std::string_view bytes);

  [[nodiscard]] bool is_late() const { return Clock::now() >= deadline_; }

  /// Ends what is sent, and drops what still comes, since a client that is writing when a
  /// connection closes may not see the answer. Waits two seconds at most for the client to close.
  void finish();

 private:
  [[nodiscard]] bool wait_for(short events, Clock::time_point deadline) const;
  [[nodiscard]] std::size_t receive(Clock::time_point deadline);

  int socket_;
  Clock::time_point deadline_;
  std::array<char, 4096> buffer_{};
  std::string_view received_;
};

}  // namespace homecluster::program
