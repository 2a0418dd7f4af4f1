#include "support/comparison.hpp"
#include "support/held.hpp"
#include "support/jobs.hpp"
#include "support/label_values.hpp"
#include "support/pages.hpp"
#include "support/shared_library.hpp"
#include "support/ten_labeled_families.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <vector>

// What a ShardedSink does in a time, against a prometheus-cpp registry. Where a goal is given for
// two threads, both update the same series.
namespace benchmarks {
namespace {

using isometric::ShardedSink;

constexpr auto twenty_bounds = isometric::exponential_buckets(0.001, 1.7, 20);
constexpr isometric::Buckets twenty_buckets = twenty_bounds;

template <class Sink>
struct Instruments : HeldInstruments<Sink> {
  Instruments() : HeldInstruments<Sink>(twenty_buckets) {}

  isometric::Counter<Sink, MethodLabel, StatusLabel> closed{this->sink, "closed_total",
                                                            "Requests."};
  isometric::Counter<Sink, AnyMethodLabel, AnyStatusLabel> open{this->sink, "open_total",
                                                                "Requests."};
};

struct Metrics : HeldMetrics {
  Metrics() : HeldMetrics(twenty_buckets) {}

  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("open_total").Help("Requests.").Register(registry);
};

constexpr std::size_t value_count = 32'768;  // so many that no branch is learned

/// In random order over all twenty buckets, each as often.
std::vector<double> durations() {
  std::mt19937 random(2112);  // the same in every process
  std::uniform_real_distribution<double> place(-1, 20);
  std::vector<double> values(value_count);
  for (auto& value : values) value = 0.001 * std::pow(1.7, place(random));
  return values;
}

Goal times(double bound) {
  return {Goal::Kind::times_faster, bound};
}

/// The same with one thread and with two.
void add_both(std::vector<Comparison>& all, const std::string& name, double alone, double together,
              const Work& reference, const Work& isometric) {
  all.push_back({name, times(alone), reference, isometric});
  all.push_back({name + ", two threads", times(together), reference, isometric, 2});
}

void add_updates(std::vector<Comparison>& all) {
  const auto ours = std::make_shared<Instruments<ShardedSink>>();
  const auto theirs = std::make_shared<Metrics>();
  const auto values = std::make_shared<const std::vector<double>>(durations());

  const Work increment = [theirs, counter = &theirs->counter](std::size_t count) {
    while (count-- > 0) counter->Increment();
  };
  add_both(all, "sharded: counter handle, inc()", 15, 100, increment,
           [ours, counter = ours->counter.labels()](std::size_t count) {
             while (count-- > 0) counter.inc();
           });
  all.push_back({"sharded: the same in a shared library", times(4), increment,
                 [ours, counter = ours->counter.labels()](std::size_t count) {
                   increment_in_shared_library(counter, count);
                 }});
  add_both(
      all, "sharded: counter handle, inc(v)", 5, 40,
      [theirs, values, counter = &theirs->counter](std::size_t count) {
        while (count-- > 0) counter->Increment((*values)[count % value_count]);
      },
      [ours, values, counter = ours->counter.labels()](std::size_t count) {
        while (count-- > 0) counter.inc((*values)[count % value_count]);
      });
  add_both(
      all, "sharded: histogram handle, 20 buckets, observe(v)", 10, 35,
      [theirs, values, histogram = &theirs->histogram](std::size_t count) {
        while (count-- > 0) histogram->Observe((*values)[count % value_count]);
      },
      [ours, values, histogram = ours->histogram.labels()](std::size_t count) {
        while (count-- > 0) histogram.observe((*values)[count % value_count]);
      });
  all.push_back({"sharded: gauge handle, set(v)",
                 {},
                 [theirs, values, gauge = &theirs->gauge](std::size_t count) {
                   while (count-- > 0) gauge->Set((*values)[count % value_count]);
                 },
                 [ours, values, gauge = ours->gauge.labels()](std::size_t count) {
                   while (count-- > 0) gauge.set((*values)[count % value_count]);
                 }});

  const Work add = for_each_request([theirs](const Request& request) {
    theirs->requests
        .Add({{"method", std::string(request.method_text)},
              {"status", std::string(request.status_text)}})
        .Increment();
  });
  add_both(all, "sharded: labels(closed, closed).inc()", 100, 300, add,
           for_each_request([ours](const Request& request) {
             ours->closed.labels(request.method, request.status).inc();
           }));
  add_both(all, "sharded: labels(open, open).inc()", 18, 50, add,
           for_each_request([ours](const Request& request) {
             ours->open.labels(request.method_text, request.status_text).inc();
           }));
}

void add_scrapes(std::vector<Comparison>& all) {
  constexpr std::size_t many = 100'000;
  const auto registry = std::make_shared<prometheus::Registry>();
  count_jobs(*registry, many);
  const ShardedSink sink;
  count_jobs(sink, many);
  all.push_back(
      {"sharded: a page of 100,000 counters", times(60), serialize(registry), write(sink)});
  all.push_back({"sharded: the same by Collect() and prometheus-cpp's serializer", times(1.5),
                 serialize(registry), serialize(sink.collectable())});
  all.push_back({"sharded: 100,000 new series", times(5),
                 [](std::size_t count) {
                   while (count-- > 0) {
                     prometheus::Registry fresh;
                     count_jobs(fresh, many);
                   }
                 },
                 [](std::size_t count) {
                   while (count-- > 0) count_jobs(ShardedSink(), many);
                 }});

  const auto histograms = std::make_shared<prometheus::Registry>();
  const ShardedSink sharded;
  time_jobs(*histograms, 1000);
  time_jobs(sharded, 1000);
  all.push_back(
      {"sharded: a page of 1,000 histograms", times(30), serialize(histograms), write(sharded)});
}

}  // namespace

std::vector<Comparison> sharded_sink() {
  std::vector<Comparison> all;
  all.push_back({"sharded: a fresh sink with ten labelled families, two of them histograms",
                 {Goal::Kind::at_most, 1},
                 [](std::size_t count) {
                   while (count-- > 0) use_labeled_prometheus();
                 },
                 [](std::size_t count) {
                   while (count-- > 0) use_labeled_isometric<ShardedSink>();
                 }});
  add_updates(all);
  add_scrapes(all);
  return all;
}

}  // namespace benchmarks
