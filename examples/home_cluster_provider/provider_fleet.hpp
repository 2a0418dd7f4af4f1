#pragma once

#include "fleet_server.hpp"
#include "manifests.hpp"
#include "metrics_endpoint.hpp"
#include "program_metrics.hpp"
#include "program_options.hpp"

#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/process_collector.hpp>
#include <isometric/instruments/build_info.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace homecluster::program {

/// Several provider servers in one process, each with its own copy of the cluster. Whether they
/// share metrics is the registry's matter: on the global one they count into the same series, and a
/// gauge shows the server that set it last. The program's own metrics are in a registry of their
/// own, whatever the servers' sink. Thread-safe.
class ProviderFleet {
 public:
  /// `count` is 1 or more.
  ProviderFleet(const Manifests& manifests, int count, RegistryChoice registry,
                std::chrono::nanoseconds transition_delay, SinkChoice sink = SinkChoice::registry);

  [[nodiscard]] std::size_t size() const { return servers_.size(); }
  [[nodiscard]] FleetServer& server(std::size_t index) const { return *servers_.at(index); }

  /// Where the metrics are to be found: all of them on `/metrics`, those of servers with registries
  /// of their own told apart by the label `server`; and each of these alone, without the label, on
  /// `/metrics/N`. Where servers count nowhere, `/metrics` is empty.
  [[nodiscard]] std::vector<MetricsPage> metrics_pages() const;

  /// Gives every server's cluster these groups and nodes. Nodes that stay keep their power.
  void replace(const Manifests& manifests);

  /// The program's own metrics.
  [[nodiscard]] const ProgramMetrics<isometric::RegistrySink>& program_metrics() const noexcept {
    return program_metrics_;
  }

  /// Nodes power up and down as time goes by, without a request; this brings the gauges up to date.
  void update_gauges() const;

 private:
  RegistryChoice registry_;
  isometric::RegistrySink program_sink_;
  ProgramMetrics<isometric::RegistrySink> program_metrics_{program_sink_};
  isometric::Gatherer gatherer_;
  std::vector<std::unique_ptr<FleetServer>> servers_;
};

}  // namespace homecluster::program
