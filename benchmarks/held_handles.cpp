#include "support/comparison.hpp"
#include "support/held.hpp"

#include <isometric/sinks/registry_sink.hpp>

#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <vector>

// Updates through a handle, against the same update of a prometheus-cpp metric. Both sides hold
// what they update in the closure of the loop, and load it each time.
namespace benchmarks {
namespace {

using isometric::RegistrySink;

constexpr std::size_t value_count = 4096;

/// Spread over all buckets of a histogram, in random order.
std::vector<double> values() {
  std::mt19937 random(2112);  // the same in every process
  std::uniform_real_distribution<double> exponent(-3, 1.2);
  std::vector<double> values(value_count);
  for (auto& value : values) value = std::pow(10, exponent(random));
  return values;
}

}  // namespace

std::vector<Comparison> held_handles() {
  const auto ours = std::make_shared<HeldInstruments<RegistrySink>>(isometric::default_buckets);
  const auto theirs = std::make_shared<HeldMetrics>(isometric::default_buckets);
  const auto amounts = std::make_shared<const std::vector<double>>(values());
  const Goal equal{Goal::Kind::near_one, 0.03};

  return {
      {"counter handle, inc()", equal,
       [theirs, counter = &theirs->counter](std::size_t count) {
         while (count-- > 0) counter->Increment();
       },
       [ours, counter = ours->counter.labels()](std::size_t count) {
         while (count-- > 0) counter.inc();
       }},
      {"counter without labels, inc()", equal,
       [theirs, counter = &theirs->counter](std::size_t count) {
         while (count-- > 0) counter->Increment();
       },
       [ours](std::size_t count) {
         while (count-- > 0) ours->counter.inc();
       }},
      {"counter handle, inc(2)", equal,
       [theirs, counter = &theirs->counter](std::size_t count) {
         while (count-- > 0) counter->Increment(2);
       },
       [ours, counter = ours->counter.labels()](std::size_t count) {
         while (count-- > 0) counter.inc(2);
       }},
      {"counter handle, inc(v)", equal,
       [theirs, amounts, counter = &theirs->counter](std::size_t count) {
         while (count-- > 0) counter->Increment((*amounts)[count % value_count]);
       },
       [ours, amounts, counter = ours->counter.labels()](std::size_t count) {
         while (count-- > 0) counter.inc((*amounts)[count % value_count]);
       }},
      {"gauge handle, set(v)", equal,
       [theirs, amounts, gauge = &theirs->gauge](std::size_t count) {
         while (count-- > 0) gauge->Set((*amounts)[count % value_count]);
       },
       [ours, amounts, gauge = ours->gauge.labels()](std::size_t count) {
         while (count-- > 0) gauge.set((*amounts)[count % value_count]);
       }},
      {"histogram handle, observe(v)", equal,
       [theirs, amounts, histogram = &theirs->histogram](std::size_t count) {
         while (count-- > 0) histogram->Observe((*amounts)[count % value_count]);
       },
       [ours, amounts, histogram = ours->histogram.labels()](std::size_t count) {
         while (count-- > 0) histogram.observe((*amounts)[count % value_count]);
       }},
  };
}

}  // namespace benchmarks
