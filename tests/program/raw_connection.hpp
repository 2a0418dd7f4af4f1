#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace homecluster::program {

/// A client that sends and receives bytes as a test has them.
class RawConnection {
 public:
  explicit RawConnection(int port, int receive_buffer = 0)
      : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    if (receive_buffer != 0) {
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error{"cannot connect"};
    }
    timeval patience{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~RawConnection() { ::close(socket_); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  /// False when the server takes no more.
  bool send(const std::string& bytes) const {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) >= 0;
  }
  /// How many bytes of the answer are there.
  [[nodiscard]] int waiting() const {
    int size = 0;
    ::ioctl(socket_, FIONREAD, &size);
    return size;
  }
  void finish_sending() const { ::shutdown(socket_, SHUT_WR); }

  /// All that comes until the server ends the connection, which it has to.
  [[nodiscard]] std::string answer() const {
    std::string text;
    char buffer[4096];
    ssize_t size = 0;
    while ((size = ::recv(socket_, buffer, sizeof buffer, 0)) > 0) {
      text.append(buffer, static_cast<std::size_t>(size));
    }
    if (size < 0 && errno != ECONNRESET) {
      throw std::runtime_error{"the server does not end the connection, after: " + text};
    }
    return text;
  }

 private:
  int socket_;
};

/// Clients that all send a beginning, and then a byte from time to time for as long as they live.
class DrippingClients {
 public:
  DrippingClients(int port, std::size_t count, const std::string& beginning) {
    while (clients_.size() < count) {
      clients_.push_back(std::make_unique<RawConnection>(port));
      clients_.back()->send(beginning);
    }
    thread_ = std::thread{[this] {
      while (!is_over_) {
        for (const auto& client : clients_) client->send("x");
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
      }
    }};
  }
  ~DrippingClients() {
    is_over_ = true;
    thread_.join();
  }
  DrippingClients(const DrippingClients&) = delete;
  DrippingClients& operator=(const DrippingClients&) = delete;

  [[nodiscard]] const RawConnection& first() const { return *clients_.front(); }

 private:
  std::vector<std::unique_ptr<RawConnection>> clients_;
  std::atomic<bool> is_over_ = false;
  std::thread thread_;
};

}  // namespace homecluster::program
