#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/snapshots.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

using namespace test_support;
using isometric::Counter;
using isometric::Gauge;
using isometric::Histogram;
using isometric::Info;
using isometric::RegistrationConflict;
using isometric::RegistrySink;
using isometric::Removable;
using isometric::ShardedSink;
using isometric::snapshot;
using isometric::Summary;
using isometric::testing::HasValue;

namespace {

/// Written once, for any sink.
template <class Sink>
struct ServerMetrics {
  explicit ServerMetrics(const Sink& sink)
      : moves(sink, "app_moves_total", "Moves."),
        size(sink, "app_nodes", "Nodes."),
        latency(sink, "app_latency_seconds", "Latency.", isometric::buckets(0.1, 1, 10)),
        load(sink, "app_load_ratio", "Load."),
        build(sink, "app_build_info", "The build.") {}

  Counter<Sink, Group, Way> moves;
  Gauge<Sink> size;
  Histogram<Sink, Outcome> latency;
  Summary<Sink> load;
  Info<Sink, Zone> build;
};

template <class Sink>
std::string page_of_a_server() {
  const Sink sink;
  const ServerMetrics<Sink> metrics(sink);
  metrics.moves.labels("rack-2", Direction::up).inc(3);
  metrics.moves.labels("rack \"1\"\n", Direction::down).inc(0.25);
  metrics.size.set(7);
  metrics.size.dec(9.5);
  for (const double seconds : {0.05, 0.1, 0.5, 3.0, 100.0, -1.0}) {
    metrics.latency.labels(Result::done).observe(seconds);
  }
  metrics.load.observe(0.5);
  metrics.build.set("z");
  std::string page;
  write_text(sink, page);
  return page;
}

constexpr std::size_t writers = 4;

}  // namespace

TEST_CASE("sharded sinks are sinks and sources that a scrape can read") {
  STATIC_REQUIRE(isometric::MetricsSink<ShardedSink>);
  STATIC_REQUIRE(isometric::CollectableSource<ShardedSink>);
  STATIC_REQUIRE(isometric::Scrapable<ShardedSink>);
}

TEST_CASE("a server on a sharded sink has the page that it has on a registry") {
  CHECK(page_of_a_server<ShardedSink>() == page_of_a_server<RegistrySink>());
}

TEST_CASE("two default sharded sinks share nothing") {
  const ShardedSink one;
  const ShardedSink other;
  const ServerMetrics<ShardedSink> counting(one);
  const ServerMetrics<ShardedSink> resting(other);
  counting.moves.labels("a", Direction::up).inc();
  counting.size.set(3);
  counting.latency.labels(Result::none).observe(1);
  CHECK(snapshot(other).find_series(counting.moves.series("a", Direction::up)) == nullptr);
  CHECK_THAT(snapshot(other), HasValue(resting.size.series(), 0));
  CHECK(snapshot(other).histogram(resting.latency.series(Result::none)).count == 0);
}

TEST_CASE("what is declared twice on one sharded sink is one family, or a conflict") {
  const ShardedSink sink;
  const Counter<ShardedSink, Group> first(sink, "app_moves_total", "Moves.");
  const Counter<ShardedSink, Group> again(sink, "app_moves_total", "Moves.");
  first.labels("a").inc();
  again.labels("a").inc();
  CHECK_THAT(snapshot(sink), HasValue(first.series("a"), 2));
  CHECK_THROWS_AS((Counter<ShardedSink, Zone>(sink, "app_moves_total", "Moves.")),
                  RegistrationConflict);
}

TEST_CASE("whole increments lose nothing where a double would") {
  const ShardedSink sink;
  const Counter<ShardedSink> bytes(sink, "app_sent_bytes_total", "Bytes.");
  constexpr double two_to_53 = 9007199254740992;
  bytes.inc(two_to_53);
  for (int i = 0; i < 1000; ++i) bytes.inc();  // each alone would be rounded away
  CHECK_THAT(snapshot(sink), HasValue(bytes.series(), two_to_53 + 1000));
}

TEST_CASE("whole and other increments of one counter add up") {
  const ShardedSink sink;
  const Counter<ShardedSink> work(sink, "app_work_seconds_total", "Work.");
  work.inc();
  work.inc(2);
  work.inc(0.25);
  work.inc(1e300);
  CHECK_THAT(snapshot(sink), HasValue(work.series(), 1e300));
  const Counter<ShardedSink> other(sink, "app_rest_seconds_total", "Rest.");
  other.inc(0.5);
  other.inc(4e9);
  other.inc(5e9);  // beyond 32 bits
  CHECK_THAT(snapshot(sink), HasValue(other.series(), 9e9 + 0.5));
}

TEST_CASE("what threads have counted stays when they have ended, and the next ones go on") {
  const ShardedSink sink;
  const ServerMetrics<ShardedSink> metrics(sink);
  const auto up = metrics.moves.labels("a", Direction::up);
  const auto done = metrics.latency.labels(Result::done);
  for (int round = 1; round <= 50; ++round) {
    in_threads(writers, [&](std::size_t) {
      up.inc();
      up.inc(0.5);
      done.observe(0.5);
    });
    const auto seen = snapshot(sink);
    CHECK(seen.value(metrics.moves.series("a", Direction::up)) == Approx(1.5 * writers * round));
    const auto histogram = seen.histogram(metrics.latency.series(Result::done));
    CHECK(histogram.count == writers * static_cast<unsigned>(round));
    CHECK(histogram.sum == Approx(0.5 * writers * round));
  }
}

