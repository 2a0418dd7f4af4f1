#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/snapshots.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/buckets.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

using namespace test_support;
using isometric::Counter;
using isometric::DynamicCounter;
using isometric::DynamicHistogram;
using isometric::Gauge;
using isometric::Histogram;
using isometric::RegistrySink;
using isometric::Removable;
using isometric::ShardedSink;
using isometric::snapshot;
using isometric::Summary;

namespace {

/// Around the number of series that are read together, and twice that.
const std::size_t family_sizes[] = {1, 31, 32, 33, 63, 64, 65, 100};

std::string name_of(std::size_t series) {
  return "rack-" + std::to_string(series * 7919 % 1000);  // made in another order than shown
}

/// Calls `use` with the name of each series, and a value that no other one has.
template <class Use>
void for_each_series(std::size_t count, Use use) {
  for (std::size_t i = 0; i < count; ++i) use(name_of(i), static_cast<double>(i) + 0.5);
}

/// The names of labels differ from series to series, too.
const char* extra_label(const std::string& name) {
  return name.back() % 2 == 0 ? "is_even" : "is_odd";
}

}  // namespace

TEMPLATE_TEST_CASE("a page has each series' own values, however many the family has", "",
                   RegistrySink, ShardedSink) {
  for (const std::size_t size : family_sizes) {
    INFO("series: " << size);
    const TestType sink;
    const Counter<TestType, Group> moves(sink, "app_moves_total", "Moves.");
    const Counter<TestType, Group, Way> turns(sink, "app_turns_total", "Turns.");
    const Gauge<TestType, Group> nodes(sink, "app_nodes", "Nodes.");
    const Histogram<TestType, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                           isometric::buckets(10, 50));
    const Summary<TestType, Group> loads(sink, "app_load_ratio", "Loads.");
    for_each_series(size, [&](const std::string& name, double value) {
      moves.labels(name).inc(value);
      turns.labels(name, Direction::up).inc(value);
      turns.labels(name, Direction::down).inc(2 * value);
      nodes.labels(name).set(value);
      sizes.labels(name).observe(value);
      loads.labels(name).observe(value);
    });
    const auto seen = snapshot(sink);
    std::size_t right = 0;
    for_each_series(size, [&](const std::string& name, double value) {
      const auto histogram = seen.histogram(sizes.series(name));
      const bool is_small = value <= 10;
      right += seen.value(moves.series(name)) == value &&
               seen.value(turns.series(name, Direction::up)) == value &&
               seen.value(turns.series(name, Direction::down)) == 2 * value &&
               seen.value(nodes.series(name)) == value && histogram.sum == value &&
               histogram.count == 1 && histogram.buckets.size() == 3 &&
               histogram.buckets[0].cumulative_count == (is_small ? 1U : 0U) &&
               seen.summary(loads.series(name)).sum == value;
    });
    CHECK(right == size);
  }
}

TEMPLATE_TEST_CASE("so has one of removable and of dynamic families", "", RegistrySink,
                   ShardedSink) {
  for (const std::size_t size : family_sizes) {
    INFO("series: " << size);
    const TestType sink;
    const Counter<Removable<TestType>, Group> moves(sink, "app_moves_total", "Moves.");
    const Histogram<Removable<TestType>, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                                      isometric::buckets(10, 50));
    const DynamicCounter<TestType> jobs(sink, "app_jobs_total", "Jobs.");
    const DynamicHistogram<TestType> waits(sink, "app_wait_seconds", "Waits.");
    for_each_series(size, [&](const std::string& name, double value) {
      moves.labels(name).inc(value);
      sizes.labels(name).observe(value);
      jobs.labels({{"group", name}, {extra_label(name), "yes"}}).inc(value);
      const std::vector<double> bounds = {value, value + 1};
      waits.labels({{"group", name}}, isometric::checked_buckets(bounds)).observe(value);
    });
    const auto seen = snapshot(sink);
    std::size_t right = 0;
    for_each_series(size, [&](const std::string& name, double value) {
      const auto wait = seen.histogram(waits.series({{"group", name}}));
      right += seen.value(moves.series(name)) == value &&
               seen.histogram(sizes.series(name)).sum == value &&
               seen.value(jobs.series({{"group", name}, {extra_label(name), "yes"}})) == value &&
               wait.sum == value && wait.buckets.size() == 3 &&
               wait.buckets[0].upper_bound == value && wait.buckets[0].cumulative_count == 1;
    });
    CHECK(right == size);
  }
}

