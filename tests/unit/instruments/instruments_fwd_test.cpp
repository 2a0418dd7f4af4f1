#include <isometric/instruments/instruments_fwd.hpp>
#include <isometric/sinks/forward.hpp>

#include <memory>

// Before any instrument is defined: a class that holds some names them only.
namespace {

class Server {
 public:
  Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  void handle();
  const isometric::Counter<isometric::RegistrySink>& requests() const { return *requests_; }

 private:
  std::unique_ptr<isometric::RegistrySink> sink_;
  std::unique_ptr<isometric::Counter<isometric::RegistrySink>> requests_;
  std::unique_ptr<isometric::Gauge<isometric::RegistrySink>> level_;
  std::unique_ptr<isometric::Histogram<isometric::RegistrySink>> wait_;
  std::unique_ptr<isometric::Summary<isometric::RegistrySink>> delay_;
  std::unique_ptr<isometric::DynamicCounter<isometric::RegistrySink>> jobs_;

  friend const isometric::RegistrySink& sink_of(const Server& server);
};

}  // namespace

#include "support/catch.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/registry_sink.hpp>

namespace {

using isometric::Help;
using isometric::RegistrySink;

Server::Server()
    : sink_(std::make_unique<RegistrySink>()),
      requests_(new isometric::Counter(*sink_, "app_requests_total", "Requests.")),
      level_(new isometric::Gauge(*sink_, "app_level", "Level.")),
      wait_(new isometric::Histogram(*sink_, "app_wait_seconds", "Wait.")),
      delay_(new isometric::Summary(*sink_, "app_delay_seconds", "Delay.")),
      jobs_(new isometric::DynamicCounter(*sink_, "app_jobs_total", "Jobs.")) {}
Server::~Server() = default;

void Server::handle() {
  requests_->inc();
  level_->set(3);
  wait_->observe(0.1);
  delay_->observe(0.1);
  jobs_->labels({{"queue", "mail"}}).inc();
}

const RegistrySink& sink_of(const Server& server) {
  return *server.sink_;
}

}  // namespace

TEST_CASE("a class holds instruments of which it has seen the names") {
  Server server;
  server.handle();
  CHECK(snapshot(sink_of(server)).value(server.requests().series()) == 1);
  CHECK(snapshot(sink_of(server)).value({"app_level"}) == 3);
  CHECK(snapshot(sink_of(server)).value({"app_jobs_total", {{"queue", "mail"}}}) == 1);
}

TEST_CASE("what is named is what the instruments' headers define") {
  STATIC_REQUIRE(sizeof(isometric::Info<RegistrySink, isometric::Label<"version">>) > 0);
  STATIC_REQUIRE(sizeof(isometric::CallbackCounter<RegistrySink>) > 0);
  STATIC_REQUIRE(sizeof(isometric::CallbackGauge<RegistrySink>) > 0);
  STATIC_REQUIRE(sizeof(isometric::BuildInfo<RegistrySink>) > 0);
  STATIC_REQUIRE(sizeof(isometric::DynamicGauge<RegistrySink>) > 0);
  STATIC_REQUIRE(sizeof(isometric::DynamicHistogram<RegistrySink>) > 0);
  STATIC_REQUIRE(sizeof(isometric::DynamicSummary<RegistrySink>) > 0);
}
