#include "support/catch.hpp"

#include <homecluster/provider_metrics.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <string>
#include <vector>

using homecluster::Method;
using homecluster::PowerState;
using homecluster::ProviderMetrics;
using homecluster::ScaleOperation;
using homecluster::ScaleResult;
using homecluster::StatusCode;
using namespace isometric::testing;

TEST_CASE("the series of every method, and of every code it may end with, exist from the start") {
  const isometric::RegistrySink sink;
  const ProviderMetrics metrics{sink};
  CHECK_THAT(snapshot(sink), SeriesCount("homecluster_requests_total", 10 * 6) &&
                                 SeriesCount("homecluster_request_duration_seconds", 10) &&
                                 SeriesCount("homecluster_requests_in_flight", 10));
}

TEST_CASE("no series of a group exists before the group does") {
  const isometric::RegistrySink sink;
  const ProviderMetrics metrics{sink};
  CHECK_THAT(snapshot(sink), SeriesCount("homecluster_group_scale_operations_total", 0) &&
                                 SeriesCount("homecluster_group_target_nodes", 0) &&
                                 SeriesCount("homecluster_group_nodes", 0) &&
                                 SeriesCount("homecluster_group_last_scale_timestamp_seconds", 0));
}

TEST_CASE("durations fall into the buckets that the guidelines advise") {
  const isometric::RegistrySink sink;
  const ProviderMetrics metrics{sink};
  const auto duration = metrics.request_duration.labels(Method::refresh);
  const double bounds[] = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  std::vector<ExpectedBucket> one_in_each;
  for (const double bound : bounds) {
    duration.observe(bound);
    one_in_each.push_back({bound, 1});
  }
  CHECK_THAT(snapshot(sink),
             BucketsAre(metrics.request_duration.series(Method::refresh), one_in_each));
}

TEST_CASE("promlint has nothing to say of the provider's metrics") {
  const isometric::CatalogueSink sink;
  const ProviderMetrics metrics{sink};
  CHECK(sink.catalogue().size() == 7);
  CHECK_THAT(sink.catalogue(), LintClean());
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