TEST_CASE("of several threads that are there, a page has each series' sum over all of them") {
  constexpr std::size_t size = 70;
  constexpr std::size_t threads = 5;
  const ShardedSink sink;
  const Counter<ShardedSink, Group> moves(sink, "app_moves_total", "Moves.");
  const Counter<Removable<ShardedSink>, Group> turns(sink, "app_turns_total", "Turns.");
  const Histogram<ShardedSink, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                            isometric::buckets(10, 50));
  // Each counts in its own part of the series, and in some of which others do, too.
  const auto has_counted = [](std::size_t thread, const std::string& name) {
    return static_cast<std::size_t>(name.back()) % (thread + 1) == 0;
  };
  std::atomic<std::size_t> done = 0;
  std::size_t right = 0;
  in_threads(threads, [&](std::size_t thread) {
    for_each_series(size, [&](const std::string& name, double value) {
      if (!has_counted(thread, name)) return;
      moves.labels(name).inc(value);
      moves.labels(name).inc(1e10);
      turns.labels(name).inc(value);
      sizes.labels(name).observe(value);
    });
    ++done;
    while (done < threads) std::this_thread::yield();
    if (thread != 0) {
      while (done == threads) std::this_thread::yield();
      return;
    }
    const auto seen = snapshot(sink);
    for_each_series(size, [&](const std::string& name, double value) {
      double times = 0;
      for (std::size_t i = 0; i < threads; ++i) times += has_counted(i, name) ? 1 : 0;
      right += seen.value(moves.series(name)) == times * (value + 1e10) &&
               seen.value(turns.series(name)) == times * value &&
               seen.histogram(sizes.series(name)).sum == times * value &&
               seen.histogram(sizes.series(name)).count == static_cast<std::uint64_t>(times);
    });
    ++done;
  });
  CHECK(right == size);
}

TEMPLATE_TEST_CASE("the second page of removable and dynamic series is the first, byte for byte",
                   "", RegistrySink, ShardedSink) {
  const TestType sink;
  using Labeled = isometric::LabeledSink<TestType>;
  const Labeled labeled(sink, {{"host", "\"h\\"}});
  const Counter<Removable<Labeled>, Group, Way> moves(labeled, "app_moves_total", "Moves.");
  const Counter<Removable<Labeled>> starts(labeled, "app_starts_total", "Starts.");
  const DynamicCounter<TestType> waits(sink, "app_waits_total", "Waits.");
  for (const std::string name : {"", "plain", "new\nline", "\"quoted\"", "back\\slash", "\xFF"}) {
    moves.labels(name, Direction::down).inc();
    waits.labels({{"zone", name}, {"kind", "\n"}}).inc();
    waits.labels({{"zone", name}}).inc();
  }
  starts.inc();
  waits.labels({}).inc();
  const std::string expected = page_of(*sink.collectable());
  std::string page;
  isometric::write_text(sink, page);
  CHECK(page == expected);
  moves.remove("plain", Direction::up);
  moves.labels("plain", Direction::up);
  page.clear();
  isometric::write_text(sink, page);
  CHECK(page == expected);
}

TEMPLATE_TEST_CASE("a page has each series that stays, once and in order, while others come and go",
                   "", RegistrySink, ShardedSink) {
  const TestType sink;
  const Counter<Removable<TestType>, Group> moves(sink, "app_moves_total", "Moves.");
  constexpr std::size_t staying = 100;
  for (std::size_t i = 0; i < staying; ++i) moves.labels("stays-" + std::to_string(i)).inc();
  std::atomic<std::size_t> bad_pages = 0;
  in_threads(4, [&](std::size_t thread) {
    for (int round = 0; round < 200; ++round) {
      if (thread < 2) {
        std::string page;
        isometric::write_text(sink, page);
        std::vector<std::string> lines;
        for (std::size_t at = page.find("{"); at != std::string::npos;
             at = page.find("{", at + 1)) {
          lines.push_back(page.substr(at, page.find("}", at) - at));
        }
        std::size_t stays = 0;
        for (const auto& line : lines) stays += line.starts_with("{group=\"stays") ? 1U : 0U;
        // Also none twice.
        const bool is_in_order =
            std::ranges::adjacent_find(lines, std::ranges::greater_equal()) == lines.end();
        if (stays != staying || !is_in_order) ++bad_pages;
      } else {
        const std::string name = "goes-" + std::to_string(thread) + std::to_string(round % 40);
        moves.labels(name).inc();
        if (round % 3 != 0)
          moves.remove("goes-" + std::to_string(thread) + std::to_string((round + 7) % 40));
        if (round % 50 == 0) moves.template remove_matching<Group>(name);
      }
    }
  });
  CHECK(bad_pages == 0);
}
