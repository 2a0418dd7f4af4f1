// The program when clients are slow, manifests are odd and signals come at a bad time.

#include "file_descriptor.hpp"
#include "raw_connection.hpp"
#include "running_provider.hpp"
#include "support/catch.hpp"
#include "support/text_matchers.hpp"

#include <chrono>
#include <cstddef>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <regex>
#include <signal.h>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace homecluster::program;
using test_support::Contains;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "hostile_input_XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] fs::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] std::string text() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string make_pipe(const Folder& folder) {
  const auto pipe = folder / "pipe.yaml";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  return pipe.string();
}

/// The pipe's end to write to, once somebody reads it.
FileDescriptor writer_of(const std::string& pipe) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  for (;;) {
    FileDescriptor writer{::open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)};
    if (writer.get() >= 0) return writer;
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error{"nobody reads it"};
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

/// The most memory that the process has had, in megabytes.
std::size_t peak_memory(const ChildProcess& process) {
  std::ifstream status{"/proc/" + std::to_string(process.id()) + "/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) / 1'024;
  }
  throw std::runtime_error{"the memory of the process cannot be told"};
}

/// The most that the kernel keeps of what a server sends.
std::size_t longest_kept() {
  std::size_t least = 0;
  std::size_t usual = 0;
  std::size_t most = 0;
  std::ifstream{"/proc/sys/net/ipv4/tcp_wmem"} >> least >> usual >> most;
  if (most == 0) throw std::runtime_error{"the system does not say what it keeps"};
  return most;
}

/// A page of metrics that is longer.
const std::vector<std::string> with_long_page{"--request-deadline=1h", "--registry=own",
                                              "--servers=1000"};

/// A client that takes no more than the beginning of a page, which is on its way.
std::unique_ptr<RawConnection> idle_client(const RunningProvider& provider) {
  auto idle = std::make_unique<RawConnection>(provider.metrics_port(), 4'096);
  idle->send("GET /metrics HTTP/1.1\r\n\r\n");
  while (idle->waiting() == 0) std::this_thread::yield();
  return idle;
}

const std::string group = "apiVersion: infra.homecluster.dev/v1alpha1\nkind: Group\n";

}  // namespace

TEST_CASE("clients that drip on both ports do not keep the provider from ending", "[end_to_end]") {
  const std::string metrics = GENERATE("--metrics=writer", "--metrics=exposer");
  RunningProvider provider{{metrics, "--request-deadline=1h"}};
  const DrippingClients of_provider{provider.provider_port(), 16, "GET / HTTP/1.1\r\nA: "};
  const DrippingClients of_metrics{provider.metrics_port(), 16, "GET /metrics HTTP/1.1\r\nA: "};
  CHECK(provider.get("/v1/node-groups/rack-1").at("targetSize") == 2);
  CHECK_THAT(provider.scrape(), Contains("homecluster_requests_total"));
  provider.process().signal(SIGTERM);
  CHECK(provider.process().exit_code() == 0);
  CHECK_THAT(provider.process().whole_output(), !Contains("warning"));
}

TEST_CASE("a pipe that nobody writes to does not keep the provider from ending", "[end_to_end]") {
  const int signal = GENERATE(SIGTERM, SIGINT);
  const Folder folder;
  const auto pipe = make_pipe(folder);
  ChildProcess process{{HOME_CLUSTER_PROVIDER, pipe}};
  const FileDescriptor writer = writer_of(pipe);
  process.signal(signal);
  CHECK(process.exit_code() == 0);
}

TEST_CASE("a pipe is read at the start, and at SIGHUP nothing changes", "[end_to_end]") {
  const Folder folder;
  const auto pipe = make_pipe(folder);
  ChildProcess process{{HOME_CLUSTER_PROVIDER, "--port=0", "--metrics-port=0", pipe}};
  const std::string text = group + "metadata: {name: rack}\n";
  REQUIRE(::write(writer_of(pipe).get(), text.data(), text.size()) > 0);
  const std::string& started = process.output_with("provider listening on http://127.0.0.1:");
  httplib::Client provider{"127.0.0.1", port_in(started, "provider")};
  process.signal(SIGHUP);
  CHECK_THAT(process.output_with("nothing has changed"),
             Contains("pipe.yaml: a pipe or a device is read only once"));
  CHECK(provider.Get("/v1/node-groups/rack")->status == 200);
  process.signal(SIGTERM);
  CHECK(process.exit_code() == 0);
}

TEST_CASE("a signal that comes again ends the provider, whatever it waits for", "[end_to_end]") {
  RunningProvider provider{with_long_page};
  const auto idle = idle_client(provider);
  provider.process().signal(SIGTERM);
  CHECK_THAT(provider.process().output_with("stopping"), Contains("SIGTERM: stopping"));
  provider.process().signal(SIGINT);
  CHECK(provider.process().exit_code() == 0);
  CHECK_THAT(provider.process().whole_output(), Contains("warning: signalled again"));
}

