#include "program_options.hpp"

#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <chrono>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace homecluster::program;
using test_support::Contains;
using test_support::StartsWith;
using namespace std::chrono_literals;

namespace {

std::variant<ProgramOptions, EarlyExit> parsed(std::initializer_list<const char*> arguments) {
  std::vector<const char*> all{"home_cluster_provider"};
  all.insert(all.end(), arguments);
  return parse_program_options(static_cast<int>(all.size()), all.data());
}

ProgramOptions options(std::initializer_list<const char*> arguments) {
  const auto result = parsed(arguments);
  if (const auto* exit = std::get_if<EarlyExit>(&result)) FAIL(exit->text);
  return std::get<ProgramOptions>(result);
}

std::string refusal(std::initializer_list<const char*> arguments) {
  const auto result = parsed(arguments);
  const auto* const exit = std::get_if<EarlyExit>(&result);
  if (exit == nullptr) return "accepted";
  CHECK(exit->code == 2);
  CHECK_THAT(exit->text, StartsWith("home_cluster_provider: "));
  return exit->text;
}

}  // namespace

TEST_CASE("everything but the manifests has a default", "[options]") {
  const ProgramOptions defaults = options({"a.yaml", "b"});
  CHECK(defaults.manifests == std::vector<std::filesystem::path>{"a.yaml", "b"});
  CHECK(defaults.host == "127.0.0.1");
  CHECK(defaults.port == 8080);
  CHECK(defaults.metrics_port == 9464);
  CHECK(defaults.sink == SinkChoice::registry);
  CHECK(defaults.registry == RegistryChoice::global);
  CHECK(defaults.metrics == MetricsServing::writer);
  CHECK(defaults.servers == 1);
  CHECK(defaults.transition_delay == 2s);
  CHECK(defaults.request_deadline == 10s);
}

TEST_CASE("flags are read in any order and either form", "[options]") {
  const ProgramOptions chosen =
      options({"--registry=own", "a.yaml", "--servers", "3", "--host", "::1", "b.yaml", "--port=0",
               "--metrics-port", "65535", "--transition-delay=1m30s", "--metrics", "exposer",
               "--request-deadline=1m", "--sink=sharded"});
  CHECK(chosen.manifests == std::vector<std::filesystem::path>{"a.yaml", "b.yaml"});
  CHECK(chosen.host == "::1");
  CHECK(chosen.port == 0);
  CHECK(chosen.metrics_port == 65535);
  CHECK(chosen.sink == SinkChoice::sharded);
  CHECK(chosen.registry == RegistryChoice::own);
  CHECK(chosen.metrics == MetricsServing::exposer);
  CHECK(chosen.servers == 3);
  CHECK(chosen.transition_delay == 90s);
  CHECK(chosen.request_deadline == 1min);
}

TEST_CASE("a flag with a wrong value is refused with what was expected", "[options]") {
  for (const char* const port :
       {"-1", "65536", "x", "", "80x", "0x50", "1e3", " 80", "8.0", "99999999999999999999"}) {
    INFO(port);
    const auto text = refusal({"a.yaml", (std::string{"--port="} + port).c_str()});
    CHECK_THAT(text, Contains("--port"));
    if (*port != '\0') CHECK_THAT(text, Contains("a whole number from 0 to 65535"));
  }
  CHECK(options({"a.yaml", "--port=010"}).port == 10);
  CHECK_THAT(refusal({"a.yaml", "--metrics-port=-1"}), Contains("--metrics-port: expected"));
  for (const char* const servers : {"--servers=0", "--servers=-2", "--servers=1001"}) {
    CHECK_THAT(refusal({"a.yaml", servers}), Contains("a whole number from 1 to 1000"));
  }
  CHECK_THAT(refusal({"a.yaml", "--registry=both"}), Contains("expected global or own"));
  CHECK_THAT(refusal({"a.yaml", "--sink=none"}), Contains("expected registry, sharded or null"));
  CHECK_THAT(refusal({"a.yaml", "--metrics=both"}), Contains("expected writer or exposer"));
  CHECK_THAT(refusal({"a.yaml", "--transition-delay=-1s"}), Contains("expected a duration"));
  CHECK_THAT(refusal({"a.yaml", "--transition-delay=2"}), Contains("a number has no unit"));
  for (const char* const deadline : {"--request-deadline=0", "--request-deadline=61m"}) {
    CHECK_THAT(refusal({"a.yaml", deadline}), Contains("a duration from 1ms to 1h"));
  }
  CHECK_THAT(refusal({"a.yaml", "--registry=\x1b[2J"}), Contains(R"(\x1b[2J)"));
  CHECK(refusal({"a.yaml", ("--" + std::string(100'000, 'x')).c_str()}).size() < 2'000);
}

TEST_CASE("flags that are unknown, incomplete or there twice are refused", "[options]") {
  CHECK_THAT(refusal({"a.yaml", "--sevrers=2"}), Contains("--sevrers"));
  CHECK_THAT(refusal({"a.yaml", "--port"}), Contains("--port"));
  CHECK_THAT(refusal({"a.yaml", "--port=1", "--port=2"}), Contains("--port"));
  CHECK_THAT(refusal({}), Contains("manifests is required"));
  CHECK_THAT(refusal({"--port=1"}), Contains("manifests is required"));
}

TEST_CASE("without metrics there is no registry to choose, and no exposer", "[options]") {
  for (const char* const registry : {"--registry=own", "--registry=global"}) {
    CHECK_THAT(refusal({registry, "--sink=null", "a.yaml"}),
               Contains("--registry: expected without --sink=null, which has no registry"));
    CHECK(options({registry, "--sink=sharded", "a.yaml"}).sink == SinkChoice::sharded);
  }
  CHECK_THAT(refusal({"a.yaml", "--sink=null", "--metrics=exposer"}),
             Contains("--metrics: expected writer with --sink=null"));
  CHECK(options({"a.yaml", "--sink=null", "--metrics=writer", "--servers=3"}).sink ==
        SinkChoice::null);
}

TEST_CASE("the version needs no manifests", "[options]") {
  const auto result = parsed({"--version"});
  REQUIRE(std::holds_alternative<EarlyExit>(result));
  CHECK(std::get<EarlyExit>(result).code == 0);
  CHECK_THAT(std::get<EarlyExit>(result).text, StartsWith("home_cluster_provider "));
}

TEST_CASE("help names every flag and its default", "[options]") {
  const auto result = parsed({"--help"});
  REQUIRE(std::holds_alternative<EarlyExit>(result));
  const auto& help = std::get<EarlyExit>(result);
  CHECK(help.code == 0);
  for (const std::string part : {"--host", "--port", "--metrics-port", "--registry", "--servers",
                                 "--sink", "--metrics", "--transition-delay", "--request-deadline",
                                 "--version", "manifests", "8080", "9464", "127.0.0.1"}) {
    CHECK_THAT(help.text, Contains(part));
  }
}
