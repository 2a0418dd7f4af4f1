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

#include <homecluster/printable_text.hpp>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace homecluster::program {
namespace {

constexpr auto gauge_period = std::chrono::seconds{1};
constexpr auto patience_with_clients = std::chrono::seconds{10};

/// Whatever a line quotes, it is one line, and does nothing to a terminal.
void report(std::string_view what, std::string_view line) {
  std::cerr << what << ": " << printable(beginning_of(line, 2'000)) << std::endl;
}

void report(const InvalidManifests& invalid) {
  for (const std::string& each : invalid.errors()) report("error", each);
}

Manifests load(const ProgramOptions& options, Pipes pipes) {
  Manifests manifests = parse_manifests(read_manifest_files(options.manifests, pipes));
  for (const std::string& warning : manifests.warnings) report("warning", warning);
  if (manifests.groups.empty()) report("warning", "the manifests have no Group");
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
    const Manifests manifests = load(options, Pipes::are_refused);
    fleet.replace(manifests);
    result = ReloadResult::accepted;
    answer = std::to_string(manifests.groups.size()) + " groups and " +
             std::to_string(manifests.nodes.size()) + " nodes loaded";
  } catch (const InvalidManifests& invalid) {
    report(invalid);
  } catch (const std::exception& error) {
    report("error", error.what());
  }
  fleet.program_metrics().reloads.labels(result).inc();
  std::cout << "SIGHUP: " << answer << std::endl;
}

int run(const ProgramOptions& options) {
  // Before anything that starts a thread, and until all of it has ended.
  ProgramSignals signals{patience_with_clients};

  const Manifests manifests = load(options, Pipes::are_read);
  const std::string host = numeric_host(options.host);
  ProviderFleet fleet{manifests, options.servers, options.registry, options.transition_delay,
                      options.sink};
  const PeriodicTask keep_gauges_fresh{gauge_period, [&] { fleet.update_gauges(); }};

  const ConnectionLimits limits{.deadline = options.request_deadline};
  const std::vector<MetricsPage> pages = fleet.metrics_pages();
  const MetricsEndpoint metrics{options.metrics, host, options.metrics_port, pages, limits};
  const ProviderApi api{fleet};
  const HttpServer server{host, options.port,
                          [&](const HttpRequest& request) { return api.handle(request); }, limits};
  signals.begin_serving();
  for (const MetricsPage& page : pages) announce("metrics", host, metrics.port(), page.path);
  announce("provider", host, server.port(), "");

  while (signals.wait() == ProgramSignal::hang_up) reload(options, fleet);
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
  } catch (const InvalidManifests& invalid) {
    report(invalid);
  } catch (const std::exception& error) {
    report("error", error.what());
  }
  return EXIT_FAILURE;
}
