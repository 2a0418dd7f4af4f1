#include "support/catch.hpp"

#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/sinks/global_sharded_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>
#include <isometric/testing/global_registry_watch.hpp>

#include <string>

using isometric::GlobalShardedSink;
using isometric::GlobalSink;
using isometric::RegistrySink;
using isometric::ShardedSink;
using isometric::testing::GlobalRegistryWatch;

namespace {

using Visits = isometric::Counter<GlobalSink, isometric::Label<"test">>;

Visits visits() {
  return {GlobalSink{}, "watch_test_visits_total", "Visits."};
}

}  // namespace

TEST_CASE("a registry that nobody touches is untouched", "[global_registry]") {
  visits().labels("before").inc();
  const GlobalRegistryWatch watch;
  const auto verdict = watch.untouched();
  CHECK(verdict.holds);
  CHECK(verdict.explanation.empty());
  CHECK(watch.touched().empty());
}

TEST_CASE("sinks of their own do not touch the registry of the process") {
  const GlobalRegistryWatch watch;
  const RegistrySink sink;
  isometric::Counter<RegistrySink>(sink, "watch_test_own_total", "Own.").inc();
  CHECK(watch.untouched());
}

TEST_CASE("series that come and that change are told, before and after", "[global_registry]") {
  visits().labels("changes").inc();
  const GlobalRegistryWatch watch;
  visits().labels("changes").inc(2);
  visits().labels("comes").inc();
  visits().labels("comes at 0");
  const auto verdict = watch.untouched();
  CHECK(!verdict.holds);
  CHECK(verdict.explanation ==
        "watch_test_visits_total{test=\"changes\"} 1 -> 3 (+2)\n"
        "watch_test_visits_total{test=\"comes\"} absent -> 1 (+1)\n"
        "watch_test_visits_total{test=\"comes at 0\"} absent -> 0 (+0)");
  CHECK(watch.touched().size() == 3);
}

TEST_CASE("what is touched through RegistrySink::global() is touched, too", "[global_registry]") {
  const GlobalRegistryWatch watch;
  isometric::Gauge<RegistrySink>(RegistrySink::global(), "watch_test_level", "Level.").set(1);
  CHECK(watch.untouched().explanation == "watch_test_level absent -> 1 (+1)");
}

TEST_CASE("what is touched in the process's sharded sink is touched, too", "[global_registry]") {
  const GlobalRegistryWatch watch;
  visits().labels("beside").inc();
  isometric::Counter<GlobalShardedSink>(GlobalShardedSink(), "watch_test_calls_total", "Calls.")
      .inc();
  isometric::Gauge<ShardedSink>(ShardedSink::global(), "watch_test_heat", "Heat.").set(1);
  CHECK(watch.untouched().explanation ==
        "watch_test_visits_total{test=\"beside\"} absent -> 1 (+1)\n"
        "watch_test_calls_total absent -> 1 (+1)\n"
        "watch_test_heat absent -> 1 (+1)");
}

TEST_CASE("of many series that are touched the first ten are told", "[global_registry]") {
  const GlobalRegistryWatch watch;
  for (int i = 10; i < 40; ++i) visits().labels(std::to_string(i));
  CHECK(watch.touched().size() == 30);
  const auto text = watch.untouched().explanation;
  CHECK(text.starts_with("watch_test_visits_total{test=\"10\"} absent -> 0 (+0)\n"));
  CHECK(
      text.ends_with("\nwatch_test_visits_total{test=\"19\"} absent -> 0 (+0)\n"
                     "and 20 more lines"));
}
