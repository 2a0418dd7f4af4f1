#pragma once

#include <string>

namespace homecluster::program {

/// The numeric form of a host: `localhost` becomes `127.0.0.1`; an address stays what it is. A name
/// with addresses of both kinds gives the IPv4 one. Throws std::runtime_error when the name is
/// unknown.
[[nodiscard]] std::string numeric_host(const std::string& host);

/// `host:port`, with the brackets that an IPv6 address needs: `[::1]:9464`.
[[nodiscard]] std::string host_and_port(const std::string& host, int port);

/// Why nothing can listen on that address at present: "Address already in use", ...; empty if
/// something can. `host` is a numeric address.
[[nodiscard]] std::string why_not_listen(const std::string& host, int port);

}  // namespace homecluster::program
