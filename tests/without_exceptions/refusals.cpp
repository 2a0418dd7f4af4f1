// Every header without exceptions and RTTI, and what comes of a refusal: the message, then the end.
#include "own_headers.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using Refusal = void (*)();

struct Case {
  std::string_view name;
  Refusal refuse;
};

const Case cases[] = {
    {"status",
     [] { static_cast<void>(homecluster::CallStatus(homecluster::StatusCode::ok, "fine")); }},
    {"result", [] { static_cast<void>(homecluster::Result<int>(homecluster::CallStatus())); }},
    {"delay", [] { homecluster::InMemoryCluster({}, {}, std::chrono::nanoseconds(-1)); }},
    {"cluster", [] { homecluster::InMemoryCluster({{"rack", {}}, {"rack", {}}}, {}); }},
    {"buckets",
     [] {
       const std::vector<double> unsorted{1, 3, 2};
       static_cast<void>(isometric::checked_buckets(unsorted));
     }},
    {"conflict",
     [] {
       const isometric::RegistrySink sink;
       const isometric::Gauge nodes(sink, "app_nodes", "Nodes.");
       const isometric::Histogram sizes(sink, "app_nodes", "Sizes.");
     }},
};

}  // namespace

int main(int count, char** arguments) {
  std::signal(SIGABRT, [](int) { std::_Exit(0); });
  const std::string_view name = count == 2 ? arguments[1] : "";
  for (const Case& each : cases) {
    if (each.name == name) each.refuse();
  }
  std::fputs("nothing was refused\n", stderr);
  return 1;
}
