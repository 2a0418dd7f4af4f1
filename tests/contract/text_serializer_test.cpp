// What prometheus-cpp's text serializer prints. The sink's collectable prepares its strings so that
// the page is valid although the serializer escapes no help.

#include "contract/prometheus_page.hpp"
#include "support/catch.hpp"

#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <limits>
#include <string>
#include <vector>

namespace {

using Boundaries = prometheus::Histogram::BucketBoundaries;

std::string page_of_counter_with_help(const std::string& help) {
  prometheus::Registry registry;
  prometheus::BuildCounter().Name("jobs_total").Help(help).Register(registry).Add({});
  return page_of(registry);
}

std::string page_of_gauge(double value) {
  prometheus::Registry registry;
  prometheus::BuildGauge().Name("jobs").Help("Help.").Register(registry).Add({}, value);
  return page_of(registry);
}

/// A collectable that is no registry, as a sink's is.
class OneGauge : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override {
    prometheus::MetricFamily family;
    family.name = "own";
    family.help = "Help.";
    family.type = prometheus::MetricType::Gauge;
    prometheus::ClientMetric metric;
    metric.label.resize(2);
    metric.label[0].name = "z";
    metric.label[0].value = "1";
    metric.label[1].name = "a";
    metric.label[1].value = "2";
    metric.gauge.value = 5;
    family.metric.push_back(metric);
    return {family};
  }
};

}  // namespace

TEST_CASE("help is not escaped: a newline in it injects a sample", "[contract]") {
  const auto page = page_of_counter_with_help("Help.\nbogus_metric 1");
  CAPTURE(page);
  CHECK(contains(page, "# HELP jobs_total Help.\nbogus_metric 1\n"));
}

TEST_CASE("a help that was escaped beforehand prints as it should", "[contract]") {
  const auto page = page_of_counter_with_help("Help.\\nbogus_metric 1 \\\\");
  CAPTURE(page);
  CHECK(
      contains(page, "# HELP jobs_total Help.\\nbogus_metric 1 \\\\\n# TYPE jobs_total counter\n"));
}

TEST_CASE("quotes in a help stay as they are", "[contract]") {
  CHECK(contains(page_of_counter_with_help("A \"quoted\" help."),
                 "# HELP jobs_total A \"quoted\" help.\n"));
}

TEST_CASE("an empty help prints no HELP line", "[contract]") {
  CHECK_FALSE(contains(page_of_counter_with_help(""), "# HELP"));
}

TEST_CASE("label values are escaped", "[contract]") {
  prometheus::Registry registry;
  prometheus::BuildCounter()
      .Name("jobs_total")
      .Help("Help.")
      .Register(registry)
      .Add({{"queue", "a\"b\\c\nd"}});
  const auto page = page_of(registry);
  CAPTURE(page);
  CHECK(contains(page, "\njobs_total{queue=\"a\\\"b\\\\c\\nd\"} 0\n"));
}

TEST_CASE("values that are not finite print as Nan, +Inf and -Inf", "[contract]") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(contains(page_of_gauge(std::numeric_limits<double>::quiet_NaN()), "\njobs Nan\n"));
  CHECK(contains(page_of_gauge(infinity), "\njobs +Inf\n"));
  CHECK(contains(page_of_gauge(-infinity), "\njobs -Inf\n"));
}

TEST_CASE("doubles print with 16 digits and do not round-trip", "[contract]") {
  REQUIRE(0.1 + 0.2 != 0.3);
  CHECK(contains(page_of_gauge(0.1 + 0.2), "\njobs 0.3\n"));
}

TEST_CASE("a histogram prints one +Inf bucket, its sum and its count", "[contract]") {
  prometheus::Registry registry;
  prometheus::BuildHistogram().Name("x").Help("Help.").Register(registry).Add({}, Boundaries{1.0});
  const auto page = page_of(registry);
  CAPTURE(page);
  CHECK(occurrences(page, "x_bucket{le=\"+Inf\"} 0\n") == 1);
  CHECK(occurrences(page, "x_sum 0\n") == 1);
  CHECK(occurrences(page, "x_count 0\n") == 1);
}

TEST_CASE("a boundary at infinity prints two +Inf buckets", "[contract]") {
  prometheus::Registry registry;
  prometheus::BuildHistogram().Name("x").Help("Help.").Register(registry).Add(
      {}, Boundaries{1.0, std::numeric_limits<double>::infinity()});
  const auto page = page_of(registry);
  CAPTURE(page);
  CHECK(occurrences(page, "x_bucket{le=\"+Inf\"} 0\n") == 2);
}

TEST_CASE("a collectable of one's own prints its labels in the order it gives them", "[contract]") {
  CHECK(page_of(OneGauge{}) == "# HELP own Help.\n# TYPE own gauge\nown{z=\"1\",a=\"2\"} 5\n");
}
