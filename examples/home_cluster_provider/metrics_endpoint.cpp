#include "metrics_endpoint.hpp"

#include "api_error.hpp"
#include "listen_address.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace homecluster::program {
namespace {

std::unique_ptr<prometheus::Exposer> expose(const std::string& host, int port,
                                            const std::vector<MetricsPage>& pages) {
  std::unique_ptr<prometheus::Exposer> exposer;
  const std::string address = host_and_port(host, port);
  try {
    exposer = std::make_unique<prometheus::Exposer>(address);
  } catch (const std::exception&) {
    // The exposer does not say why.
    const std::string reason = why_not_listen(host, port);
    throw std::runtime_error{"cannot serve metrics on " + address + ": " +
                             (reason.empty() ? "prometheus::Exposer cannot use it" : reason)};
  }
  for (const MetricsPage& page : pages) {
    // Without the $ (civetweb's mark for the end) a page also answers for every path below it, so
    // that a scrape of a server that does not exist would show the metrics of another one.
    exposer->RegisterCollectable(page.collectable, page.path + "$");
  }
  return exposer;
}

}  // namespace

MetricsEndpoint::MetricsEndpoint(MetricsServing serving, const std::string& host, int port,
                                 std::vector<MetricsPage> pages)
    : pages_{std::move(pages)} {
  if (serving == MetricsServing::exposer) {
    server_ = expose(host, port, pages_);
  } else {
    try {
      server_ = std::make_unique<HttpServer>(
          host, port, [this](const HttpRequest& request) { return handle(request); });
    } catch (const std::runtime_error& error) {
      throw std::runtime_error{"cannot serve metrics: " + std::string{error.what()}};
    }
  }
}

int MetricsEndpoint::port() const {
  if (const auto* exposer = std::get_if<Exposer>(&server_)) {
    return (*exposer)->GetListeningPorts().at(0);
  }
  return std::get<Writer>(server_)->port();
}

HttpResponse MetricsEndpoint::handle(const HttpRequest& request) const {
  const std::string_view path = request.target.substr(0, request.target.find('?'));
  const auto page = std::ranges::find(pages_, path, &MetricsPage::path);
  if (page == pages_.end()) return error_response(404, "NOT_FOUND", "there is no such page");
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse refusal = error_response(405, "UNIMPLEMENTED", "pages of metrics are only read");
    refusal.allow = "GET, HEAD";
    return refusal;
  }
  const auto format = isometric::choose_format(request.accept);
  HttpResponse response;
  response.content_type = isometric::content_type(format);
  page->write(response.body, format);
  return response;
}

}  // namespace homecluster::program