TEST_CASE("a sink that went left nothing in the cells that the next one counts in") {
  for (int round = 0; round < 100; ++round) {
    const ShardedSink sink;
    const ServerMetrics<ShardedSink> metrics(sink);
    metrics.moves.labels("a", Direction::up).inc(0.5);
    in_threads(2, [&](std::size_t) {
      metrics.moves.labels("a", Direction::up).inc(3);
      metrics.latency.labels(Result::none).observe(5);
    });
    const auto seen = snapshot(sink);
    REQUIRE(seen.value(metrics.moves.series("a", Direction::up)) == 6.5);
    REQUIRE(seen.histogram(metrics.latency.series(Result::none)).sum == 10);
    REQUIRE(seen.histogram(metrics.latency.series(Result::none)).count == 2);
  }
}

TEST_CASE("a sink may go before the threads that have counted in it") {
  auto sink = std::make_optional<ShardedSink>();
  auto metrics = std::make_optional<ServerMetrics<ShardedSink>>(*sink);
  std::atomic<int> step = 0;
  std::thread worker([&] {
    metrics->moves.labels("a", Direction::up).inc();
    step = 1;
    while (step < 2) std::this_thread::yield();
    const ShardedSink next;  // in the cells that the first one had
    const ServerMetrics<ShardedSink> others(next);
    others.moves.labels("b", Direction::up).inc();
    if (snapshot(next).value(others.moves.series("b", Direction::up)) == 1) step = 3;
  });
  while (step < 1) std::this_thread::yield();
  metrics.reset();
  sink.reset();
  step = 2;
  worker.join();
  CHECK(step == 3);
}

TEST_CASE("a removed series begins anew at 0, and its old handles are heard no more") {
  const ShardedSink sink;
  using Moves = Counter<Removable<ShardedSink>, Group>;
  const Moves moves(sink, "app_moves_total", "Moves.");
  const auto old = moves.labels("a");
  old.inc(5);
  CHECK(moves.remove("a"));
  CHECK_FALSE(shows(sink, moves.series("a")));
  old.inc(7);
  moves.labels("a").inc();
  CHECK_THAT(snapshot(sink), HasValue(moves.series("a"), 1));
}

TEST_CASE("no sum that a scrape sees goes backwards while threads come and go") {
  const ShardedSink sink;
  const ServerMetrics<ShardedSink> metrics(sink);
  const auto up = metrics.moves.labels("a", Direction::up);
  const auto done = metrics.latency.labels(Result::done);
  std::atomic<bool> is_over = false;
  std::atomic<int> backwards = 0;
  std::thread reader([&] {
    double moves = 0;
    double sum = 0;
    std::uint64_t count = 0;
    while (!is_over) {
      const auto seen = snapshot(sink);
      const double now = seen.value(metrics.moves.series("a", Direction::up));
      const auto histogram = seen.histogram(metrics.latency.series(Result::done));
      if (now < moves || histogram.sum < sum || histogram.count < count) ++backwards;
      if (histogram.count != histogram.buckets.back().cumulative_count) ++backwards;
      moves = now;
      sum = histogram.sum;
      count = histogram.count;
    }
  });
  for (int round = 0; round < 200; ++round) {
    in_threads(writers, [&](std::size_t index) {
      for (int i = 0; i < 20; ++i) {
        up.inc();
        up.inc(0.1 * static_cast<double>(index + 1));
        done.observe(0.1 * static_cast<double>(i));
      }
    });
  }
  is_over = true;
  reader.join();
  CHECK(backwards == 0);
  CHECK(snapshot(sink).histogram(metrics.latency.series(Result::done)).count == 200 * writers * 20);
}

TEST_CASE("threads make the same series at once while others scrape, and none is lost, sharded") {
  const ShardedSink sink;
  const Counter<ShardedSink, Group, Way> moves(sink, "app_moves_total", "Moves.");
  constexpr int groups = 200;
  in_threads(writers + 1, [&](std::size_t index) {
    if (index == writers) {
      for (int i = 0; i < 20; ++i) static_cast<void>(snapshot(sink));
      return;
    }
    for (int i = 0; i < groups; ++i) {
      moves.labels(std::to_string(i), Direction::up).inc();
      moves.labels(std::to_string(i), Direction::down).inc();
    }
  });
  const auto seen = snapshot(sink);
  int wrong = 0;
  for (int i = 0; i < groups; ++i) {
    for (const auto way : {Direction::up, Direction::down}) {
      if (seen.value(moves.series(std::to_string(i), way)) != writers) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a collectable lives as long as the sharded sink or an instrument of it") {
  std::weak_ptr<prometheus::Collectable> exposed;
  {
    std::optional<ServerMetrics<ShardedSink>> kept;
    {
      const ShardedSink sink;
      exposed = sink.collectable();
      kept.emplace(sink);
    }
    REQUIRE_FALSE(exposed.expired());
    CHECK(exposed.lock()->Collect().size() == 3);  // those that have series
  }
  CHECK(exposed.expired());
}
