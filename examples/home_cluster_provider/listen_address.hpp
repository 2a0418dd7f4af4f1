#pragma once

#include "file_descriptor.hpp"

#include <string>

namespace homecluster::program {

/// The numeric form of a host: `localhost` becomes `127.0.0.1`; an address stays what it is. A name
/// with addresses of both kinds gives the IPv4 one. Throws std::runtime_error when the name is
/// unknown.
[[nodiscard]] std::string numeric_host(const std::string& host);

/// `host:port`, with the brackets that an IPv6 address needs: `[::1]:9464`.
[[nodiscard]] std::string host_and_port(const std::string& host, int port);

/// A socket that listens on the address, which nobody else does. `host` is a numeric address; port
/// 0 takes any free one. Throws std::runtime_error with the reason: "Address already in use", ...
[[nodiscard]] FileDescriptor listen_on(const std::string& host, int port);

/// The port that a socket is bound to.
[[nodiscard]] int port_of(const FileDescriptor& socket);

}  // namespace homecluster::program
