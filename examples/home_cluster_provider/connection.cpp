#include "connection.hpp"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>

namespace homecluster::program {

std::string_view Connection::read(std::size_t size) {
  if (received_.empty() && !is_late()) received_ = {buffer_.data(), receive(deadline_)};
  const std::string_view given = received_.substr(0, size);
  received_.remove_prefix(given.size());
  return given;
}

bool Connection::write(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!wait_for(POLLOUT, deadline_)) return false;
    const auto size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(size));
      if (!bytes.empty() && is_late()) return false;
    } else if (errno != EAGAIN && errno != EINTR) {
      return false;
    }
  }
  return true;
}

void Connection::finish() {
  ::shutdown(socket_, SHUT_WR);
  const auto deadline = std::min(deadline_, Clock::now() + std::chrono::seconds{2});
  while (receive(deadline) != 0 && Clock::now() < deadline) {
  }
}

std::size_t Connection::receive(Clock::time_point deadline) {
  while (wait_for(POLLIN, deadline)) {
    const auto size = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
    if (size >= 0) return static_cast<std::size_t>(size);
    if (errno != EAGAIN && errno != EINTR) return 0;
  }
  return 0;
}

/// What is possible without waiting is possible after the deadline, too: an answer that says so.
bool Connection::wait_for(short events, Clock::time_point deadline) const {
  using std::chrono::milliseconds;
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    pollfd waiting{socket_, events, 0};
    const int ready =
        ::poll(&waiting, 1,
               static_cast<int>(std::clamp(left, milliseconds{0}, milliseconds{60'000}).count()));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
    if (left <= milliseconds{0}) return false;
  }
}

}  // namespace homecluster::program
