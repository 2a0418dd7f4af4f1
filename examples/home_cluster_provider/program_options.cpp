#include "program_options.hpp"

#include "go_duration.hpp"
#include "program_version.hpp"
#include "quoted_text.hpp"

#include <homecluster/printable_text.hpp>

#include <CLI/CLI.hpp>

#include <charconv>
#include <chrono>
#include <functional>
#include <map>
#include <string_view>
#include <system_error>

namespace homecluster::program {
namespace {

constexpr int most_servers = 1000;

/// CLI11 would take "010" for 8 and "0x50" for 80.
int parse_number(std::string_view text, int least, int most) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || number < least || number > most) {
    throw InvalidText{
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most), text};
  }
  return number;
}

int parse_port(std::string_view text) {
  return parse_number(text, 0, 65535);
}

int parse_server_count(std::string_view text) {
  return parse_number(text, 1, most_servers);
}

SinkChoice parse_sink(std::string_view text) {
  if (text == "registry") return SinkChoice::registry;
  if (text == "sharded") return SinkChoice::sharded;
  if (text == "null") return SinkChoice::null;
  throw InvalidText{"registry, sharded or null", text};
}

RegistryChoice parse_registry(std::string_view text) {
  if (text == "global") return RegistryChoice::global;
  if (text == "own") return RegistryChoice::own;
  throw InvalidText{"global or own", text};
}

MetricsServing parse_metrics(std::string_view text) {
  if (text == "writer") return MetricsServing::writer;
  if (text == "exposer") return MetricsServing::exposer;
  throw InvalidText{"writer or exposer", text};
}

std::chrono::nanoseconds parse_deadline(std::string_view text) {
  const auto deadline = parse_go_duration(text);
  if (deadline < std::chrono::milliseconds{1} || deadline > std::chrono::hours{1}) {
    throw InvalidText{"a duration from 1ms to 1h", text};
  }
  return deadline;
}

/// An option whose text `parse` turns into the value of `target`.
template <class Value>
CLI::Option* add_option(CLI::App& app, const std::string& name, Value& target,
                        Value (*parse)(std::string_view), const std::string& help) {
  return app.add_option_function<std::string>(
      name,
      [name, &target, parse](const std::string& text) {
        try {
          target = parse(text);
        } catch (const InvalidText& error) {
          throw CLI::ValidationError{name, error.what()};
        }
      },
      help);
}

/// Without metrics there is nothing to choose about them.
void refuse_contradictions(const CLI::App& app, const ProgramOptions& options) {
  if (options.sink != SinkChoice::null) return;
  if (app.count("--registry") > 0) {
    throw CLI::ValidationError{"--registry", "expected without --sink=null, which has no registry"};
  }
  if (options.metrics == MetricsServing::exposer) {
    throw CLI::ValidationError{
        "--metrics", "expected writer with --sink=null: the exposer adds metrics of its own"};
  }
}

}  // namespace

std::variant<ProgramOptions, EarlyExit> parse_program_options(int argument_count,
                                                              const char* const* arguments) {
  ProgramOptions options;
  std::vector<std::string> manifests;
  CLI::App app{
      "Serves the groups and nodes of a home cluster to an autoscaler, or to you and curl, as "
      "HTTP/JSON, with metrics for Prometheus.",
      "home_cluster_provider"};
  app.add_option("manifests", manifests,
                 "Files with manifests of the kinds Group and Node, or directories of such files")
      ->required()
      ->type_name("FILE|DIRECTORY ...");
  app.add_option("--host", options.host, "Name or address to listen on")
      ->type_name("HOST")
      ->capture_default_str();
  add_option(app, "--port", options.port, parse_port, "Port of the provider, 0 for any free one")
      ->type_name("PORT")
      ->default_str("8080");
  add_option(app, "--metrics-port", options.metrics_port, parse_port,
             "Port of the metrics, 0 for any free one")
      ->type_name("PORT")
      ->default_str("9464");
  add_option(
      app, "--sink", options.sink, parse_sink,
      "Where the servers count. registry: in prometheus-cpp's registries; sharded: in cells "
      "of which each thread has its own, the same page for less; null: nowhere, there are no "
      "metrics and /metrics is an empty page")
      ->type_name("registry|sharded|null")
      ->default_str("registry");
  add_option(app, "--registry", options.registry, parse_registry,
             "global: all servers share the process-wide registry; own: each has a registry of its "
             "own, told apart on the page /metrics by the label server, and alone on /metrics/N")
      ->type_name("global|own")
      ->default_str("global");
  add_option(
      app, "--metrics", options.metrics, parse_metrics,
      "writer: pages in the format that the client prefers, OpenMetrics or Prometheus's own; "
      "exposer: prometheus::Exposer, which adds metrics of its own")
      ->type_name("writer|exposer")
      ->default_str("writer");
  add_option(app, "--servers", options.servers, parse_server_count,
             "Number of provider servers, each with its own copy of the cluster; server N answers "
             "under /servers/N/v1, server 0 also under /v1")
      ->type_name("COUNT")
      ->default_str("1");
  add_option(app, "--transition-delay", options.transition_delay, parse_go_duration,
             "How long a node takes to power up or down: 500ms, 2s, 1m30s, ...")
      ->type_name("DURATION")
      ->default_str("2s");
  add_option(app, "--request-deadline", options.request_deadline, parse_deadline,
             "How long a request may take, from the connection to the end of the answer")
      ->type_name("DURATION")
      ->default_str("10s");
  app.set_version_flag("--version", "home_cluster_provider " + std::string{program_version} +
                                        " (revision " + std::string{program_revision} + ")\n");
  try {
    app.parse(argument_count, arguments);
    refuse_contradictions(app, options);
  } catch (const CLI::CallForHelp&) {
    return EarlyExit{0, app.help()};
  } catch (const CLI::CallForVersion& version) {
    return EarlyExit{0, version.what()};
  } catch (const CLI::ParseError& error) {
    return EarlyExit{2, app.get_name() + ": " + printable(beginning_of(error.what(), 1'000)) +
                            "\nTry --help.\n"};
  }
  options.manifests.assign(manifests.begin(), manifests.end());
  return options;
}

}  // namespace homecluster::program
