#include "provider_api.hpp"

#include "fixtures.hpp"
#include "provider_series.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"
#include "support/threads.hpp"

#include <isometric/testing/catch2.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace homecluster;
using namespace homecluster::program;
using test_support::Contains;
using namespace std::chrono_literals;
using isometric::testing::HasValue;
using nlohmann::json;

namespace {

/// An API to the group `rack` of three nodes, one of which is on; a second server stands beside it.
struct Api {
  explicit Api(std::chrono::nanoseconds transition_delay = 1h)
      : fleet{rack_of_three(), 2, RegistryChoice::own, transition_delay} {}

  [[nodiscard]] HttpResponse send(std::string_view method, std::string_view target,
                                  std::string_view body = "") const {
    return api.handle({.method = method, .target = target, .body = body});
  }
  [[nodiscard]] json get(std::string_view target) const {
    const HttpResponse response = send("GET", target);
    INFO(response.body);
    REQUIRE(response.status == 200);
    return json::parse(response.body);
  }
  void post(std::string_view target, std::string_view body) const {
    const HttpResponse response = send("POST", target, body);
    INFO(response.body);
    REQUIRE(response.status == 200);
    REQUIRE(json::parse(response.body) == json{{"status", "OK"}});
  }
  [[nodiscard]] json state() const { return get("/v1/node-groups/rack/nodes"); }

  ProviderFleet fleet;
  ProviderApi api{fleet};
};

struct Refusal {
  int status;
  std::string code;
  std::string message;
};

/// Also checks that the answer has the form of an error and nothing more.
Refusal refusal_in(const HttpResponse& response) {
  INFO(response.body);
  const json body = json::parse(response.body);
  REQUIRE(body.size() == 1);
  REQUIRE(body.at("error").size() == 2);
  CHECK(response.body.back() == '\n');
  return {response.status, body.at("error").at("code").get<std::string>(),
          body.at("error").at("message").get<std::string>()};
}

json node(const std::string& name, const std::string& desired, const std::string& actual,
          const std::string& progress) {
  return {{"name", name},
          {"group", "rack"},
          {"kubernetesNodeName", "kube-" + name},
          {"desiredPowerState", desired},
          {"powerState", actual},
          {"progress", progress},
          {"pricing", {{"hourlyRate", 0.5}, {"podRate", 0.0}}}};
}

}  // namespace

TEST_CASE("groups are listed and shown", "[api]") {
  const Api api;
  CHECK(api.get("/v1/node-groups") ==
        json::parse(R"({"nodeGroups":[{"id":"rack","minSize":0,"maxSize":3}]})"));
  CHECK(api.get("/v1/node-groups/rack") ==
        json::parse(R"({"id":"rack","minSize":0,"maxSize":3,"targetSize":1})"));
  CHECK(api.get("/v1/node-groups/rack/target-size") == json{{"targetSize", 1}});
  CHECK(api.get("/v1/node-groups/%72ack/target-size") == json{{"targetSize", 1}});
  CHECK(api.get("/v1/node-groups/rack/options") ==
        json::parse(R"({"scaleDownUtilizationThreshold":0.5,
                        "scaleDownGpuUtilizationThreshold":0.5,
                        "scaleDownUnneededTime":"10m0s","scaleDownUnreadyTime":"20m0s",
                        "maxNodeProvisionTime":"15m0s","zeroOrMaxNodeScaling":false,
                        "ignoreDaemonSetsUtilization":false})"));
}

TEST_CASE("a group's nodes are listed in the order of the manifests", "[api]") {
  const Api api;
  CHECK(api.state() == json{{"nodes",
                             {node("a", "on", "on", "ready"), node("b", "off", "off", "shutdown"),
                              node("c", "off", "off", "shutdown")}}});
}

