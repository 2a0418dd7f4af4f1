// What the server does when its metrics fail: every operation of the sink fails once.

#include "support/catch.hpp"

#include <homecluster/provider_server.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/testing/for_each_failure.hpp>
#include <isometric/testing/manual_clock.hpp>

#include <cstddef>
#include <string>
#include <vector>

using homecluster::CallStatus;
using homecluster::HomeClusterProviderServer;
using homecluster::InMemoryCluster;
using homecluster::Method;
using homecluster::Node;
using homecluster::node_at_rest;
using homecluster::PowerState;
using homecluster::ScaleOperation;
using homecluster::ScaleResult;
using homecluster::StatusCode;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::FailingSink;
using isometric::testing::FailureKind;
using isometric::testing::for_each_failure;
using isometric::testing::HasValue;
using isometric::testing::InducedFailure;

namespace {

using FragileSink = FailingSink<RegistrySink>;
using FragileServer = HomeClusterProviderServer<FragileSink>;

constexpr auto make_registry_sink = [] { return RegistrySink{}; };

// 7 declarations and the blocks of those 3 that have closed labels only; and 10 series for a group.
constexpr std::size_t operations_of_an_empty_server = 10;
constexpr std::size_t series_of_a_group = 10;

/// A cluster with a group that begins to exist when the server has looked already: the next request
/// has to make series for it.
class GrowingCluster {
 public:
  void grow() { values.replace({{"rack", {}}}, nodes_at_first); }

  [[nodiscard]] bool is_unchanged() const { return values.nodes("rack").value() == nodes_at_first; }

  InMemoryCluster values{{}, {}, std::chrono::seconds(90), isometric::ManualClock()};

 private:
  std::vector<Node> nodes_at_first{node_at_rest("rack-1", "rack", PowerState::on),
                                   node_at_rest("rack-2", "rack", PowerState::off)};
};

/// Lets each operation fail that a server needs which is constructed, and then asked this.
template <class Request>
void fail_at_each_operation(Method method, ScaleOperation operation, FailureKind kind,
                            Request request) {
  const auto failures = for_each_failure(
      make_registry_sink,
      [&](const FragileSink& sink) {
        GrowingCluster cluster;
        bool is_asked = false;
        try {
          FragileServer server(cluster.values, sink);
          cluster.grow();
          is_asked = true;
          const CallStatus status = request(server);  // not within CHECK, which would catch
          CHECK(status.is_ok());
          CHECK(!cluster.is_unchanged());
        } catch (const std::exception&) {
          INFO(sink.failed_operation());
          if (!is_asked) return;
          CHECK(cluster.is_unchanged());

          FragileServer another(cluster.values, sink);
          const auto& metrics = another.metrics();
          const auto then = snapshot(sink);
          CHECK_THAT(then, HasValue(metrics.requests.series(method, StatusCode::internal), 1));
          CHECK_THAT(then, HasValue(metrics.requests.series(method, StatusCode::ok), 0));
          CHECK_THAT(then, HasValue(metrics.requests_in_flight.series(method), 0));
          CHECK(then.histogram(metrics.request_duration.series(method)).count == 1);

          CHECK(request(another).is_ok());
          CHECK(!cluster.is_unchanged());
          CHECK_THAT(snapshot(sink), HasValue(metrics.scale_operations.series(
                                                  "rack", operation, ScaleResult::accepted),
                                              1));
        }
      },
      {.kind = kind});
  CHECK(failures == operations_of_an_empty_server + series_of_a_group);
}

}  // namespace

TEST_CASE("a request that fails in the sink changes nothing in the cluster, and is counted") {
  const auto kind = GENERATE(FailureKind::induced_failure, FailureKind::bad_alloc);
  const std::vector<std::string> rack_1{"rack-1"};
  fail_at_each_operation(
      Method::node_group_increase_size, ScaleOperation::increase, kind,
      [](FragileServer& server) { return server.node_group_increase_size("rack", 1); });
  fail_at_each_operation(
      Method::node_group_delete_nodes, ScaleOperation::delete_nodes, kind,
      [&](FragileServer& server) { return server.node_group_delete_nodes("rack", rack_1); });
}

// Of a block that was made for one of its series, the others stay at 0, since nobody owned them;
// the next server owns them all, and takes them along.
TEST_CASE("a server whose metrics cannot be had leaves nothing that the next does not clear away") {
  InMemoryCluster cluster({{"rack", {}}, {"shelf", {}}}, {});
  const auto failures = for_each_failure(
      make_registry_sink, [&](const FragileSink& sink) { FragileServer server(cluster, sink); },
      [&](const FragileSink& sink) {
        INFO(sink.failed_operation());
        {
          const FragileServer another(cluster, sink);
          CHECK_THAT(snapshot(sink), HasValue(another.metrics().target_nodes.series("shelf"), 0));
        }
        const auto left = snapshot(sink);
        for (const auto& family : left.families()) {
          if (family.name.starts_with("homecluster_group")) CHECK(family.series.empty());
        }
      });
  CHECK(failures == operations_of_an_empty_server + 2 * series_of_a_group);
}

TEST_CASE("a refresh that fails in the sink is made good by the next") {
  const auto failures = for_each_failure(make_registry_sink, [](const FragileSink& sink) {
    GrowingCluster cluster;
    FragileServer server(cluster.values, sink);  // its failures are another test's
    cluster.grow();
    try {
      const CallStatus status = server.refresh();
      CHECK(status.is_ok());
    } catch (const InducedFailure&) {
      INFO(sink.failed_operation());
      CHECK(server.refresh().is_ok());
    }
    CHECK_THAT(snapshot(sink), HasValue(server.metrics().target_nodes.series("rack"), 1));
    for (const auto operation : {ScaleOperation::increase, ScaleOperation::delete_nodes}) {
      CHECK_THAT(snapshot(sink), HasValue(server.metrics().scale_operations.series(
                                              "rack", operation, ScaleResult::accepted),
                                          0));
    }
  });
  CHECK(failures == operations_of_an_empty_server + series_of_a_group);
}
