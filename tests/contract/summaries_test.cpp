// What prometheus-cpp does with summaries: what ours build on, and what they keep from it. Windows
// without age buckets or without time are not tried: they end in SIGFPE, and never.

#include "support/catch.hpp"

#include <prometheus/client_metric.h>
#include <prometheus/family.h>
#include <prometheus/registry.h>
#include <prometheus/summary.h>
#include <prometheus/text_serializer.h>

#include <chrono>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Quantiles = prometheus::Summary::Quantiles;
using std::chrono::milliseconds;

prometheus::ClientMetric::Summary collected(const prometheus::Summary& summary) {
  return summary.Collect().summary;
}

}  // namespace

TEST_CASE("a summary can be constructed stand-alone", "[contract]") {
  prometheus::Summary summary{Quantiles{{0.5, 0.05}}};
  summary.Observe(3);
  CHECK(collected(summary).sample_count == 1);
  CHECK(collected(summary).quantile.at(0).value == 3);
}

TEST_CASE("a summary without quantiles counts and sums, however short its window", "[contract]") {
  prometheus::Summary summary{Quantiles{}, milliseconds(1), 1};
  for (int i = 0; i < 20000; ++i) summary.Observe(1);
  CHECK(collected(summary).sample_count == 20000);
  CHECK(collected(summary).sample_sum == 20000);
  CHECK(collected(summary).quantile.empty());
}

TEST_CASE("quantiles are collected in the order given, as NaN without samples", "[contract]") {
  const prometheus::Summary summary{Quantiles{{0.9, 0.01}, {0.5, 0.05}}};
  const auto quantiles = collected(summary).quantile;
  REQUIRE(quantiles.size() == 2);
  CHECK(quantiles[0].quantile == 0.9);
  CHECK(quantiles[1].quantile == 0.5);
  CHECK(std::isnan(quantiles[0].value));
}

TEST_CASE("what is older than the window is forgotten, but neither count nor sum", "[contract]") {
  prometheus::Summary summary{Quantiles{{0.5, 0.05}}, milliseconds(1), 1};
  summary.Observe(3);
  while (!std::isnan(collected(summary).quantile.at(0).value)) {
  }
  CHECK(collected(summary).sample_count == 1);
  CHECK(collected(summary).sample_sum == 3);
}

TEST_CASE("a negative number of age buckets throws what names nothing", "[contract]") {
  CHECK_THROWS_AS((prometheus::Summary{Quantiles{{0.5, 0.05}}, milliseconds(1000), -1}),
                  std::length_error);
}

TEST_CASE("a summary that is told to estimate a quantile twice prints it twice", "[contract]") {
  prometheus::Registry registry;
  prometheus::BuildSummary().Name("s").Register(registry).Add({},
                                                              Quantiles{{0.5, 0.05}, {0.5, 0.01}});
  const std::string page = prometheus::TextSerializer{}.Serialize(registry.Collect());
  const auto first = page.find("s{quantile=\"0.5\"}");
  REQUIRE(first != std::string::npos);
  CHECK(page.find("s{quantile=\"0.5\"}", first + 1) != std::string::npos);
}

TEST_CASE("quantiles that differ in the last digit only print alike", "[contract]") {
  prometheus::Registry registry;
  prometheus::BuildSummary().Name("s").Register(registry).Add({}, Quantiles{{0.1 + 0.2, 0.05}});
  const std::string page = prometheus::TextSerializer{}.Serialize(registry.Collect());
  CHECK(page.find("s{quantile=\"0.3\"}") != std::string::npos);
}

TEST_CASE("a quantile outside of 0 to 1 is accepted", "[contract]") {
  prometheus::Summary summary{Quantiles{{1.5, 0.01}, {-1, 0.01}}};
  for (int i = 0; i < 1000; ++i) summary.Observe(i);
  CHECK(collected(summary).quantile.size() == 2);
}

TEST_CASE("a series that exists keeps its quantiles, whatever is asked for", "[contract]") {
  prometheus::Registry registry;
  auto& family = prometheus::BuildSummary().Name("s").Register(registry);
  auto& first = family.Add({}, Quantiles{{0.5, 0.05}});
  auto& second = family.Add({}, Quantiles{{0.9, 0.01}});
  CHECK(&first == &second);
  CHECK(collected(second).quantile.at(0).quantile == 0.5);
}
