// The flag --sink: where the servers count is nobody's matter but that of the page.

#include "fixtures.hpp"
#include "provider_api.hpp"
#include "provider_series.hpp"
#include "running_provider.hpp"
#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/text_matchers.hpp"
#include "support/threads.hpp"

#include <isometric/sinks/sharded_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <chrono>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

using namespace homecluster;
using namespace homecluster::program;
using namespace std::chrono_literals;
using isometric::ExpositionFormat;
using isometric::testing::IncreasedBy;
using test_support::contains;
using test_support::Contains;

namespace {

struct Request {
  std::string_view method;
  std::string_view target;
  std::string_view body;
};

/// What demo.sh sends, and what it does not wait for: nodes that are still on their way.
constexpr Request demo_requests[] = {
    {"GET", "/v1/node-groups", ""},
    {"GET", "/v1/node-groups/rack-1/nodes", ""},
    {"POST", "/v1/node-groups/rack-1/increase", R"({"delta": 2})"},
    {"POST", "/v1/node-groups/rack-1/increase", R"({"delta": 1})"},
    {"POST", "/v1/node-groups/rack-1/decrease", R"({"delta": -1})"},
    {"POST", "/v1/node-groups/rack-9/increase", R"({"delta": 1})"},
    {"POST", "/v1/node-groups/gpu-desk/increase", R"({"delta": "two"})"},
    {"POST", "/v1/node-groups/gpu-desk/delete-nodes", R"({"nodes": ["rack-1-a"]})"},
    {"POST", "/v1/node-groups/rack-1/delete-nodes", R"({"nodes": ["rack-1-a"]})"},
    {"POST", "/v1/refresh", ""},
    {"GET", "/v1/node-groups/rack-1", ""},
    {"GET", "/v1/nodes/nuc-b/price?start=2026-03-01T06:00:00Z&end=2026-03-01T12:00:00Z", ""},
    {"GET", "/v1/nodes/nuc-b/node-group", ""},
    {"GET", "/v1/node-groups/rack-1/options", ""},
    {"GET", "/v1/node-groups/rack-1/nodes", ""},
};

std::string answer_text(int status, const std::string& body) {
  return std::to_string(status) + ' ' + body;
}

/// What comes of these requests.
std::vector<std::string> answers(const ProviderFleet& fleet) {
  const ProviderApi api{fleet};
  std::vector<std::string> answers;
  for (const auto& [method, target, body] : demo_requests) {
    const auto response = api.handle({.method = method, .target = target, .body = body});
    answers.push_back(answer_text(response.status, response.body));
  }
  return answers;
}

std::vector<std::string> answers(const RunningProvider& provider) {
  auto client = provider.provider();
  std::vector<std::string> answers;
  for (const auto& [method, target, body] : demo_requests) {
    const auto response =
        method == "GET" ? client.Get(std::string{target})
                        : client.Post(std::string{target}, std::string{body}, "application/json");
    REQUIRE(response);
    answers.push_back(answer_text(response->status, response->body));
  }
  return answers;
}

/// A page without what another run of the same requests shows differently: the process's own
/// metrics, and how long and when. How often is left.
std::string without_times(const std::string& page) {
  std::istringstream lines{page};
  std::string rest;
  for (std::string line; std::getline(lines, line);) {
    if (contains(line, " process_") || line.starts_with("process_")) continue;
    const bool is_time = line.starts_with("homecluster_request_duration_seconds_sum") ||
                         line.starts_with("homecluster_request_duration_seconds_bucket") ||
                         contains(line, "timestamp_seconds");
    if (is_time && !line.starts_with('#') && !contains(line, "le=\"+Inf\"")) {
      line.erase(line.rfind(' '));
    }
    rest += line + '\n';
  }
  return rest;
}

std::string written(const MetricsPage& page, ExpositionFormat format) {
  std::string text;
  page.write(text, format);
  return text;
}

ProviderFleet fleet_of_three(SinkChoice sink) {
  return ProviderFleet{load(shipped_manifests()), 3, RegistryChoice::own, 1h, sink};
}

const auto refreshes = provider_series().requests.series(Method::refresh, StatusCode::ok);

}  // namespace

TEST_CASE("requests are answered the same, whatever the servers count in", "[sink]") {
  const auto expected = answers(fleet_of_three(SinkChoice::registry));
  CHECK_THAT(expected.front(), Contains("200 {\"nodeGroups\":[{\"id\":\"rack-1\""));
  CHECK_THAT(expected.at(3), Contains("409 "));
  CHECK(answers(fleet_of_three(SinkChoice::sharded)) == expected);
  CHECK(answers(fleet_of_three(SinkChoice::null)) == expected);
}

