#pragma once

#include "child_process.hpp"
#include "fixtures.hpp"
#include "support/catch.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace homecluster::program {

inline int port_in(const std::string& output, const std::string& what) {
  std::smatch found;
  const std::regex line{what + R"( listening on http://127\.0\.0\.1:(\d+))"};
  return std::regex_search(output, found, line) ? std::stoi(found[1]) : 0;
}

/// A manifest file that can be written anew.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text) {
    const int file = ::mkstemps(path_.data(), 5);
    if (file < 0) throw std::runtime_error{"no temporary file"};
    ::close(file);
    write(text);
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  void write(const std::string& text) const { std::ofstream{path_} << text; }

 private:
  std::string path_ = (std::filesystem::temp_directory_path() / "manifests-XXXXXX.yaml").string();
};

class RunningProvider {
 public:
  explicit RunningProvider(std::vector<std::string> flags = {}) : process_{command(flags)} {
    const std::string& output = process_.output_with("provider listening on http://127.0.0.1:");
    provider_port_ = port_in(output, "provider");
    metrics_port_ = port_in(output, "metrics");
  }

  [[nodiscard]] httplib::Client provider() const {
    return httplib::Client{"127.0.0.1", provider_port_};
  }
  [[nodiscard]] httplib::Client metrics() const {
    return httplib::Client{"127.0.0.1", metrics_port_};
  }
  [[nodiscard]] int provider_port() const { return provider_port_; }
  [[nodiscard]] int metrics_port() const { return metrics_port_; }
  [[nodiscard]] ChildProcess& process() { return process_; }

  [[nodiscard]] nlohmann::json get(const std::string& path) const {
    const auto response = provider().Get(path);
    REQUIRE(response);
    REQUIRE(response->status == 200);
    return nlohmann::json::parse(response->body);
  }
  [[nodiscard]] int post(const std::string& path, const std::string& body) const {
    const auto response = provider().Post(path, body, "application/json");
    return response ? response->status : 0;
  }
  [[nodiscard]] std::string scrape(const std::string& path = "/metrics") const {
    const auto response = metrics().Get(path);
    return response && response->status == 200 ? response->body : std::string{};
  }

 private:
  static std::vector<std::string> command(const std::vector<std::string>& flags) {
    std::vector<std::string> command{HOME_CLUSTER_PROVIDER, "--port=0", "--metrics-port=0",
                                     shipped_manifests().string()};
    command.insert(command.end(), flags.begin(), flags.end());
    return command;
  }

  ChildProcess process_;
  int provider_port_ = 0;
  int metrics_port_ = 0;
};

/// What the program writes when it ends by itself.
inline std::string output_of(const std::vector<std::string>& arguments, int expected_exit_code) {
  std::vector<std::string> command{HOME_CLUSTER_PROVIDER};
  command.insert(command.end(), arguments.begin(), arguments.end());
  ChildProcess process{command};
  std::string output = process.whole_output();
  CHECK(process.exit_code() == expected_exit_code);
  return output;
}

}  // namespace homecluster::program
