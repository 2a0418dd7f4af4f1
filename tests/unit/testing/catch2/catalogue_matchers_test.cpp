#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/testing/catch2/catalogue_matchers.hpp>

using isometric::CatalogueSink;
using isometric::Gauge;
using isometric::Snapshot;
using isometric::testing::AllDeclaredExposed;

TEST_CASE("AllDeclaredExposed matches what its check holds for, and says what that says") {
  const CatalogueSink sink;
  const Gauge<CatalogueSink> nodes(sink, "app_nodes", "Nodes.");
  const test_support::MeasuredServer server;
  CHECK_THAT(snapshot(server.sink), AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT(server.sink, AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT("# HELP app_nodes Nodes.\n# TYPE app_nodes gauge\napp_nodes 3\n",
             AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT("# HELP app_nodes Nodes.\n# TYPE app_nodes gauge\napp_nodes 3\na x\n",
             !AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT(Snapshot(), !AllDeclaredExposed(sink.catalogue()));
  CHECK_THAT(Snapshot(), AllDeclaredExposed(sink.catalogue(), {"app_nodes"}));
  CHECK(test_support::complaint(AllDeclaredExposed(sink.catalogue()), Snapshot()) ==
        "\n1 of 1 declared families are not exposed as declared\n"
        "app_nodes is not exposed; there are no series at all");
}
