// One test with the matchers.
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <catch2/catch.hpp>

using Method = isometric::Label<"method">;

TEST_CASE("a request is counted once") {
  const isometric::RegistrySink sink;
  const isometric::Counter<isometric::RegistrySink, Method> requests{sink, "app_requests_total",
                                                                     "Requests."};
  const auto before = snapshot(sink);
  requests.labels("get").inc();
  CHECK_THAT(snapshot(sink) - before, isometric::testing::OnlyChanged(requests.series("get"), 1.0));
}
