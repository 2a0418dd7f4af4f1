// The program as its users meet it: started as a process, asked over the network, ended by a
// signal.

#include "child_process.hpp"
#include "fixtures.hpp"
#include "http_server.hpp"
#include "running_provider.hpp"
#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/text_matchers.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <signal.h>
#include <string>
#include <sys/socket.h>
#include <vector>

using namespace homecluster::program;
using nlohmann::json;
using test_support::Contains;

namespace {

std::string group_manifest(const std::string& name) {
  return "---\napiVersion: infra.homecluster.dev/v1alpha1\nkind: Group\nmetadata: {name: " + name +
         "}\n";
}
std::string node_manifest(const std::string& name, const std::string& group) {
  return "---\napiVersion: infra.homecluster.dev/v1alpha1\nkind: Node\nmetadata: {name: " + name +
         ", labels: {group: " + group + "}}\nspec: {kubernetesNodeName: " + name +
         ", powerState: off, pricing: {hourlyRate: \"1\", podRate: \"0\"}}\n";
}

constexpr auto increased_once =
    "homecluster_group_scale_operations_total{group=\"rack-1\",operation=\"increase\",result="
    "\"accepted\"} 1\n";
constexpr auto increased_twice =
    "homecluster_group_scale_operations_total{group=\"rack-1\",operation=\"increase\",result="
    "\"accepted\"} 2\n";

/// Without what prometheus::Exposer adds, of which promtool does not approve.
std::string without_exposer(const std::string& page) {
  return std::regex_replace(page, std::regex{"(^|\n)[^\n]*exposer_[^\n]*"}, "");
}

}  // namespace

TEST_CASE("the provider answers, shows what it did, and ends at SIGTERM", "[end_to_end]") {
  RunningProvider provider;
  CHECK(provider.get("/v1/node-groups/rack-1").at("targetSize") == 2);
  CHECK(provider.post("/v1/node-groups/rack-1/increase", R"({"delta":2})") == 200);
  CHECK(provider.post("/v1/node-groups/rack-1/increase", R"({"delta":2})") == 409);
  CHECK(provider.post("/v1/node-groups/rack-1/increase", R"({"delta":)") == 400);
  CHECK(provider.get("/v1/node-groups/rack-1").at("targetSize") == 4);

  const auto page = provider.scrape();
  CHECK_THAT(page, Contains(increased_once));
  CHECK_THAT(page, Contains("homecluster_group_target_nodes{group=\"rack-1\"} 4\n"));
  CHECK_THAT(page, Contains("homecluster_requests_in_flight{method=\"NodeGroups\"} 0\n"));

  provider.process().signal(SIGTERM);
  CHECK(provider.process().exit_code() == 0);
  CHECK_THAT(provider.process().whole_output(), Contains("SIGTERM: stopping"));
}

TEST_CASE("SIGINT ends the provider as cleanly", "[end_to_end]") {
  RunningProvider provider;
  provider.process().signal(SIGINT);
  CHECK(provider.process().exit_code() == 0);
}

TEST_CASE("a signal during a scrape and open connections is no crash", "[end_to_end]") {
  RunningProvider provider{{"--servers=3", "--registry=own"}};
  auto kept_open = provider.provider();
  kept_open.set_keep_alive(true);
  CHECK(kept_open.Get("/"));
  std::thread scraper{[&] {
    while (!provider.scrape().empty()) {
    }
  }};
  provider.process().signal(SIGTERM);
  const int exit_code = provider.process().exit_code();
  scraper.join();
  CHECK(exit_code == 0);
}

TEST_CASE("three servers on the global registry share one page", "[end_to_end]") {
  RunningProvider provider{{"--servers=3", "--registry=global"}};
  CHECK(provider.post("/servers/1/v1/node-groups/rack-1/increase", R"({"delta":1})") == 200);
  CHECK(provider.post("/servers/2/v1/node-groups/rack-1/increase", R"({"delta":1})") == 200);
  CHECK_THAT(provider.scrape(), Contains(increased_twice));
  CHECK(provider.scrape("/metrics/1").empty());
  provider.process().signal(SIGTERM);
  CHECK(provider.process().exit_code() == 0);
}

