// The same with prometheus-cpp.
#include "prometheus_headers.hpp"

int main() {
  prometheus::Registry registry;
  auto& requests =
      prometheus::BuildCounter().Name("app_requests_total").Help("Requests.").Register(registry);
  requests.Add({{"method", "get"}}).Increment();
}
