#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

TEST_CASE("the installed matchers compile") {
  isometric::RegistrySink sink;
  isometric::Counter<isometric::RegistrySink> visits(sink, "consumer_visits_total", "Visits.");
  visits.inc();
  CHECK_THAT(sink.snapshot(), isometric::testing::HasValue(visits.series(), 1));
}