TEST_CASE("three servers on registries of their own share one page, told apart by a label",
          "[end_to_end]") {
  RunningProvider provider{{"--servers=3", "--registry=own"}};
  CHECK(provider.post("/servers/1/v1/node-groups/rack-1/increase", R"({"delta":1})") == 200);
  const auto page = provider.scrape();
  const auto increased = [](const std::string& server, const std::string& times) {
    return "homecluster_group_scale_operations_total{group=\"rack-1\",operation=\"increase\","
           "result=\"accepted\",server=\"" +
           server + "\"} " + times + "\n";
  };
  CHECK_THAT(page, Contains(increased("0", "0")) && Contains(increased("1", "1")) &&
                       Contains(increased("2", "0")));
  CHECK_THAT(page,
             Contains("\nprocess_cpu_seconds_total ") && Contains("\nhomecluster_build_info{"));
  CHECK_THAT(page, !Contains("isometric_gathering_conflicts_total"));
}

TEST_CASE("three servers on registries of their own have a page each", "[end_to_end]") {
  RunningProvider provider{{"--servers=3", "--registry=own"}};
  CHECK(provider.post("/servers/1/v1/node-groups/rack-1/increase", R"({"delta":1})") == 200);
  CHECK_THAT(provider.scrape("/metrics/1"), Contains(increased_once));
  for (const std::string other : {"/metrics/0", "/metrics/2"}) {
    CHECK_THAT(provider.scrape(other), Contains("homecluster_") && !Contains(increased_once));
  }
  CHECK(provider.scrape("/metrics/3").empty());
  CHECK_THAT(provider.process().output_with("/metrics/2"),
             Contains("/metrics\n") && Contains("/metrics/0\n") && Contains("/metrics/2\n"));
  provider.process().signal(SIGTERM);
  CHECK(provider.process().exit_code() == 0);
}

TEST_CASE("promtool accepts what the provider serves", "[end_to_end]") {
  if (!test_support::has_promtool()) return;
  const RunningProvider global;
  const RunningProvider own{{"--servers=2", "--registry=own"}};
  const RunningProvider exposed{{"--servers=2", "--registry=own", "--metrics=exposer"}};
  for (const auto& page : {global.scrape(), own.scrape(), own.scrape("/metrics/0"),
                           without_exposer(exposed.scrape()) + "\n",
                           without_exposer(exposed.scrape("/metrics/1")) + "\n"}) {
    const auto run = test_support::promtool_check(page);
    CHECK(run.output == "");
    CHECK(run.exit_code == 0);
  }
}

TEST_CASE("at SIGHUP groups come and go, and nodes that stay keep their power", "[end_to_end]") {
  const TemporaryFile manifests{group_manifest("old") + node_manifest("a", "old")};
  ChildProcess process{{HOME_CLUSTER_PROVIDER, "--port=0", "--metrics-port=0",
                        "--transition-delay=0s", manifests.path()}};
  const std::string& started = process.output_with("provider listening on http://127.0.0.1:");
  httplib::Client provider{"127.0.0.1", port_in(started, "provider")};
  httplib::Client metrics{"127.0.0.1", port_in(started, "metrics")};
  const auto page = [&] {
    const auto response = metrics.Get("/metrics");
    return response ? response->body : std::string{};
  };
  REQUIRE(provider.Post("/v1/node-groups/old/increase", R"({"delta":1})", "application/json"));
  CHECK_THAT(page(), Contains("homecluster_group_target_nodes{group=\"old\"} 1\n"));

  manifests.write(group_manifest("new") + node_manifest("a", "new") + node_manifest("b", "new"));
  process.signal(SIGHUP);
  CHECK_THAT(process.output_with("SIGHUP: 1 groups"), Contains("SIGHUP: 1 groups and 2 nodes"));
  CHECK_THAT(page(), !Contains("group=\"old\"") &&
                         Contains("homecluster_group_target_nodes{group=\"new\"} 1\n") &&
                         Contains("homecluster_manifest_reloads_total{result=\"accepted\"} 1\n"));

  manifests.write("kind: [broken");
  process.signal(SIGHUP);
  CHECK_THAT(process.output_with("nothing has changed"), Contains("error: "));
  CHECK_THAT(page(), Contains("homecluster_group_target_nodes{group=\"new\"} 1\n") &&
                         Contains("homecluster_manifest_reloads_total{result=\"rejected\"} 1\n"));
  process.signal(SIGTERM);
  CHECK(process.exit_code() == 0);
}