TEST_CASE("the group of a node is found by either of its names, and may be none", "[api]") {
  const Api api;
  const json rack = json::parse(R"({"nodeGroup":{"id":"rack","minSize":0,"maxSize":3}})");
  CHECK(api.get("/v1/nodes/a/node-group") == rack);
  CHECK(api.get("/v1/nodes/kube-a/node-group") == rack);
  CHECK(api.get("/v1/nodes/nobody/node-group") == json{{"nodeGroup", nullptr}});
}

TEST_CASE("a node is priced by the hour", "[api]") {
  const Api api;
  CHECK(
      api.get("/v1/nodes/a/price?start=2026-03-01T06:00:00Z&end=2026-03-01T09:00:00Z") ==
      json::parse(R"({"start":"2026-03-01T06:00:00Z","end":"2026-03-01T09:00:00Z","price":1.5})"));
  CHECK(api.get("/v1/nodes/a/price?end=2026-03-01T09:30:00+02:00&start=2026-03-01T06:00:00Z")
            .at("price") == 0.75);
}

TEST_CASE("a price that no double holds is an error, not null", "[api]") {
  auto manifests = rack_of_three();
  manifests.nodes[0].node.pricing.hourly_rate = 1e308;
  const ProviderFleet fleet{manifests, 1, RegistryChoice::own, 0s};
  const auto refusal = refusal_in(ProviderApi{fleet}.handle(
      {.method = "GET",
       .target = "/v1/nodes/a/price?start=2000-01-01T00:00:00Z&end=2026-01-01T00:00:00Z",
       .body = ""}));
  CHECK(refusal.status == 400);
  CHECK(refusal.code == "OUT_OF_RANGE");
}

TEST_CASE("a group grows and shrinks", "[api]") {
  const Api api;
  api.post("/v1/node-groups/rack/increase", R"({"delta":2})");
  CHECK(api.state() == json{{"nodes",
                             {node("a", "on", "on", "ready"), node("b", "on", "off", "starting_up"),
                              node("c", "on", "off", "starting_up")}}});
  api.post("/v1/node-groups/rack/decrease", R"({"delta":-1})");
  CHECK(api.get("/v1/node-groups/rack").at("targetSize") == 2);
  api.post("/v1/node-groups/rack/delete-nodes", R"({"nodes":["kube-a","b"]})");
  CHECK(api.get("/v1/node-groups/rack").at("targetSize") == 0);
  CHECK(api.state().at("nodes").at(0) == node("a", "off", "on", "shutting_down"));
  api.post("/v1/refresh", "");
  api.post("/v1/refresh", "{}");
}

TEST_CASE("a provider's refusal keeps its code and has a fitting HTTP status", "[api]") {
  const Api api;
  const auto refused = [&](std::string_view method, std::string_view target,
                           std::string_view body) {
    return refusal_in(api.send(method, target, body));
  };
  const json before = api.state();

  const auto too_many = refused("POST", "/v1/node-groups/rack/increase", R"({"delta":3})");
  CHECK(too_many.status == 409);
  CHECK(too_many.code == "FAILED_PRECONDITION");
  const auto negative = refused("POST", "/v1/node-groups/rack/increase", R"({"delta":-1})");
  CHECK(negative.status == 400);
  CHECK(negative.code == "INVALID_ARGUMENT");
  const auto positive = refused("POST", "/v1/node-groups/rack/decrease", R"({"delta":1})");
  CHECK(positive.code == "INVALID_ARGUMENT");
  const auto ready = refused("POST", "/v1/node-groups/rack/decrease", R"({"delta":-1})");
  CHECK(ready.code == "FAILED_PRECONDITION");
  const auto unknown_node =
      refused("POST", "/v1/node-groups/rack/delete-nodes", R"({"nodes":["a","nobody"]})");
  CHECK(unknown_node.status == 404);
  CHECK(unknown_node.code == "NOT_FOUND");
  CHECK_THAT(unknown_node.message, Contains("nobody"));
  const auto backwards =
      refused("GET", "/v1/nodes/a/price?start=2026-03-02T00:00:00Z&end=2026-03-01T00:00:00Z", "");
  CHECK(backwards.code == "INVALID_ARGUMENT");
  CHECK(refused("GET", "/v1/nodes/nobody/price?start=2026-03-01T00:00:00Z&end=2026-03-01T00:00:00Z",
                "")
            .code == "NOT_FOUND");
  for (const std::string path : {"", "/nodes", "/options", "/target-size"}) {
    const auto group = refused("GET", "/v1/node-groups/attic" + path, "");
    CHECK(group.status == 404);
    CHECK(group.code == "NOT_FOUND");
  }
  CHECK(refused("POST", "/v1/node-groups/attic/increase", R"({"delta":1})").status == 404);

  CHECK(api.state() == before);
}

