#pragma once

#include "manifests.hpp"
#include "metrics_endpoint.hpp"
#include "program_metrics.hpp"
#include "program_options.hpp"

#include <homecluster/in_memory_cluster.hpp>
#include <homecluster/provider_server.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/process_collector.hpp>
#include <isometric/instruments/build_info.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace homecluster::program {

/// The cure is chosen when the program starts, so it is the sink's value, not its type, that says
/// where the metrics go.
using ProviderServer = HomeClusterProviderServer<isometric::RegistrySink>;

/// Several provider servers in one process, each with its own copy of the cluster. Whether they
/// share metrics is the registry's matter: on the global one they count into the same series, and a
/// gauge shows the server that set it last. Thread-safe.
class ProviderFleet {
 public:
  /// `count` is 1 or more.
  ProviderFleet(const Manifests& manifests, int count, RegistryChoice registry,
                std::chrono::nanoseconds transition_delay);

  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] ProviderServer& server(std::size_t index) const {
    return members_.at(index)->server;
  }

  /// Where the metrics are to be found: all of them on `/metrics`, those of servers with registries
  /// of their own told apart by the label `server`; and each of these alone, without the label, on
  /// `/metrics/N`.
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
  struct Member {
    Member(const Manifests& manifests, std::chrono::nanoseconds transition_delay,
           isometric::RegistrySink sink);

    InMemoryCluster cluster;
    ProviderServer server;
  };

  RegistryChoice registry_;
  isometric::RegistrySink program_sink_;
  ProgramMetrics<isometric::RegistrySink> program_metrics_{program_sink_};
  isometric::Gatherer gatherer_;
  std::vector<std::unique_ptr<Member>> members_;
};

}  // namespace homecluster::program
