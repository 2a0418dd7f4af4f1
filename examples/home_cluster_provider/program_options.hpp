#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace homecluster::program {

/// Which cure for duplicate registration the provider servers use.
enum class RegistryChoice {
  global,  ///< all of them share the process-wide registry
  own,     ///< each has a registry of its own
};

/// Where the provider servers count.
enum class SinkChoice {
  registry,  ///< in a prometheus::Registry
  sharded,   ///< in cells of which each thread has its own
  null,      ///< nowhere: there are no metrics
};

/// What prints the pages of metrics.
enum class MetricsServing {
  writer,   ///< isometric's text writer, in the format that the client prefers
  exposer,  ///< prometheus::Exposer
};

/// What the command line asks for.
struct ProgramOptions {
  std::vector<std::filesystem::path> manifests;
  std::string host = "127.0.0.1";
  int port = 8080;          ///< 0: any free one
  int metrics_port = 9464;  ///< 0: any free one
  SinkChoice sink = SinkChoice::registry;
  RegistryChoice registry = RegistryChoice::global;
  MetricsServing metrics = MetricsServing::writer;
  int servers = 1;
  std::chrono::nanoseconds transition_delay = std::chrono::seconds{2};
  std::chrono::nanoseconds request_deadline = std::chrono::seconds{10};
};

/// Why there is nothing to run: help or the version was asked for (exit code 0, the text is for
/// standard output), or a flag is wrong (exit code 2, the text is for standard error).
struct EarlyExit {
  int code = 0;
  std::string text;
};

[[nodiscard]] std::variant<ProgramOptions, EarlyExit> parse_program_options(
    int argument_count, const char* const* arguments);

}  // namespace homecluster::program
