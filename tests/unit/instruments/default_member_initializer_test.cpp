#include "support/catch.hpp"

#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

using isometric::RegistrySink;
using isometric::testing::HasValue;

namespace {

// No template: clang 14 makes code of what others compute when they compile, and has to link it.
struct Metrics {
  RegistrySink sink;
  isometric::Counter<RegistrySink, isometric::Label<"kind">> jobs{sink, "app_jobs_total", "Jobs."};
  isometric::Gauge<RegistrySink> waiting{sink, "app_waiting_jobs", "Jobs that wait."};
  isometric::Histogram<RegistrySink> sizes{sink, "app_job_size_bytes", "Their sizes.",
                                           isometric::linear_buckets(100, 100, 5)};
  isometric::Summary<RegistrySink> delays{sink, "app_job_delay_seconds", "Their delays.",
                                          isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}})};
  isometric::Info<RegistrySink, isometric::Label<"version">> build{sink, "app_build_info",
                                                                   "Build."};
  isometric::Gauge<RegistrySink> old{sink, isometric::legacy_name("app_oldName"), "Kept."};
};

}  // namespace

TEST_CASE("instruments may be default member initialisers of a class that is no template") {
  const Metrics metrics;
  metrics.jobs.labels("print").inc();
  metrics.waiting.set(2);
  metrics.sizes.observe(250);
  metrics.delays.observe(1);
  metrics.build.set("1.2");
  metrics.old.set(1);
  CHECK_THAT(snapshot(metrics.sink), HasValue(metrics.jobs.series("print"), 1));
  CHECK_THAT(snapshot(metrics.sink), HasValue(metrics.waiting.series(), 2));
  CHECK_THAT(snapshot(metrics.sink), HasValue(metrics.old.series(), 1));
  CHECK_THAT(snapshot(metrics.sink), HasValue(metrics.build.series("1.2"), 1));
  CHECK(snapshot(metrics.sink).histogram(metrics.sizes.series()).count == 1);
  CHECK(snapshot(metrics.sink).summary(metrics.delays.series()).count == 1);
}
