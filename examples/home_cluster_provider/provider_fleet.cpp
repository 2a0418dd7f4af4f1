#include "provider_fleet.hpp"

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
  for (int made = 0; made < count; ++made) {
    auto sink = registry == RegistryChoice::global ? isometric::RegistrySink::global()
                                                   : isometric::RegistrySink{};
    members_.push_back(std::make_unique<Member>(manifests, transition_delay, std::move(sink)));
  }
}

std::vector<MetricsPage> ProviderFleet::metrics_pages() const {
  std::vector<MetricsPage> pages{{"/metrics", server(0).sink().collectable()}};
  if (registry_ == RegistryChoice::global) return pages;
  for (std::size_t index = 0; index < size(); ++index) {
    pages.push_back({"/metrics/" + std::to_string(index), server(index).sink().collectable()});
  }
  return pages;
}

void ProviderFleet::update_gauges() const {
  for (const auto& member : members_) member->server.update_gauges();
}

}  // namespace homecluster::program