TEST_CASE("after the same requests the pages of registries and of shards are the same", "[sink]") {
  const auto format = GENERATE(ExpositionFormat::text, ExpositionFormat::openmetrics);
  const ProviderFleet registry = fleet_of_three(SinkChoice::registry);
  const ProviderFleet sharded = fleet_of_three(SinkChoice::sharded);
  (void)answers(registry);
  (void)answers(sharded);
  const auto expected = registry.metrics_pages();
  const auto pages = sharded.metrics_pages();
  REQUIRE(pages.size() == 4);
  REQUIRE(expected.size() == 4);
  for (std::size_t index = 0; index < pages.size(); ++index) {
    const auto text = without_times(written(expected[index], format));
    CHECK_THAT(text,
               Contains("\nhomecluster_request_duration_seconds_count{method=\"NodeGroups\""));
    CHECK_THAT(text, Contains("code=\"FAILED_PRECONDITION\""));
    CHECK(pages[index].path == expected[index].path);
    CHECK(without_times(written(pages[index], format)) == text);
  }
}

TEST_CASE("what prometheus::Exposer prints of shards is what it prints of registries", "[sink]") {
  const ProviderFleet registry = fleet_of_three(SinkChoice::registry);
  const ProviderFleet sharded = fleet_of_three(SinkChoice::sharded);
  (void)answers(registry);
  (void)answers(sharded);
  const auto expected = registry.metrics_pages();
  const auto pages = sharded.metrics_pages();
  for (std::size_t index = 0; index < pages.size(); ++index) {
    CHECK(without_times(test_support::page_of(*pages[index].collectable)) ==
          without_times(test_support::page_of(*expected[index].collectable)));
  }
}

TEST_CASE("servers with shards of their own count apart, and those with the process's together",
          "[sink][global_registry]") {
  for (const auto registry : {RegistryChoice::own, RegistryChoice::global}) {
    const ProviderFleet fleet{rack_of_three(), 8, registry, 0s, SinkChoice::sharded};
    const auto of_process = isometric::ShardedSink::global().snapshot();
    const auto before = fleet.server(0).snapshot();
    test_support::in_threads(8, [&](std::size_t index) {
      for (int i = 0; i < 100; ++i) (void)fleet.server(index).refresh();
    });
    const auto delta = fleet.server(0).snapshot() - before;
    const auto delta_of_process = isometric::ShardedSink::global().snapshot() - of_process;
    if (registry == RegistryChoice::own) {
      CHECK_THAT(delta, IncreasedBy(refreshes, 100));
      CHECK(delta_of_process.changes().empty());
    } else {
      CHECK_THAT(delta, IncreasedBy(refreshes, 800));
      CHECK_THAT(delta_of_process, IncreasedBy(refreshes, 800));
    }
  }
}

TEST_CASE("servers that count nowhere have a page, and nothing is on it", "[sink]") {
  const ProviderFleet fleet{rack_of_three(), 2, RegistryChoice::global, 0s, SinkChoice::null};
  (void)fleet.server(1).refresh();
  const auto pages = fleet.metrics_pages();
  REQUIRE(pages.size() == 1);
  CHECK(pages[0].path == "/metrics");
  CHECK(written(pages[0], ExpositionFormat::text).empty());
  CHECK(written(pages[0], ExpositionFormat::openmetrics) == "# EOF\n");
  CHECK(pages[0].collectable->Collect().empty());
  CHECK(fleet.server(0).snapshot().families().empty());
}

TEST_CASE("the program serves the same with each sink, and ends as cleanly", "[sink][end_to_end]") {
  const std::vector<std::string> flags{"--servers=2", "--transition-delay=1h"};
  const auto with = [&](const std::string& sink) {
    auto all = flags;
    all.push_back("--sink=" + sink);
    return all;
  };
  RunningProvider plain{flags};
  RunningProvider registry{with("registry")};
  RunningProvider sharded{with("sharded")};
  RunningProvider null{with("null")};
  const auto expected = answers(plain);
  const auto page = without_times(plain.scrape());
  CHECK_THAT(page, Contains("\nhomecluster_requests_total{code=\"OK\",method=\"Refresh\"} 1\n"));
  for (const RunningProvider* const same : {&registry, &sharded}) {
    CHECK(answers(*same) == expected);
    CHECK(without_times(same->scrape()) == page);
    CHECK_THAT(same->scrape(), Contains("\nprocess_cpu_seconds_total "));
  }

  CHECK(answers(null) == expected);
  const auto scraped = null.metrics().Get("/metrics");
  REQUIRE(scraped);
  CHECK(scraped->status == 200);
  CHECK(scraped->body.empty());
  CHECK(null.metrics().Get("/healthz")->status == 200);

  for (RunningProvider* const each : {&plain, &registry, &sharded, &null}) {
    each->process().signal(SIGTERM);
    CHECK(each->process().exit_code() == 0);
  }
}

TEST_CASE("at SIGHUP manifests are read, whatever the servers count in", "[sink][end_to_end]") {
  for (const std::string sink : {"sharded", "null"}) {
    INFO(sink);
    RunningProvider provider{{"--sink=" + sink}};
    provider.process().signal(SIGHUP);
    CHECK_THAT(provider.process().output_with("SIGHUP: "), Contains("nodes loaded"));
    CHECK(provider.get("/v1/node-groups/rack-1").at("targetSize") == 2);
    const auto page = provider.scrape();
    CHECK(contains(page, "homecluster_manifest_reloads_total{result=\"accepted\"} 1\n") ==
          (sink == "sharded"));
    CHECK(page.empty() == (sink == "null"));
  }
}
