#pragma once

#include <homecluster/cluster.hpp>
#include <homecluster/detail/group_series.hpp>
#include <homecluster/in_memory_cluster.hpp>
#include <homecluster/node_group.hpp>
#include <homecluster/provider_metrics.hpp>
#include <homecluster/status.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/instruments/exception_counter.hpp>
#include <isometric/instruments/in_flight.hpp>
#include <isometric/instruments/timer.hpp>
#include <isometric/sinks/forward.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace homecluster {

/// The external provider of a cluster-autoscaler, free of transport: a function for each request of
/// the protocol, named after it.
///
/// A request gives a value or a CallStatus, and every request is measured; see
/// provider_metrics.hpp. An exception that the cluster throws passes through, counted as INTERNAL;
/// so does one that the sink throws, before anything in the cluster has changed.
///
/// The series of a group exist from the moment the server sees the group: when it is constructed,
/// and afterwards at every change, refresh() or update_gauges(). A name that only a request makes
/// up gets no series. They go when the server sees that the group has left the cluster, or when the
/// server goes; servers that share a registry keep them until the last has let go.
///
/// All functions are thread-safe. The cluster must outlive the server. Who uses the default sink
/// includes <isometric/sinks/registry_sink.hpp>.
template <isometric::RemovableSink Sink = isometric::RegistrySink,
          Cluster ClusterType = InMemoryCluster,
          isometric::TimerClock Clock = std::chrono::steady_clock>
class HomeClusterProviderServer {
 public:
  using Metrics = ProviderMetrics<Sink>;

  /// `clock`, such as a copy of an isometric::ManualClock, measures how long requests take. Throws
  /// what the sink throws if a metric cannot be registered with it.
  explicit HomeClusterProviderServer(ClusterType& cluster, Sink sink = Sink{},
                                     Clock clock = Clock{})
      : cluster_(cluster), sink_(std::move(sink)), metrics_(sink_), clock_(std::move(clock)) {
    update_gauges();
  }

  HomeClusterProviderServer(const HomeClusterProviderServer&) = delete;
  HomeClusterProviderServer& operator=(const HomeClusterProviderServer&) = delete;

  [[nodiscard]] const Sink& sink() const noexcept { return sink_; }
  [[nodiscard]] const Metrics& metrics() const noexcept { return metrics_; }

  /// NodeGroups: all groups.
  [[nodiscard]] Result<std::vector<NodeGroup>> node_groups() {
    return answer(Method::node_groups, [&]() -> Result<std::vector<NodeGroup>> {
      const auto groups = cluster_.groups();
      if (!groups.is_ok()) return groups.status();
      std::vector<NodeGroup> node_groups;
      for (const auto& group : groups.value()) node_groups.push_back(node_group_of(group));
      return node_groups;
    });
  }

  /// NodeGroupForNode: the group of a node; one with an empty id if no group manages the node or
  /// the cluster does not know it, which tells the autoscaler to leave it alone.
  [[nodiscard]] Result<NodeGroup> node_group_for_node(std::string_view node_name) {
    return answer(Method::node_group_for_node, [&]() -> Result<NodeGroup> {
      const auto node = cluster_.node(node_name);
      if (node.code() == StatusCode::not_found) return NodeGroup{};
      if (!node.is_ok()) return node.status();
      if (node.value().group.empty()) return NodeGroup{};
      const auto group = cluster_.group(node.value().group);
      if (!group.is_ok()) return group.status();
      return node_group_of(group.value());
    });
  }

  /// NodeGroupTargetSize: how many nodes are neither shutting down nor shut down.
  [[nodiscard]] Result<std::int32_t> node_group_target_size(std::string_view group_name) {
    return answer(Method::node_group_target_size, [&]() -> Result<std::int32_t> {
      const auto group = cluster_.group(group_name);
      if (!group.is_ok()) return group.status();
      return group.value().target_size;
    });
  }

  /// NodeGroupIncreaseSize: turns on `delta` nodes, or changes nothing.
  CallStatus node_group_increase_size(std::string_view group_name, std::int32_t delta) {
    return scale(Method::node_group_increase_size, ScaleOperation::increase, group_name,
                 [&] { return cluster_.increase_size(group_name, delta); });
  }

  /// NodeGroupDecreaseTargetSize: takes back `-delta` nodes that are still starting up, or changes
  /// nothing.
  CallStatus node_group_decrease_target_size(std::string_view group_name, std::int32_t delta) {
    return scale(Method::node_group_decrease_target_size, ScaleOperation::decrease, group_name,
                 [&] { return cluster_.decrease_target_size(group_name, delta); });
  }

  /// NodeGroupDeleteNodes: turns off the nodes with these names, or changes nothing.
  CallStatus node_group_delete_nodes(std::string_view group_name,
                                     std::span<const std::string> node_names) {
    return scale(Method::node_group_delete_nodes, ScaleOperation::delete_nodes, group_name,
                 [&] { return cluster_.delete_nodes(group_name, node_names); });
  }

