#pragma once

#include <homecluster/method.hpp>
#include <homecluster/power_state.hpp>
#include <homecluster/status_code.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/closed_values.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>

namespace homecluster {

/// The requests that change the size of a group.
enum class ScaleOperation : unsigned char { increase, decrease, delete_nodes };

consteval auto label_values(ScaleOperation) {
  return isometric::closed<ScaleOperation>({{ScaleOperation::increase, "increase"},
                                            {ScaleOperation::decrease, "decrease"},
                                            {ScaleOperation::delete_nodes, "delete"}});
}

/// What came of such a request. A rejected one has changed nothing.
enum class ScaleResult : unsigned char { accepted, rejected };

consteval auto label_values(ScaleResult) {
  return isometric::closed<ScaleResult>(
      {{ScaleResult::accepted, "accepted"}, {ScaleResult::rejected, "rejected"}});
}

using GroupLabel = isometric::Label<"group">;
using OperationLabel = isometric::Label<"operation", ScaleOperation>;
using ResultLabel = isometric::Label<"result", ScaleResult>;
using PowerStateLabel = isometric::Label<"power_state", PowerState>;
using MethodLabel = isometric::Label<"method", Method>;
using CodeLabel = isometric::Label<"code", StatusCode>;

/// The metrics of a provider server. They name no registry: the sink decides where they go. What is
/// told of a group can be removed, because groups leave.
template <isometric::RemovableSink Sink>
struct ProviderMetrics {
  explicit ProviderMetrics(const Sink& sink)
      : scale_operations(sink, "homecluster_group_scale_operations_total",
                         "Requests to change the size of a group, by what came of them."),
        target_nodes(sink, "homecluster_group_target_nodes", "Nodes that the group should have."),
        nodes(sink, "homecluster_group_nodes", "Nodes of the group by actual power state."),
        last_scale(
            sink, "homecluster_group_last_scale_timestamp_seconds",
            "Unix time of the last accepted change of the group's size, 0 before the first."),
        requests(sink, "homecluster_requests_total", "Requests answered, by status code."),
        request_duration(sink, "homecluster_request_duration_seconds",
                         "Time taken to answer a request.", isometric::default_buckets),
        requests_in_flight(sink, "homecluster_requests_in_flight",
                           "Requests being answered at present.") {}

  using GroupSink = isometric::Removable<Sink>;

  isometric::Counter<GroupSink, GroupLabel, OperationLabel, ResultLabel> scale_operations;
  isometric::Gauge<GroupSink, GroupLabel> target_nodes;
  isometric::Gauge<GroupSink, GroupLabel, PowerStateLabel> nodes;
  isometric::Gauge<GroupSink, GroupLabel> last_scale;
  isometric::Counter<Sink, MethodLabel, CodeLabel> requests;
  isometric::Histogram<Sink, MethodLabel> request_duration;
  isometric::Gauge<Sink, MethodLabel> requests_in_flight;
};

}  // namespace homecluster
