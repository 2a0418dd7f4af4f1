#include "support/catch.hpp"
#include "support/complaint.hpp"
#include "support/measured_server.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/buckets.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/testing/catch2/histogram_matchers.hpp>
#include <isometric/testing/changes.hpp>

#include <cmath>
#include <stdexcept>

// What the matchers hold for is tested with the checks that they wrap.

using namespace isometric::testing;
using namespace test_support;
using isometric::RegistrySink;
using isometric::snapshot;

namespace {

struct ObservingServer {
  RegistrySink sink;
  isometric::Histogram<RegistrySink, Way> sizes{sink, "app_size_bytes", "Sizes.",
                                                isometric::buckets(1, 5, 10)};
  isometric::Summary<RegistrySink> delays{sink, "app_delay_seconds", "Delays."};
};

}  // namespace

TEST_CASE("matchers of histograms take typed selectors") {
  const ObservingServer server;
  const auto up = server.sizes.series(Direction::up);
  server.sizes.labels(Direction::up).observe(700);
  const Changes changes(server.sink);
  server.sizes.labels(Direction::up).observe(3);
  CHECK_THAT(changes, UniqueSample(up, 3) && CountIs(up, 1) && SumWithin(up, 3, 0.001));
  server.sizes.labels(Direction::up).observe(7);
  CHECK_THAT(changes, BucketsAre(up, {{5, 1}, {10, 1}}) && BucketsInclude(up, {{INFINITY, 0}}) &&
                          ObservedBetween(up, 1, 10));
  CHECK_THAT(changes, !UniqueSample(up, 3) && !CountIs(up, 1) && !SumWithin(up, 3, 1) &&
                          !BucketsAre(up, {{5, 1}}) && !BucketsInclude(up, {{INFINITY, 1}}) &&
                          !ObservedBetween(up, 1, 5));
  CHECK_THAT(snapshot(server.sink), BucketsAre(up, {{5, 1}, {10, 1}, {INFINITY, 1}}));
}

TEST_CASE("matchers of histograms take summaries for what those tell") {
  const ObservingServer server;
  server.delays.observe(0.5);
  CHECK_THAT(snapshot(server.sink), UniqueSample(server.delays.series(), 0.5));
  server.delays.observe(0.25);
  CHECK_THAT(snapshot(server.sink),
             CountIs(server.delays.series(), 2) && SumWithin(server.delays.series(), 0.75, 0));
}

TEST_CASE("matchers of histograms draw what they saw") {
  const ObservingServer server;
  const Changes changes(server.sink);
  server.sizes.labels(Direction::up).observe(3);
  server.sizes.labels(Direction::up).observe(4);
  server.sizes.labels(Direction::down).observe(4);
  CHECK(complaint(UniqueSample(server.sizes.series(Direction::up), 12), changes) ==
        "\nexpected app_size_bytes{direction=\"up\"} to observe 12 and nothing else, but: "
        "app_size_bytes{direction=\"up\"} count 0 -> 2, sum 0 -> 7, le=5 +2 (+2)\n"
        "  le=1       0\n"
        "  le=5    ## 2, expected 0\n"
        "  le=10      0\n"
        "  le=+Inf    0, expected 1\n"
        "what else changed\n"
        "  app_size_bytes{direction=\"down\"} count 0 -> 1, sum 0 -> 4, le=5 +1 (+1)");
}

TEST_CASE("bounds that a histogram does not have fail, though the matcher is negated") {
  const ObservingServer server;
  const auto up = server.sizes.series(Direction::up);
  server.sizes.labels(Direction::up).observe(3);
  CHECK_THROWS_AS((!ObservedBetween(up, 0, 5)).match(snapshot(server.sink)), std::invalid_argument);
  CHECK_THROWS_AS((!BucketsAre(up, {{4, 1}})).match(snapshot(server.sink)), std::invalid_argument);
}