  /// NodeGroupNodes: all nodes of a group, whatever their progress.
  [[nodiscard]] Result<std::vector<Node>> node_group_nodes(std::string_view group_name) {
    return answer(Method::node_group_nodes, [&] { return cluster_.nodes(group_name); });
  }

  /// NodeGroupGetOptions: how the autoscaler should treat a group.
  [[nodiscard]] Result<GroupOptions> node_group_get_options(std::string_view group_name) {
    return answer(Method::node_group_get_options, [&] { return cluster_.options(group_name); });
  }

  /// PricingNodePrice: the node's hourly rate times the hours from `start` to `end`.
  /// INVALID_ARGUMENT if `end` is before `start`.
  [[nodiscard]] Result<double> pricing_node_price(std::string_view node_name,
                                                  std::chrono::system_clock::time_point start,
                                                  std::chrono::system_clock::time_point end) {
    return answer(Method::pricing_node_price, [&]() -> Result<double> {
      if (end < start) {
        return CallStatus{
            StatusCode::invalid_argument,
            "the period to price ends before it starts; expected an end at or after the "
            "start"};
      }
      const auto node = cluster_.node(node_name);
      if (!node.is_ok()) return node.status();
      return node.value().pricing.hourly_rate * hours_between(start, end);
    });
  }

  /// Refresh: lets the cluster catch up with the world, and the gauges with the cluster.
  CallStatus refresh() {
    return answer(Method::refresh, [&] {
      CallStatus status = cluster_.refresh();
      update_gauges();
      return status;
    });
  }

  /// Sets the gauges of all groups to the cluster's present state. Changes of power complete as
  /// time goes by, without a request, so a program calls this before or between scrapes.
  void update_gauges() {
    const std::lock_guard lock{mutex_};
    publish_groups(NewGroups::get_series);
  }

 private:
  static NodeGroup node_group_of(const GroupState& group) {
    return {.id = group.name, .min_size = 0, .max_size = group.max_size};
  }

  static double hours_between(std::chrono::system_clock::time_point start,
                              std::chrono::system_clock::time_point end) {
    // Unsigned: the whole range of time points does not fit a signed difference.
    const auto ticks = static_cast<std::uint64_t>(end.time_since_epoch().count()) -
                       static_cast<std::uint64_t>(start.time_since_epoch().count());
    using Ticks = std::chrono::duration<double, std::chrono::system_clock::period>;
    using Hours = std::chrono::duration<double, std::chrono::hours::period>;
    return Hours{Ticks{static_cast<double>(ticks)}}.count();
  }

  template <class Call>
  auto answer(Method method, Call call) {
    const isometric::InFlight in_flight{metrics_.requests_in_flight.labels(method)};
    const isometric::Timer timer{metrics_.request_duration.labels(method), clock_};
    const isometric::ExceptionCounter exceptions{
        metrics_.requests.labels(method, StatusCode::internal)};
    auto outcome = call();
    metrics_.requests.labels(method, outcome.code()).inc();
    return outcome;
  }

  template <class Change>
  CallStatus scale(Method method, ScaleOperation operation, std::string_view group_name,
                   Change change) {
    return answer(method, [&] {
      // Before the change, so that a sink which fails has changed nothing; it is not asked again.
      update_gauges();
      CallStatus status = change();
      const std::lock_guard lock{mutex_};
      publish_groups(NewGroups::are_left);
      if (const auto group = groups_.find(group_name); group != groups_.end()) {
        group->second.count(operation,
                            status.is_ok() ? ScaleResult::accepted : ScaleResult::rejected);
      }
      return status;
    });
  }

  enum class NewGroups : unsigned char { get_series, are_left };

  /// Reads the cluster while mutex_ is held, so that of several threads the one that publishes last
  /// has seen what all of them changed. The sink is asked for nothing if new groups are left.
  void publish_groups(NewGroups new_groups) {
    const auto groups = cluster_.groups();
    if (!groups.is_ok()) return;
    std::erase_if(groups_, [&](const auto& known) {
      return std::ranges::find(groups.value(), known.first, &GroupState::name) ==
             groups.value().end();
    });
    for (const auto& group : groups.value()) {
      const auto known = new_groups == NewGroups::get_series
                             ? groups_.try_emplace(group.name, metrics_, group.name).first
                             : groups_.find(group.name);
      if (known != groups_.end()) known->second.publish(group);
    }
  }

  ClusterType& cluster_;
  Sink sink_;
  Metrics metrics_;
  Clock clock_;
  std::mutex mutex_;  // guards groups_ and the order in which gauges are set
  std::map<std::string, detail::GroupSeries<Sink>, std::less<>> groups_;
};

}  // namespace homecluster
