#include "support/catch.hpp"

#include <homecluster/provider_metrics.hpp>
#include <isometric/lint.hpp>
#include <isometric/metrics_source.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <string>
#include <vector>

using homecluster::Method;
using homecluster::PowerState;
using homecluster::ProviderMetrics;
using homecluster::ScaleOperation;
using homecluster::ScaleResult;
using homecluster::StatusCode;

namespace {

std::size_t series_in(const isometric::Snapshot& snapshot, std::string_view family) {
  const auto* found = snapshot.find_family(family);
  return found == nullptr ? 0 : found->series.size();
}

}  // namespace

TEST_CASE("the series of every method, and of every code it may end with, exist from the start") {
  const isometric::RegistrySink sink;
  const ProviderMetrics metrics{sink};
  const auto snapshot = isometric::snapshot(sink);
  CHECK(series_in(snapshot, "homecluster_requests_total") == 10 * 6);
  CHECK(series_in(snapshot, "homecluster_request_duration_seconds") == 10);
  CHECK(series_in(snapshot, "homecluster_requests_in_flight") == 10);
}

TEST_CASE("no series of a group exists before the group does") {
  const isometric::RegistrySink sink;
  const ProviderMetrics metrics{sink};
  const auto snapshot = isometric::snapshot(sink);
  CHECK(series_in(snapshot, "homecluster_group_scale_operations_total") == 0);
  CHECK(series_in(snapshot, "homecluster_group_target_nodes") == 0);
  CHECK(series_in(snapshot, "homecluster_group_nodes") == 0);
  CHECK(series_in(snapshot, "homecluster_group_last_scale_timestamp_seconds") == 0);
}

TEST_CASE("promlint has nothing to say of the provider's metrics") {
  const isometric::CatalogueSink sink;
  const ProviderMetrics metrics{sink};
  const auto catalogue = sink.catalogue();
  CHECK(catalogue.size() == 7);
  for (const auto& finding : isometric::lint(catalogue)) FAIL_CHECK(finding);
}

TEST_CASE("a series is what its labels say") {
  using isometric::SeriesSelector;
  const isometric::RegistrySink sink;
  const ProviderMetrics metrics{sink};
  CHECK(metrics.scale_operations.series("rack", ScaleOperation::increase, ScaleResult::accepted) ==
        SeriesSelector{"homecluster_group_scale_operations_total",
                       {{"group", "rack"}, {"operation", "increase"}, {"result", "accepted"}}});
  CHECK(metrics.scale_operations.series("rack", ScaleOperation::delete_nodes,
                                        ScaleResult::rejected) ==
        SeriesSelector{"homecluster_group_scale_operations_total",
                       {{"group", "rack"}, {"operation", "delete"}, {"result", "rejected"}}});
  CHECK(metrics.scale_operations.series("rack", ScaleOperation::decrease, ScaleResult::rejected) ==
        SeriesSelector{"homecluster_group_scale_operations_total",
                       {{"group", "rack"}, {"operation", "decrease"}, {"result", "rejected"}}});
  CHECK(metrics.target_nodes.series("rack") ==
        SeriesSelector{"homecluster_group_target_nodes", {{"group", "rack"}}});
  CHECK(metrics.nodes.series("rack", PowerState::on) ==
        SeriesSelector{"homecluster_group_nodes", {{"group", "rack"}, {"power_state", "on"}}});
  CHECK(metrics.nodes.series("rack", PowerState::off) ==
        SeriesSelector{"homecluster_group_nodes", {{"group", "rack"}, {"power_state", "off"}}});
  CHECK(metrics.last_scale.series("rack") ==
        SeriesSelector{"homecluster_group_last_scale_timestamp_seconds", {{"group", "rack"}}});
  CHECK(metrics.requests.series(Method::node_group_increase_size, StatusCode::invalid_argument) ==
        SeriesSelector{"homecluster_requests_total",
                       {{"method", "NodeGroupIncreaseSize"}, {"code", "INVALID_ARGUMENT"}}});
  CHECK(metrics.request_duration.series(Method::refresh) ==
        SeriesSelector{"homecluster_request_duration_seconds", {{"method", "Refresh"}}});
  CHECK(metrics.requests_in_flight.series(Method::pricing_node_price) ==
        SeriesSelector{"homecluster_requests_in_flight", {{"method", "PricingNodePrice"}}});
}

TEST_CASE("the methods have the names of the autoscaler's protocol") {
  const std::vector<std::pair<Method, std::string_view>> names{
      {Method::node_groups, "NodeGroups"},
      {Method::node_group_for_node, "NodeGroupForNode"},
      {Method::node_group_target_size, "NodeGroupTargetSize"},
      {Method::node_group_increase_size, "NodeGroupIncreaseSize"},
      {Method::node_group_decrease_target_size, "NodeGroupDecreaseTargetSize"},
      {Method::node_group_delete_nodes, "NodeGroupDeleteNodes"},
      {Method::node_group_nodes, "NodeGroupNodes"},
      {Method::node_group_get_options, "NodeGroupGetOptions"},
      {Method::pricing_node_price, "PricingNodePrice"},
      {Method::refresh, "Refresh"}};
  for (const auto& [method, name] : names) CHECK(to_string(method) == name);
}
