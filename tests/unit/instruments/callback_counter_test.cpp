#include "support/catch.hpp"
#include "support/exposition.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/callback_counter.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <cstdint>
#include <limits>

using isometric::CallbackCounter;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;

TEST_CASE("a callback counter shows what the program has counted") {
  const RegistrySink sink;
  const CallbackCounter<RegistrySink> hits(sink, "app_cache_hits_total", "Look-ups that hit.");
  std::uint64_t counted = 41;
  const auto registration = hits.add([&counted] { return static_cast<double>(counted); });
  ++counted;
  CHECK_THAT(snapshot(sink), HasValue(hits.series(), 42));
  CHECK(test_support::page_of(*sink.collectable()) ==
        "# HELP app_cache_hits_total Look-ups that hit.\n# TYPE app_cache_hits_total counter\n"
        "app_cache_hits_total 42\n");
}

TEST_CASE("what no counter can have is left out of the scrape and counted") {
  const double value = GENERATE(-1.0, std::numeric_limits<double>::quiet_NaN(),
                                std::numeric_limits<double>::infinity());
  const RegistrySink sink;
  const CallbackCounter<RegistrySink> hits(sink, "app_cache_hits_total", "Look-ups that hit.");
  const auto registration = hits.add([value] { return value; });
  static_cast<void>(snapshot(sink));
  const auto page = snapshot(sink);
  CHECK(page.find_series(hits.series()) == nullptr);
  CHECK_THAT(
      page,
      HasValue({"isometric_failed_callbacks_total", {{"family", "app_cache_hits_total"}}}, 2));
}
