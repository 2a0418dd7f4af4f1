#include "provider_fleet.hpp"

#include "program_version.hpp"

#include <string>

namespace homecluster::program {

ProviderFleet::ProviderFleet(const Manifests& manifests, int count, RegistryChoice registry,
                             std::chrono::nanoseconds transition_delay, SinkChoice sink)
    : registry_{registry} {
  isometric::BuildInfo{program_sink_, "homecluster_build_info", program_version, program_revision};
  program_metrics_.last_load.set_to_current_time();
  for (int made = 0; made < count; ++made) {
    servers_.push_back(make_fleet_server(manifests, transition_delay, sink, registry));
  }
  if (sink == SinkChoice::null) return;

  gatherer_.add(isometric::ProcessCollector{}).keep();
  gatherer_.add(program_sink_).keep();
  if (registry == RegistryChoice::global) {
    server(0).gather(gatherer_);
    return;
  }
  for (std::size_t index = 0; index < size(); ++index) {
    server(index).gather(gatherer_, {"server", std::to_string(index)});
  }
}

std::vector<MetricsPage> ProviderFleet::metrics_pages() const {
  std::vector<MetricsPage> pages{metrics_page("/metrics", gatherer_)};
  if (registry_ == RegistryChoice::global) return pages;
  for (std::size_t index = 0; index < size(); ++index) {
    pages.push_back(server(index).page("/metrics/" + std::to_string(index)));
  }
  return pages;
}

void ProviderFleet::replace(const Manifests& manifests) {
  for (const auto& each : servers_) each->replace(manifests);
  program_metrics_.last_load.set_to_current_time();
}

void ProviderFleet::update_gauges() const {
  for (const auto& each : servers_) each->update_gauges();
}

}  // namespace homecluster::program
