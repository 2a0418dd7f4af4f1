// Test cases that touch the process-wide registry, and some that do not. All of them pass: what the
// guard makes of them is judged by ctest.
#include "support/catch.hpp"

#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <string>

namespace {

using Starts = isometric::Counter<isometric::GlobalSink, isometric::Label<"server">>;

const Starts& starts() {
  static const Starts starts(isometric::GlobalSink{}, "app_starts_total", "Starts.");
  return starts;
}

// Made before main(), and so nobody's fault.
const isometric::Gauge<isometric::GlobalSink> early(isometric::GlobalSink{}, "app_early", "Early.");

}  // namespace

TEST_CASE("makes a series", "[touches]") {
  starts().labels("a");
}

TEST_CASE("changes a series in a section", "[touches]") {
  starts().labels("a").inc();
  SECTION("one") {
    early.set(1);
  }
  SECTION("two") {
    early.set(2);
  }
}

TEST_CASE("makes many series", "[many]") {
  for (int i = 10; i < 40; ++i) starts().labels(std::to_string(i));
}

TEST_CASE("means to", "[global_registry][exempt]") {
  starts().labels("b").inc();
}

TEST_CASE("has a registry of its own", "[clean]") {
  const isometric::RegistrySink sink;
  isometric::Counter<isometric::RegistrySink>(sink, "app_stops_total", "Stops.").inc();
}

TEST_CASE("fails for another reason", "[.][fails]") {
  FAIL("as it should");
}
