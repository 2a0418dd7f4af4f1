#include "metrics_endpoint.hpp"

#include "listen_address.hpp"
#include "raw_connection.hpp"
#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/text_matchers.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <httplib.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

using namespace homecluster::program;
using test_support::Contains;
using test_support::StartsWith;

namespace {

MetricsPage page_with(const std::string& path, const std::string& metric) {
  auto registry = std::make_shared<prometheus::Registry>();
  prometheus::BuildCounter().Name(metric).Help("A test's.").Register(*registry).Add({});
  return {path, registry, {}};
}

}  // namespace

TEST_CASE("each page is served under its own path, and under nothing below it", "[metrics]") {
  const MetricsEndpoint endpoint{
      MetricsServing::exposer,
      "127.0.0.1",
      0,
      {page_with("/metrics", "first_total"), page_with("/metrics/1", "second_total"),
       page_with("/metrics/10", "third_total")}};
  httplib::Client client{"127.0.0.1", endpoint.port()};
  const auto body = [&](const std::string& path) {
    const auto response = client.Get(path);
    return response && response->status == 200 ? response->body : std::string{"nothing"};
  };
  CHECK_THAT(body("/metrics"), Contains("\nfirst_total 0\n") && !Contains("second_total"));
  CHECK_THAT(body("/metrics?name=x"), Contains("\nfirst_total 0\n"));
  CHECK_THAT(body("/metrics/1"), Contains("\nsecond_total 0\n") && !Contains("first_total"));
  CHECK_THAT(body("/metrics/10"), Contains("\nthird_total 0\n"));
  for (const std::string path : {"/", "/metrics/", "/metrics/2", "/metrics/1/", "/metrics/1/1",
                                 "/metricsx", "/metrics/100"}) {
    INFO(path);
    CHECK(body(path) == "nothing");
  }
}

TEST_CASE("a metrics port that is in use is an error that says so", "[metrics]") {
  const auto serving = GENERATE(MetricsServing::exposer, MetricsServing::writer);
  const MetricsEndpoint endpoint{serving, "127.0.0.1", 0, {}};
  CHECK_THROWS_WITH(
      (MetricsEndpoint{serving, "127.0.0.1", endpoint.port(), {}}),
      Contains("127.0.0.1:" + std::to_string(endpoint.port()) + ": Address already in use"));
}

TEST_CASE("the writer serves each page in the format that the client prefers", "[metrics]") {
  const isometric::RegistrySink sink;
  const isometric::Counter<isometric::RegistrySink> jobs{sink, "app_jobs_total", "Jobs."};
  jobs.inc();
  const MetricsEndpoint endpoint{
      MetricsServing::writer, "127.0.0.1", 0, {metrics_page("/metrics", sink)}};
  httplib::Client client{"127.0.0.1", endpoint.port()};

  const auto plain = client.Get("/metrics?name=x");
  REQUIRE(plain);
  CHECK(plain->get_header_value("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(plain->body ==
        "# HELP app_jobs_total Jobs.\n# TYPE app_jobs_total counter\napp_jobs_total 1\n");

  const auto open = client.Get(
      "/metrics",
      {{"Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"}});
  REQUIRE(open);
  CHECK(open->get_header_value("Content-Type") ==
        "application/openmetrics-text; version=1.0.0; charset=utf-8");
  CHECK_THAT(open->body, Contains("# TYPE app_jobs counter\n") && Contains("# EOF\n"));
}

TEST_CASE("the writer refuses what is no page, and what does not read", "[metrics]") {
  const MetricsEndpoint endpoint{MetricsServing::writer,
                                 "127.0.0.1",
                                 0,
                                 {metrics_page("/metrics", isometric::RegistrySink{})}};
  httplib::Client client{"127.0.0.1", endpoint.port()};
  for (const std::string path : {"/", "/metrics/", "/metrics/1", "/metricsx"}) {
    INFO(path);
    const auto response = client.Get(path);
    REQUIRE(response);
    CHECK(response->status == 404);
  }
  const auto posted = client.Post("/metrics", "", "text/plain");
  REQUIRE(posted);
  CHECK(posted->status == 405);
  CHECK(posted->get_header_value("Allow") == "GET, HEAD");
}

TEST_CASE("clients that drip do not keep a scrape waiting, whatever serves it", "[metrics]") {
  const auto serving = GENERATE(MetricsServing::exposer, MetricsServing::writer);
  const MetricsEndpoint endpoint{serving,
                                 "127.0.0.1",
                                 0,
                                 {metrics_page("/metrics", isometric::RegistrySink{})},
                                 {.deadline = std::chrono::hours{1}}};
  const DrippingClients dripping{endpoint.port(), 16, "GET /metrics HTTP/1.1\r\nA: "};
  const auto response = httplib::Client{"127.0.0.1", endpoint.port()}.Get("/metrics");
  REQUIRE(response);
  CHECK(response->status == 200);
}

TEST_CASE("a scrape's request has a deadline, whatever serves it", "[metrics]") {
  const auto serving = GENERATE(MetricsServing::exposer, MetricsServing::writer);
  const MetricsEndpoint endpoint{
      serving, "127.0.0.1", 0, {}, {.deadline = std::chrono::milliseconds{300}}};
  const DrippingClients dripping{endpoint.port(), 1, "GET /metrics HTTP/1.1\r\nA: "};
  CHECK_THAT(dripping.first().answer(), !Contains("HTTP/1.1 200"));
}

TEST_CASE("the exposer serves on IPv6, or says why it cannot", "[metrics]") {
  try {
    (void)listen_on("::1", 0);
  } catch (const std::runtime_error&) {
    return test_support::skip("there is no IPv6");
  }
  std::string reason;
  try {
    const MetricsEndpoint endpoint{
        MetricsServing::exposer, "::1", 0, {page_with("/metrics", "first_total")}};
    const auto response = httplib::Client{"::1", endpoint.port()}.Get("/metrics");
    REQUIRE(response);
    CHECK(response->status == 200);
  } catch (const std::runtime_error& error) {
    reason = error.what();
  }
  if (!reason.empty()) CHECK_THAT(reason, Contains("built without IPv6"));
  const MetricsEndpoint writer{
      MetricsServing::writer, "::1", 0, {metrics_page("/metrics", isometric::RegistrySink{})}};
  CHECK(httplib::Client{"::1", writer.port()}.Get("/metrics")->status == 200);
}

TEST_CASE("the writer's port says whether it lives", "[metrics]") {
  const MetricsEndpoint endpoint{MetricsServing::writer, "127.0.0.1", 0, {}};
  httplib::Client client{"127.0.0.1", endpoint.port()};
  CHECK(client.Get("/healthz")->body == "{\"status\":\"OK\"}\n");
  CHECK(client.Post("/healthz")->status == 405);
}

TEST_CASE("hosts are resolved to addresses, and written with their ports", "[listen_address]") {
  CHECK(numeric_host("127.0.0.1") == "127.0.0.1");
  CHECK(numeric_host("localhost") == "127.0.0.1");
  CHECK(numeric_host("::1") == "::1");
  CHECK(host_and_port("127.0.0.1", 80) == "127.0.0.1:80");
  CHECK(host_and_port("::1", 80) == "[::1]:80");
  CHECK_THROWS_WITH(numeric_host("no.such.host.invalid"),
                    StartsWith("the host no.such.host.invalid is unknown: "));
  CHECK_THROWS_AS(numeric_host("999.1.1.1"), std::runtime_error);
}
