#pragma once

#include <homecluster/cluster.hpp>
#include <homecluster/provider_metrics.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace homecluster::detail {

/// The series of one group, which exist as long as this object does. Servers that share a registry
/// own the series of a common group together: it stays until the last of them lets go.
template <class Sink>
class GroupSeries {
 public:
  GroupSeries(const ProviderMetrics<Sink>& metrics, std::string_view group)
      : target_nodes_{metrics.target_nodes.own(group)},
        nodes_on_{metrics.nodes.own(group, PowerState::on)},
        nodes_off_{metrics.nodes.own(group, PowerState::off)},
        last_scale_{metrics.last_scale.own(group)},
        scale_operations_{{results_of(metrics, group, ScaleOperation::increase),
                           results_of(metrics, group, ScaleOperation::decrease),
                           results_of(metrics, group, ScaleOperation::delete_nodes)}} {}

  void publish(const GroupState& group) const noexcept {
    target_nodes_->set(group.target_size);
    nodes_on_->set(group.nodes_on);
    nodes_off_->set(group.nodes_off);
  }

  void count(ScaleOperation operation, ScaleResult result) const noexcept {
    scale_operations_[static_cast<std::size_t>(operation)][static_cast<std::size_t>(result)]->inc();
    if (result == ScaleResult::accepted) last_scale_->set_to_current_time();
  }

 private:
  using Gauge = decltype(ProviderMetrics<Sink>::last_scale.own(std::string_view{}));
  using Counter = decltype(ProviderMetrics<Sink>::scale_operations.own(
      std::string_view{}, ScaleOperation{}, ScaleResult{}));
  using NodesGauge = decltype(ProviderMetrics<Sink>::nodes.own(std::string_view{}, PowerState{}));
  using Results = std::array<Counter, 2>;

  static Results results_of(const ProviderMetrics<Sink>& metrics, std::string_view group,
                            ScaleOperation operation) {
    return {metrics.scale_operations.own(group, operation, ScaleResult::accepted),
            metrics.scale_operations.own(group, operation, ScaleResult::rejected)};
  }

  Gauge target_nodes_;
  NodesGauge nodes_on_;
  NodesGauge nodes_off_;
  Gauge last_scale_;
  std::array<Results, 3> scale_operations_;
};

}  // namespace homecluster::detail
