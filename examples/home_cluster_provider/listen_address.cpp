#include "listen_address.hpp"

#include <array>
#include <cerrno>
#include <memory>
#include <netdb.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>

namespace homecluster::program {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses addresses_of(const std::string& host, const char* port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), port, &hints, &found); error != 0) {
    throw std::runtime_error{"the host " + host + " is unknown: " + ::gai_strerror(error)};
  }
  return {found, &::freeaddrinfo};
}

}  // namespace

std::string numeric_host(const std::string& host) {
  const Addresses addresses = addresses_of(host, nullptr);
  const addrinfo* chosen = addresses.get();
  for (const addrinfo* each = chosen; each != nullptr; each = each->ai_next) {
    if (each->ai_family != AF_INET) continue;
    chosen = each;
    break;
  }
  std::array<char, NI_MAXHOST> text{};
  if (const int error = ::getnameinfo(chosen->ai_addr, chosen->ai_addrlen, text.data(), text.size(),
                                      nullptr, 0, NI_NUMERICHOST);
      error != 0) {
    throw std::runtime_error{"the host " + host + " has no address: " + ::gai_strerror(error)};
  }
  return text.data();
}

std::string host_and_port(const std::string& host, int port) {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

FileDescriptor listen_on(const std::string& host, int port) {
  const Addresses addresses = addresses_of(host, std::to_string(port).c_str());
  FileDescriptor socket{::socket(addresses->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  // Ports of connections that have just ended are free enough to listen on.
  const int yes = 1;
  ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(socket.get(), addresses->ai_addr, addresses->ai_addrlen) != 0 ||
      ::listen(socket.get(), SOMAXCONN) != 0) {
    throw std::runtime_error{std::generic_category().message(errno)};
  }
  return socket;
}

int port_of(const FileDescriptor& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  std::array<char, NI_MAXSERV> port{};
  auto* const bound = reinterpret_cast<sockaddr*>(&address);
  if (::getsockname(socket.get(), bound, &size) != 0 ||
      ::getnameinfo(bound, size, nullptr, 0, port.data(), port.size(), NI_NUMERICSERV) != 0) {
    throw std::runtime_error{"the port of a socket cannot be told"};
  }
  return std::stoi(port.data());
}

}  // namespace homecluster::program