TEST_CASE("gauges are brought up to date between requests", "[end_to_end]") {
  const RunningProvider provider{{"--transition-delay=10ms"}};
  CHECK(provider.post("/v1/node-groups/rack-1/increase", R"({"delta":2})") == 200);
  const std::string expected = "homecluster_group_nodes{group=\"rack-1\",power_state=\"on\"} 4\n";
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{15};
  while (provider.scrape().find(expected) == std::string::npos &&
         std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  CHECK_THAT(provider.scrape(), Contains(expected));
}

TEST_CASE("broken manifests are reported with their places, and nothing starts", "[end_to_end]") {
  const auto none = output_of({"no-such-folder"}, 1);
  CHECK(none == "error: no-such-folder: there is no such file or directory\n");
  const auto broken = output_of({(test_manifests() / "broken/two_errors.yaml").string()}, 1);
  CHECK_THAT(broken,
             Contains("two_errors.yaml:6: spec.scaleDownUnneededTime: expected a duration"));
  CHECK_THAT(broken, Contains("two_errors.yaml:16: spec.powerState: expected on or off"));
  CHECK_THAT(broken, !Contains("listening"));
}

TEST_CASE("skipped documents are mentioned, and the rest is served", "[end_to_end]") {
  ChildProcess process{
      {HOME_CLUSTER_PROVIDER, "--port=0", "--metrics-port=0", test_manifests().string()}};
  CHECK_THAT(process.output_with("provider listening"),
             Contains("nodes.yml:53: skipped a document of kind \"Secret\""));
  process.signal(SIGTERM);
  CHECK(process.exit_code() == 0);
}

TEST_CASE("wrong flags end the program with exit code 2, help with 0", "[end_to_end]") {
  CHECK_THAT(output_of({"--registry=both", "x"}, 2), Contains("expected global or own"));
  CHECK_THAT(output_of({}, 2), Contains("manifests is required"));
  CHECK_THAT(output_of({"--help"}, 0), Contains("--transition-delay"));
}

TEST_CASE("a port that is in use ends the program with exit code 1", "[end_to_end]") {
  const HttpServer occupant{"127.0.0.1", 0, [](const HttpRequest&) { return HttpResponse{}; }};
  const auto port = std::to_string(occupant.port());
  CHECK_THAT(output_of({"--metrics-port=0", "--port=" + port, shipped_manifests().string()}, 1),
             Contains("error: cannot listen on 127.0.0.1:" + port + ": Address already in use"));
  CHECK_THAT(output_of({"--port=0", "--metrics-port=" + port, shipped_manifests().string()}, 1),
             Contains("error: cannot serve metrics: cannot listen on 127.0.0.1:" + port +
                      ": Address already in use"));
}

TEST_CASE("a host that does not exist ends the program with exit code 1", "[end_to_end]") {
  CHECK_THAT(output_of({"--host=no.such.host.invalid", shipped_manifests().string()}, 1),
             Contains("error: the host no.such.host.invalid is unknown"));
}

TEST_CASE("the demo succeeds", "[end_to_end]") {
  if (test_support::run_tool("command -v curl", "").exit_code != 0) {
    return test_support::skip("curl is not installed");
  }
  ChildProcess demo{{"sh", (program_folder() / "demo.sh").string(), HOME_CLUSTER_PROVIDER}};
  const std::string& output = demo.whole_output();
  CHECK(demo.exit_code() == 0);
  CHECK_THAT(output, Contains("What promtool says"));
  CHECK_THAT(output, Contains("The provider has ended cleanly, with exit code 0"));
}
