// A home cluster's provider server, or several in one process, on real manifests: HTTP/JSON for
// people with curl, /metrics for Prometheus.

#include "http_server.hpp"
#include "listen_address.hpp"
#include "manifest_loader.hpp"
#include "metrics_endpoint.hpp"
#include "periodic_task.hpp"
#include "program_options.hpp"
#include "program_signals.hpp"
#include "provider_api.hpp"
#include "provider_fleet.hpp"

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <variant>

namespace homecluster::program {
namespace {

constexpr auto gauge_period = std::chrono::seconds{1};
constexpr auto patience_with_clients = std::chrono::seconds{10};

Manifests load(const ProgramOptions& options) {
  Manifests manifests = parse_manifests(read_manifest_files(options.manifests));
  for (const std::string& warning : manifests.warnings) {
    std::cerr << "warning: " << warning << '\n';
  }
  if (manifests.groups.empty()) std::cerr << "warning: the manifests have no Group\n";
  return manifests;
}

/// What scripts wait for. Flushed, since standard output is often a file or a pipe.
void announce(const std::string& what, const std::string& host, int port, const std::string& path) {
  std::cout << what << " listening on http://" << host_and_port(host, port) << path << std::endl;
}

/// Reads the manifests again. Broken ones are reported, and change nothing. Who reads the answer on
/// standard output finds the metrics up to date.
void reload(const ProgramOptions& options, ProviderFleet& fleet) {
  auto result = ReloadResult::rejected;
  std::string answer = "the manifests are broken, nothing has changed";
  try {
    const Manifests manifests = load(options);
    fleet.replace(manifests);
    result = ReloadResult::accepted;
    answer = std::to_string(manifests.groups.size()) + " groups and " +
             std::to_string(manifests.nodes.size()) + " nodes loaded";
  } catch (const InvalidManifests& error) {
    for (const std::string& each : error.errors()) std::cerr << "error: " << each << '\n';
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
  }
  fleet.program_metrics().reloads.labels(result).inc();
  std::cout << "SIGHUP: " << answer << std::endl;
}

int run(const ProgramOptions& options) {
  // Before anything that starts a thread.
  const ProgramSignals signals;

  const Manifests manifests = load(options);
  const std::string host = numeric_host(options.host);
  ProviderFleet fleet{manifests, options.servers, options.registry, options.transition_delay};
  const PeriodicTask keep_gauges_fresh{gauge_period, [&] { fleet.update_gauges(); }};

  const std::vector<MetricsPage> pages = fleet.metrics_pages();
  const MetricsEndpoint metrics{options.metrics, host, options.metrics_port, pages};
  const ProviderApi api{fleet};
  HttpServer server{host, options.port,
                    [&](const HttpRequest& request) { return api.handle(request); }};
  for (const MetricsPage& page : pages) announce("metrics", host, metrics.port(), page.path);
  announce("provider", host, server.port(), "");

  auto signal = signals.wait();
  for (; signal == ProgramSignal::hang_up; signal = signals.wait()) reload(options, fleet);
  std::cout << (signal == ProgramSignal::interrupt ? "SIGINT" : "SIGTERM") << ": stopping"
            << std::endl;
  if (!server.stop(patience_with_clients)) {
    std::cerr << "warning: a client takes too long, its request is cut off" << std::endl;
    std::_Exit(EXIT_SUCCESS);
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace homecluster::program

int main(int argument_count, char** arguments) {
  using namespace homecluster::program;
  try {
    const auto parsed = parse_program_options(argument_count, arguments);
    if (const auto* exit = std::get_if<EarlyExit>(&parsed)) {
      (exit->code == 0 ? std::cout : std::cerr) << exit->text;
      return exit->code;
    }
    return run(std::get<ProgramOptions>(parsed));
  } catch (const InvalidManifests& error) {
    for (const std::string& each : error.errors()) std::cerr << "error: " << each << '\n';
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
  }
  return EXIT_FAILURE;
}
