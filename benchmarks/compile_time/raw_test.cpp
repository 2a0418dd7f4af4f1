// The same with prometheus-cpp.
#include "prometheus_headers.hpp"

#include <catch2/catch.hpp>

TEST_CASE("a request is counted once") {
  prometheus::Registry registry;
  auto& requests =
      prometheus::BuildCounter().Name("app_requests_total").Help("Requests.").Register(registry);
  auto& counter = requests.Add({{"method", "get"}});
  counter.Increment();
  CHECK(counter.Value() == 1);
}