TEST_CASE("a request that is not understood changes nothing and reaches no provider", "[api]") {
  const Api api;
  const json before = api.state();
  const auto metrics_before = api.fleet.server(0).snapshot();
  const std::pair<std::string, std::string> requests[] = {
      {"/v1/node-groups/rack/increase", ""},
      {"/v1/node-groups/rack/increase", "{}"},
      {"/v1/node-groups/rack/increase", "{\"delta\":1"},
      {"/v1/node-groups/rack/increase", "{\"delta\":1.0}"},
      {"/v1/node-groups/rack/increase", "{\"delta\":4294967297}"},
      {"/v1/node-groups/rack/increase", "{\"delta\":1,\"delta\":1}"},
      {"/v1/node-groups/rack/increase", "{\"delta\":1,\"nodes\":[\"b\"]}"},
      {"/v1/node-groups/rack/increase", "{\"delta\":1}\xff"},
      {"/v1/node-groups/rack/increase?delta=1", "{\"delta\":1}"},
      {"/v1/node-groups/rack/increase?", "[1]"},
      {"/v1/node-groups/rack/decrease", "{\"delta\":\"-1\"}"},
      {"/v1/node-groups/rack/delete-nodes", "{\"nodes\":[]}"},
      {"/v1/node-groups/rack/delete-nodes", "{\"nodes\":[\"a\",null]}"},
      {"/v1/node-groups/rack/delete-nodes", "{\"nodes\":\"a\"}"},
      {"/v1/refresh", "{\"now\":true}"},
      {"/v1/refresh?now", ""},
      {"/v1/node-groups/%zz/increase", "{\"delta\":1}"},
  };
  for (const auto& [target, body] : requests) {
    INFO(target << " " << body);
    const auto refusal = refusal_in(api.send("POST", target, body));
    CHECK(refusal.status == 400);
    CHECK(refusal.code == "INVALID_ARGUMENT");
  }
  for (const std::string query :
       {"", "?start=2026-03-01T00:00:00Z", "?end=2026-03-01T00:00:00Z", "?start=x&end=y",
        "?start=2026-03-01T00:00:00Z&end=2026-03-01T00:00:00Z&currency=EUR",
        "?start=2026-03-01T00:00:00Z&start=2026-03-01T00:00:00Z&end=2026-03-01T00:00:00Z",
        "?start=2026-03-01&end=2026-03-02"}) {
    INFO(query);
    CHECK(refusal_in(api.send("GET", "/v1/nodes/a/price" + query)).status == 400);
  }
  CHECK(refusal_in(api.send("GET", "/v1/node-groups?verbose=1")).status == 400);

  const auto metrics_after = api.fleet.server(0).snapshot();
  CHECK((metrics_after - metrics_before).changes().empty());
  CHECK(api.state() == before);
}

