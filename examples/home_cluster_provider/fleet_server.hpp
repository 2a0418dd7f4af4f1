#pragma once

#include "manifests.hpp"
#include "metrics_endpoint.hpp"
#include "program_options.hpp"

#include <homecluster/cluster.hpp>
#include <homecluster/node_group.hpp>
#include <homecluster/status.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/reading/snapshot.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace homecluster::program {

/// A provider server with its own copy of the cluster, whichever sink it counts in. The sink is
/// chosen when the program starts: a call of this is virtual, and the updates inside are the sink's
/// own. The requests are those of HomeClusterProviderServer, which says what they do. Thread-safe.
class FleetServer {
 public:
  FleetServer() = default;
  FleetServer(const FleetServer&) = delete;
  FleetServer& operator=(const FleetServer&) = delete;
  virtual ~FleetServer() = default;

  virtual Result<std::vector<NodeGroup>> node_groups() = 0;
  virtual Result<NodeGroup> node_group_for_node(std::string_view node) = 0;
  virtual Result<std::int32_t> node_group_target_size(std::string_view group) = 0;
  virtual CallStatus node_group_increase_size(std::string_view group, std::int32_t delta) = 0;
  virtual CallStatus node_group_decrease_target_size(std::string_view group,
                                                     std::int32_t delta) = 0;
  virtual CallStatus node_group_delete_nodes(std::string_view group,
                                             std::span<const std::string> nodes) = 0;
  virtual Result<std::vector<Node>> node_group_nodes(std::string_view group) = 0;
  virtual Result<GroupOptions> node_group_get_options(std::string_view group) = 0;
  virtual Result<double> pricing_node_price(std::string_view node,
                                            std::chrono::system_clock::time_point start,
                                            std::chrono::system_clock::time_point end) = 0;
  virtual CallStatus refresh() = 0;

  /// Nodes power up and down as time goes by, without a request; this brings the gauges up to date.
  virtual void update_gauges() = 0;

  /// Gives the cluster these groups and nodes. Nodes that stay keep their power.
  virtual void replace(const Manifests& manifests) = 0;

  /// What it has counted, or others on the same registry: nothing, if its sink keeps nothing.
  [[nodiscard]] virtual isometric::Snapshot snapshot() const = 0;
  [[nodiscard]] virtual MetricsPage page(std::string path) const = 0;
  /// For good. `label` tells its series apart from those of others.
  virtual void gather(isometric::Gatherer& gatherer) const = 0;
  virtual void gather(isometric::Gatherer& gatherer, isometric::SourceLabel label) const = 0;
};

/// `registry` says nothing to a sink that has none.
std::unique_ptr<FleetServer> make_fleet_server(const Manifests& manifests,
                                               std::chrono::nanoseconds transition_delay,
                                               SinkChoice sink, RegistryChoice registry);

}  // namespace homecluster::program