TEST_CASE("a full pipe for its output does not keep the provider from ending", "[end_to_end]") {
  RunningProvider provider{with_long_page};
  const auto idle = idle_client(provider);
  provider.process().fill_output();
  provider.process().signal(SIGTERM);
  provider.process().signal(SIGINT);
  CHECK(provider.process().exit_code() == 0);
}

TEST_CASE("to be stopped and continued does not cut off what is being answered", "[end_to_end]") {
  RunningProvider provider{with_long_page};
  const auto idle = idle_client(provider);
  provider.process().signal(SIGTERM);
  CHECK_THAT(provider.process().output_with("stopping"), Contains("SIGTERM: stopping"));
  provider.process().stop();
  provider.process().signal(SIGCONT);
  CHECK(idle->answer().size() > longest_kept());
  CHECK(provider.process().exit_code() == 0);
  CHECK_THAT(provider.process().whole_output(), !Contains("warning"));
}

TEST_CASE("a long path takes little stack", "[end_to_end]") {
  ChildProcess process{{"sh", "-c", "ulimit -s 1024 && exec \"$@\"", "sh", HOME_CLUSTER_PROVIDER,
                        "--port=0", "--metrics-port=0", shipped_manifests().string()}};
  const std::string& started = process.output_with("provider listening on http://127.0.0.1:");
  for (const std::string server : {"provider", "metrics"}) {
    httplib::Client client{"127.0.0.1", port_in(started, server)};
    const auto answer = client.Post('/' + std::string(8'000, 'x'), "{}", "application/json");
    REQUIRE(answer);
    CHECK(answer->status == 404);
  }
}

TEST_CASE("a hundred small manifests take little memory", "[end_to_end]") {
  const Folder folder;
  for (int file = 0; file < 100; ++file) {
    std::ofstream{folder / (std::to_string(file) + ".yaml")} << group << "metadata: {name: rack-"
                                                             << file << "}\n";
  }
  ChildProcess process{{HOME_CLUSTER_PROVIDER, "--port=0", "--metrics-port=0", folder.text()}};
  REQUIRE_THAT(process.output_with("provider listening"), Contains("provider listening"));
  CHECK(peak_memory(process) < 500);
  process.signal(SIGHUP);
  REQUIRE_THAT(process.output_with("SIGHUP: "), Contains("SIGHUP: 100 groups"));
  CHECK(peak_memory(process) < 500);
}

TEST_CASE("two million lines of headers are refused on both ports, and not kept", "[end_to_end]") {
  RunningProvider provider;
  const auto before = peak_memory(provider.process());
  std::string lines;
  for (int line = 0; line < 100'000; ++line) lines += "Accept: x\r\n";
  for (const int port : {provider.provider_port(), provider.metrics_port()}) {
    const RawConnection client{port};
    client.send("GET /metrics HTTP/1.1\r\n");
    for (int part = 0; part < 20; ++part) client.send(lines);
    CHECK_THAT(client.answer(), Contains("HTTP/1.1 431 "));
  }
  CHECK(peak_memory(provider.process()) < before + 100);
}

TEST_CASE("a name of two hundred kilobytes gets a short answer", "[end_to_end]") {
  const RunningProvider provider;
  const auto answer = provider.provider().Post(
      "/v1/node-groups/rack-1/delete-nodes",
      R"({"nodes": ["\u001b[2J)" + std::string(200'000, 'x') + R"("]})", "application/json");
  REQUIRE(answer);
  CHECK(answer->status == 404);
  CHECK(answer->body.size() < 300);
  CHECK_THAT(nlohmann::json::parse(answer->body).at("error").at("message").get<std::string>(),
             Contains(R"('\x1b[2Jxxxx)"));
  const auto broken =
      provider.provider().Post("/v1/node-groups/rack-1/delete-nodes",
                               R"({"nodes": [")" + std::string(200'000, 'x'), "application/json");
  REQUIRE(broken);
  CHECK(broken->status == 400);
  CHECK(broken->body.size() < 500);
}

TEST_CASE("what the program prints does nothing to a terminal", "[end_to_end]") {
  for (const std::string& output :
       {output_of({"no\x1b[2J"}, 1), output_of({"--registry=\x1b[2J", "x"}, 2),
        output_of({"x", "--\x1b[2J"}, 2),
        output_of({"--host=\x1b[2J", shipped_manifests().string()}, 1)}) {
    CHECK_THAT(output, Contains(R"(\x1b[2J)") && !Contains("\x1b"));
  }
}

TEST_CASE("the program says its version, and whether it lives", "[end_to_end]") {
  const std::regex version{R"(home_cluster_provider \d+\.\d+\.\d+ \(revision [0-9a-z]+\)\n)"};
  CHECK(std::regex_match(output_of({"--version"}, 0), version));
  const RunningProvider provider;
  CHECK(provider.get("/healthz").at("status") == "OK");
  CHECK(provider.metrics().Get("/healthz")->status == 200);
}