TEST_CASE("what is not there is answered in the same form", "[api]") {
  const Api api;
  for (const std::string target : {"/v1",
                                   "/v1/",
                                   "/v2/node-groups",
                                   "/v1/node-groups/",
                                   "/v1/node-groups//nodes",
                                   "/v1/node-groups/rack/",
                                   "/v1/node-groups/rack/nodes/a",
                                   "/v1/nodes",
                                   "/v1/nodes/a",
                                   "//v1/node-groups",
                                   "/V1/node-groups",
                                   "/favicon.ico",
                                   "/servers",
                                   "/servers/0",
                                   "/servers/0/v2",
                                   "/servers/2/v1/node-groups",
                                   "/servers/-1/v1/node-groups",
                                   "/servers/x/v1/node-groups",
                                   "/servers//v1/node-groups",
                                   "/servers/00x/v1/node-groups",
                                   "/servers/00/v1/node-groups",
                                   "/servers/01/v1/node-groups",
                                   "/servers/99999999999999999999/v1/node-groups",
                                   "/v1/%7Bgroup%7D"}) {
    INFO(target);
    const auto refusal = refusal_in(api.send("GET", target));
    CHECK(refusal.status == 404);
    CHECK(refusal.code == "NOT_FOUND");
  }
}

TEST_CASE("a method that a route does not know is refused with those it knows", "[api]") {
  const Api api;
  const json before = api.state();
  const std::pair<std::string, std::string> routes[] = {
      {"/v1/node-groups", "GET, HEAD"},
      {"/v1/node-groups/rack", "GET, HEAD"},
      {"/v1/nodes/a/price", "GET, HEAD"},
      {"/", "GET, HEAD"},
      {"/v1/refresh", "POST"},
      {"/v1/node-groups/rack/increase", "POST"},
  };
  for (const auto& [target, allowed] : routes) {
    for (const std::string method : {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"}) {
      if (allowed.find(method) != std::string::npos) continue;
      INFO(method << " " << target);
      const HttpResponse response = api.send(method, target, R"({"delta":1})");
      CHECK(response.allow == allowed);
      const auto refusal = refusal_in(response);
      CHECK(refusal.status == 405);
      CHECK(refusal.code == "UNIMPLEMENTED");
    }
  }
  CHECK(api.send("HEAD", "/v1/node-groups").status == 200);
  CHECK(api.send("HEAD", "/").status == 200);
  CHECK(api.state() == before);
}

TEST_CASE("the API says whether it lives", "[api]") {
  const Api api;
  CHECK(api.send("GET", "/healthz").body == "{\"status\":\"OK\"}\n");
  CHECK(api.send("HEAD", "/healthz").status == 200);
  CHECK(api.send("POST", "/healthz").status == 405);
  CHECK(api.send("GET", "/healthz/").status == 404);
}

TEST_CASE("an error message is printable whatever bytes the request had", "[api]") {
  const Api api;
  const auto refusal = refusal_in(api.send("GET", "/v1/node-groups/%ff%00%22%5c%0a/nodes"));
  CHECK(refusal.status == 404);
  CHECK(refusal.message == R"(there is no group '\xff\x00"\\\n')");
  CHECK(refusal_in(api.send("GET", "/v1/node-groups/a%00b")).message ==
        R"(there is no group 'a\x00b')");
  CHECK(refusal_in(api.send("G\x1b[2J" + std::string(100'000, 'x'), "/")).message.size() < 1'100);
  CHECK(refusal_in(api.send("GET", "/%ff")).status == 404);
  CHECK(refusal_in(api.send("G\xff", "/")).status == 405);
  CHECK(refusal_in(api.send("GET", "/" + std::string(100'000, 'x'))).message.size() < 300);
}

TEST_CASE("the first page describes every route, and describes it rightly", "[api]") {
  const Api api;
  const json page = api.get("/");
  CHECK(page.at("servers") == 2);
  REQUIRE(page.at("routes").size() == 11);
  for (const json& route : page.at("routes")) {
    auto path = route.at("path").get<std::string>();
    for (const auto& [placeholder, name] :
         {std::pair<std::string, std::string>{"{group}", "rack"}, {"{node}", "a"}}) {
      const auto position = path.find(placeholder);
      if (position != std::string::npos) path.replace(position, placeholder.size(), name);
    }
    INFO(path);
    const auto response =
        api.send(route.at("method").get<std::string>(), path + route.value("query", ""),
                 route.contains("body") ? route.at("body").dump() : "");
    // All that is wrong with the examples is the state and the names of this cluster.
    CHECK((response.status == 200 || response.status == 409 || response.status == 404));
    if (response.status == 404) CHECK_THAT(response.body, Contains("there is no node"));
  }
}

TEST_CASE("each server of a fleet has a cluster of its own", "[api]") {
  const Api api;
  api.post("/servers/1/v1/node-groups/rack/increase", R"({"delta":2})");
  CHECK(api.get("/servers/1/v1/node-groups/rack").at("targetSize") == 3);
  CHECK(api.get("/servers/0/v1/node-groups/rack").at("targetSize") == 1);
  CHECK(api.get("/v1/node-groups/rack").at("targetSize") == 1);
  api.post("/v1/node-groups/rack/increase", R"({"delta":1})");
  CHECK(api.get("/servers/0/v1/node-groups/rack").at("targetSize") == 2);
}

TEST_CASE("requests are counted once each, by method and code", "[api]") {
  const Api api;
  auto& server = api.fleet.server(0);
  const auto before = server.snapshot();
  (void)api.send("POST", "/v1/node-groups/rack/increase", R"({"delta":9})");
  const auto& metrics = provider_series();
  CHECK_THAT(server.snapshot() - before,
             isometric::testing::OnlyChanged(
                 {{metrics.requests.series(Method::node_group_increase_size,
                                           StatusCode::failed_precondition),
                   +1},
                  {metrics.scale_operations.series("rack", ScaleOperation::increase,
                                                   ScaleResult::rejected),
                   +1},
                  {metrics.request_duration.series(Method::node_group_increase_size)}}));
}

TEST_CASE("clients that all want the same nodes get each of them once", "[api]") {
  const Api api;
  std::vector<int> statuses(8);
  test_support::in_threads(statuses.size(), [&](std::size_t index) {
    statuses[index] = api.send("POST", "/v1/node-groups/rack/increase", R"({"delta":1})").status;
  });
  CHECK(std::count(statuses.begin(), statuses.end(), 200) == 2);
  CHECK(std::count(statuses.begin(), statuses.end(), 409) == 6);
  CHECK(api.get("/v1/node-groups/rack").at("targetSize") == 3);
}

TEST_CASE("random requests are answered or refused, and leave the provider in order", "[api]") {
  const Api api;
  const std::string pieces[] = {"/",       "v1",  "node-groups", "rack",  "nodes",   "a",
                                "{",       "}",   "\"delta\"",   ":",     "1",       "-1",
                                "%",       "%00", "?",           "&",     "start=",  "\xff",
                                "servers", "0",   "increase",    "[",     "]",       "null",
                                "1e999",   " ",   "\"nodes\"",   "price", "refresh", "\\u0000"};
  std::mt19937 random{20260301};
  std::uniform_int_distribution<std::size_t> piece{0, std::size(pieces) - 1};
  std::uniform_int_distribution<int> length{0, 9};
  for (int round = 0; round < 5'000; ++round) {
    std::string target = round % 2 == 0 ? "/v1/node-groups/rack/increase" : "/";
    std::string body;
    for (int count = round % 2 == 0 ? 0 : length(random); count > 0; --count) {
      target += pieces[piece(random)];
    }
    for (int count = length(random); count > 0; --count) body += pieces[piece(random)];
    const auto method = round % 3 == 0 ? "GET" : "POST";
    const HttpResponse response = api.send(method, target, body);
    if (response.status != 200) {
      INFO(method << ' ' << target << ' ' << body);
      CHECK(refusal_in(response).status < 500);
    }
  }
  CHECK(api.state().at("nodes").size() == 3);
}
