#include "fleet_server.hpp"

#include <homecluster/in_memory_cluster.hpp>
#include <homecluster/provider_server.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <utility>

namespace homecluster::program {
namespace {

template <class Sink>
class FleetServerOn final : public FleetServer {
 public:
  FleetServerOn(const Manifests& manifests, std::chrono::nanoseconds transition_delay, Sink sink)
      : cluster_{manifests.group_values(), manifests.node_values(), transition_delay},
        server_{cluster_, std::move(sink)} {}

  Result<std::vector<NodeGroup>> node_groups() override { return server_.node_groups(); }
  Result<NodeGroup> node_group_for_node(std::string_view node) override {
    return server_.node_group_for_node(node);
  }
  Result<std::int32_t> node_group_target_size(std::string_view group) override {
    return server_.node_group_target_size(group);
  }
  CallStatus node_group_increase_size(std::string_view group, std::int32_t delta) override {
    return server_.node_group_increase_size(group, delta);
  }
  CallStatus node_group_decrease_target_size(std::string_view group, std::int32_t delta) override {
    return server_.node_group_decrease_target_size(group, delta);
  }
  CallStatus node_group_delete_nodes(std::string_view group,
                                     std::span<const std::string> nodes) override {
    return server_.node_group_delete_nodes(group, nodes);
  }
  Result<std::vector<Node>> node_group_nodes(std::string_view group) override {
    return server_.node_group_nodes(group);
  }
  Result<GroupOptions> node_group_get_options(std::string_view group) override {
    return server_.node_group_get_options(group);
  }
  Result<double> pricing_node_price(std::string_view node,
                                    std::chrono::system_clock::time_point start,
                                    std::chrono::system_clock::time_point end) override {
    return server_.pricing_node_price(node, start, end);
  }
  CallStatus refresh() override { return server_.refresh(); }

  void update_gauges() override { server_.update_gauges(); }

  void replace(const Manifests& manifests) override {
    cluster_.replace(manifests.group_values(), manifests.node_values());
    server_.update_gauges();
  }

  isometric::Snapshot snapshot() const override { return isometric::snapshot(source()); }
  MetricsPage page(std::string path) const override {
    return metrics_page(std::move(path), source());
  }
  void gather(isometric::Gatherer& gatherer) const override { gatherer.add(source()).keep(); }
  void gather(isometric::Gatherer& gatherer, isometric::SourceLabel label) const override {
    gatherer.add(source(), std::move(label)).keep();
  }

 private:
  /// The sink, or what is as empty as one that cannot be read.
  auto source() const {
    if constexpr (isometric::CollectableSource<Sink>) {
      return server_.sink();
    } else {
      return isometric::Gatherer{};
    }
  }

  InMemoryCluster cluster_;
  HomeClusterProviderServer<Sink> server_;
};

template <class Sink>
Sink sink_on(RegistryChoice registry) {
  return registry == RegistryChoice::global ? Sink::global() : Sink{};
}

}  // namespace

std::unique_ptr<FleetServer> make_fleet_server(const Manifests& manifests,
                                               std::chrono::nanoseconds transition_delay,
                                               SinkChoice sink, RegistryChoice registry) {
  const auto made_on = [&]<class Sink>(Sink on) {
    return std::make_unique<FleetServerOn<Sink>>(manifests, transition_delay, std::move(on));
  };
  switch (sink) {
    case SinkChoice::sharded: return made_on(sink_on<isometric::ShardedSink>(registry));
    case SinkChoice::null: return made_on(isometric::NullSink{});
    case SinkChoice::registry: break;
  }
  return made_on(sink_on<isometric::RegistrySink>(registry));
}

}  // namespace homecluster::program
