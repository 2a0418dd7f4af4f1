#include "provider_fleet.hpp"

#include "program_version.hpp"

#include <string>
#include <utility>

namespace homecluster::program {

ProviderFleet::Member::Member(const Manifests& manifests, std::chrono::nanoseconds transition_delay,
                              isometric::RegistrySink sink)
    : cluster{manifests.group_values(), manifests.node_values(), transition_delay},
      server{cluster, std::move(sink)} {}

ProviderFleet::ProviderFleet(const Manifests& manifests, int count, RegistryChoice registry,
                             std::chrono::nanoseconds transition_delay)
    : registry_{registry} {
  gatherer_.add(isometric::ProcessCollector{}).keep();
  gatherer_.add(program_sink_).keep();
  isometric::BuildInfo{program_sink_, "homecluster_build_info", program_version, program_revision};
  program_metrics_.last_load.set_to_current_time();
  if (registry == RegistryChoice::global) gatherer_.add(isometric::RegistrySink::global()).keep();
  for (int made = 0; made < count; ++made) {
    auto sink = registry == RegistryChoice::global ? isometric::RegistrySink::global()
                                                   : isometric::RegistrySink{};
    if (registry == RegistryChoice::own) {
      gatherer_.add(sink, {"server", std::to_string(made)}).keep();
    }
    members_.push_back(std::make_unique<Member>(manifests, transition_delay, std::move(sink)));
  }
}

std::vector<MetricsPage> ProviderFleet::metrics_pages() const {
  std::vector<MetricsPage> pages{metrics_page("/metrics", gatherer_)};
  if (registry_ == RegistryChoice::global) return pages;
  for (std::size_t index = 0; index < size(); ++index) {
    pages.push_back(metrics_page("/metrics/" + std::to_string(index), server(index).sink()));
  }
  return pages;
}

void ProviderFleet::replace(const Manifests& manifests) {
  for (const auto& member : members_) {
    member->cluster.replace(manifests.group_values(), manifests.node_values());
    member->server.update_gauges();
  }
  program_metrics_.last_load.set_to_current_time();
}

void ProviderFleet::update_gauges() const {
  for (const auto& member : members_) member->server.update_gauges();
}

}  // namespace homecluster::program
