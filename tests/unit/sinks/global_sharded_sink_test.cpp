#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/global_sharded_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <type_traits>

using namespace test_support;
using isometric::Counter;
using isometric::GlobalShardedSink;
using isometric::GlobalSink;
using isometric::ShardedSink;
using isometric::snapshot;

namespace {

// Names that no other test uses, since nothing here is ever forgotten.
template <class Sink>
Counter<Sink, Group> visits(const Sink& sink) {
  return {sink, "global_sharded_sink_test_visits_total", "Visits."};
}

double visits_of(const isometric::Snapshot& seen, const char* group) {
  return seen.value({"global_sharded_sink_test_visits_total", {{"group", group}}});
}

}  // namespace

TEST_CASE("all global sharded sinks are one, by type and by value", "[global_registry]") {
  const auto one = visits(GlobalShardedSink());
  const auto other = visits(GlobalShardedSink());
  const auto by_value = visits(ShardedSink::global());
  one.labels("one").inc();
  other.labels("one").inc();
  by_value.labels("one").inc();
  CHECK(visits_of(snapshot(GlobalShardedSink()), "one") == 3);
  CHECK(visits_of(snapshot(ShardedSink::global()), "one") == 3);
}

TEST_CASE("the global sharded sink takes no room, and an instrument on it none for it") {
  STATIC_REQUIRE(std::is_empty_v<GlobalShardedSink>);
  STATIC_REQUIRE(sizeof(Counter<GlobalShardedSink>) < sizeof(Counter<ShardedSink>));
}

TEST_CASE("the process's sharded sink, its registry and fresh sinks share nothing",
          "[global_registry]") {
  const auto sharded = visits(GlobalShardedSink());
  sharded.labels("alone").inc();
  CHECK(snapshot(GlobalSink()).find_family("global_sharded_sink_test_visits_total") == nullptr);
  const ShardedSink fresh;
  CHECK(snapshot(fresh).families().empty());
}

TEST_CASE("another help on the global sharded sink is counted, not refused", "[global_registry]") {
  const Counter<GlobalShardedSink> first(GlobalShardedSink(),
                                         "global_sharded_sink_test_calls_total", "Calls.");
  const Counter<GlobalShardedSink> again(GlobalShardedSink(),
                                         "global_sharded_sink_test_calls_total", "All calls.");
  first.inc();
  again.inc();
  const auto seen = snapshot(GlobalShardedSink());
  CHECK(seen.value({"global_sharded_sink_test_calls_total"}) == 2);
  CHECK(seen.value({"isometric_description_mismatches_total",
                    {{"family", "global_sharded_sink_test_calls_total"}}}) >= 1);
}
