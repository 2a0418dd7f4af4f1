#include "http_server.hpp"

#include "http_protocol.hpp"
#include "listen_address.hpp"

#include <stdexcept>
#include <utility>

namespace homecluster::program {

HttpServer::HttpServer(const std::string& host, int port, Handler handler, ConnectionLimits limits)
    : protocol_{std::make_unique<HttpProtocol>(std::move(handler))} {
  FileDescriptor listening;
  try {
    listening = listen_on(host, port);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error{"cannot listen on " + host_and_port(host, port) + ": " + error.what()};
  }
  port_ = port_of(listening);
  connections_ = std::make_unique<Connections>(
      std::move(listening), limits, [this](Connection& each) { protocol_->serve(each); });
}

HttpServer::~HttpServer() = default;

bool HttpServer::stop(std::chrono::nanoseconds patience) {
  return connections_->stop(patience);
}

}  // namespace homecluster::program
