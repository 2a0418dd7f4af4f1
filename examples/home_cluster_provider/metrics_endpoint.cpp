#include "metrics_endpoint.hpp"

#include "api_error.hpp"
#include "health.hpp"
#include "listen_address.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace homecluster::program {
namespace {

constexpr int exposer_threads = 32;

/// Why the exposer, which does not say so, cannot listen there.
std::string why_not_listen(const std::string& host, int port) {
  try {
    (void)listen_on(host, port);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  if (host.find(':') != std::string::npos) {
    return "prometheus::Exposer was built without IPv6 here; --metrics=writer has it";
  }
  return "prometheus::Exposer cannot use it";
}

std::unique_ptr<prometheus::Exposer> expose(const std::string& host, int port,
                                            const std::vector<MetricsPage>& pages,
                                            std::chrono::nanoseconds deadline) {
  // What the web server of the exposer, civetweb, has against slow clients: it gives a request this
  // time to come, and the answer, and has a thread for each of so many.
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(deadline).count();
  const std::string address = host_and_port(host, port);
  const std::vector<std::string> options{"listening_ports",    address,
                                         "num_threads",        std::to_string(exposer_threads),
                                         "request_timeout_ms", std::to_string(milliseconds)};
  std::unique_ptr<prometheus::Exposer> exposer;
  try {
    exposer = std::make_unique<prometheus::Exposer>(options);
  } catch (const std::exception&) {
    throw std::runtime_error{"cannot serve metrics on " + address + ": " +
                             why_not_listen(host, port)};
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
                                 std::vector<MetricsPage> pages, ConnectionLimits limits)
    : pages_{std::move(pages)} {
  if (serving == MetricsServing::exposer) {
    server_ = expose(host, port, pages_, limits.deadline);
  } else {
    try {
      server_ = std::make_unique<HttpServer>(
          host, port, [this](const HttpRequest& request) { return handle(request); }, limits);
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
  if (path == health_path) return health(request.method);
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
