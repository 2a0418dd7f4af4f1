#include "metrics_endpoint.hpp"

#include "listen_address.hpp"

#include <stdexcept>
#include <utility>

namespace homecluster::program {

MetricsEndpoint::MetricsEndpoint(const std::string& host, int port, std::vector<MetricsPage> pages)
    : pages_{std::move(pages)} {
  const std::string address = host_and_port(host, port);
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address);
  } catch (const std::exception&) {
    // The exposer does not say why.
    const std::string reason = why_not_listen(host, port);
    throw std::runtime_error{"cannot serve metrics on " + address + ": " +
                             (reason.empty() ? "prometheus::Exposer cannot use it" : reason)};
  }
  for (const MetricsPage& page : pages_) {
    // Without the $ (civetweb's mark for the end) a page also answers for every path below it, so
    // that a scrape of a server that does not exist would show the metrics of another one.
    exposer_->RegisterCollectable(page.collectable, page.path + "$");
  }
}

int MetricsEndpoint::port() const {
  return exposer_->GetListeningPorts().at(0);
}

}  // namespace homecluster::program
