// Does each operation 1,000 and 3,000 times, and has callgrind write down the instructions of each
// run. The difference over 2,000 is what one operation takes, exactly and on any machine;
// instructions.sh computes it, and compares isometric with its reference.
//
// The name of a run, which callgrind writes beside its count, is
//
//     operation | most instructions that isometric may take more | side | repetitions

#include "support/label_values.hpp"
#include "support/ten_families.hpp"
#include "support/ten_labeled_families.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/instruments/binding.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else  // then there is nobody to count either
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS_AT(name)
#endif

namespace benchmarks {
namespace {

using isometric::AnySink;
using isometric::Counter;
using isometric::FilterSink;
using isometric::Gauge;
using isometric::Histogram;
using isometric::LabeledSink;
using isometric::NullSink;
using isometric::PrefixedSink;
using isometric::RegistrySink;
using isometric::TeeSink;

template <class Sink>
struct Instruments {
  Sink sink;
  Counter<Sink> counter{sink, "steps_total", "Steps."};
  Gauge<Sink> gauge{sink, "level", "Level."};
  Histogram<Sink> histogram{sink, "duration_seconds", "Duration.", isometric::default_buckets};
  Counter<Sink, StatusLabel> one_closed{sink, "one_closed_total", "Closed."};
  Counter<Sink, MethodLabel, StatusLabel> closed{sink, "closed_total", "Closed."};
  Counter<Sink, AnyMethodLabel, AnyStatusLabel> open{sink, "open_total", "Open."};
  Counter<Sink, AnyMethodLabel, StatusLabel> mixed{sink, "mixed_total", "Mixed."};
  decltype(mixed.bind(AnyMethodLabel{"GET"})) bound = mixed.bind(AnyMethodLabel{"GET"});
  decltype(counter.labels()) counter_handle = counter.labels();
  decltype(gauge.labels()) gauge_handle = gauge.labels();
  decltype(histogram.labels()) histogram_handle = histogram.labels();
};

struct Metrics {
  prometheus::Registry registry;
  prometheus::Counter* counter =
      &prometheus::BuildCounter().Name("steps_total").Help("Steps.").Register(registry).Add({});
  prometheus::Gauge* gauge =
      &prometheus::BuildGauge().Name("level").Help("Level.").Register(registry).Add({});
  prometheus::Histogram* histogram =
      &prometheus::BuildHistogram()
           .Name("duration_seconds")
           .Help("Duration.")
           .Register(registry)
           .Add({}, prometheus::Histogram::BucketBoundaries(
                        isometric::default_buckets.data(),
                        isometric::default_buckets.data() + isometric::default_buckets.size()));
  prometheus::Family<prometheus::Counter>* requests =
      &prometheus::BuildCounter().Name("open_total").Help("Open.").Register(registry);
};

/// What an operation takes; the compiler must not know any of it.
struct Arguments {
  double value = 0.5;
  Request request{Method::post, Status::not_found};
};

/// One operation as straight code: a function that is not inlined, so that the loop around it is
/// the same whatever it does. What it works on comes from memory, as members of a server would. It
/// is never the last thing done: a jump to prometheus-cpp in place of a call and a return is left
/// to chance in both.
template <class Operation, class State>
[[gnu::noinline]] void run_once(Operation operation, State* state, const Arguments* arguments) {
  asm volatile("" : "+r"(state), "+r"(arguments) : : "memory");
  operation(*state, *arguments);
  asm volatile("");
}

template <class Operation, class State>
[[gnu::noinline]] void run(std::size_t count, Operation operation, State* state,
                           const Arguments* arguments) {
  while (count-- > 0) run_once(operation, state, arguments);
}

template <class Operation, class State>
void count(const std::string& name, Operation operation, State& state) {
  const Arguments arguments;
  run(10, operation, &state, &arguments);  // makes the series, binds the functions
  for (const std::size_t repetitions : {std::size_t{1000}, std::size_t{3000}}) {
    const std::string run_name = name + " | " + std::to_string(repetitions);
    CALLGRIND_ZERO_STATS;
    run(repetitions, operation, &state, &arguments);
    CALLGRIND_DUMP_STATS_AT(run_name.c_str());
  }
}

/// `most_more` is a number of instructions, or "-" where no promise was made.
template <class Reference, class ReferenceState, class Isometric, class State>
void compare(const std::string& name, const std::string& most_more, Reference reference,
             ReferenceState& reference_state, Isometric isometric, State& state) {
  count(name + " | " + most_more + " | reference", reference, reference_state);
  count(name + " | " + most_more + " | isometric", isometric, state);
}

void compare_held_handles(Metrics& theirs, Instruments<RegistrySink>& ours) {
  compare(
      "counter handle, inc()", "0", [](auto& metrics, auto&) { metrics.counter->Increment(); },
      theirs, [](auto& metrics, auto&) { metrics.counter_handle.inc(); }, ours);
  compare(
      "counter without labels, inc()", "1",
      [](auto& metrics, auto&) { metrics.counter->Increment(); }, theirs,
      [](auto& metrics, auto&) { metrics.counter.inc(); }, ours);
  compare(
      "counter handle, inc(2)", "0", [](auto& metrics, auto&) { metrics.counter->Increment(2); },
      theirs, [](auto& metrics, auto&) { metrics.counter_handle.inc(2); }, ours);
  compare(
      "gauge handle, inc()", "0", [](auto& metrics, auto&) { metrics.gauge->Increment(1); }, theirs,
      [](auto& metrics, auto&) { metrics.gauge_handle.inc(); }, ours);
  // One predicted comparison: the value to an integer register, the bound to another, maybe a mask
  // or a second jump, and compare and jump themselves.
  compare(
      "counter handle, inc(v)", "5",
      [](auto& metrics, auto& with) { metrics.counter->Increment(with.value); }, theirs,
      [](auto& metrics, auto& with) { metrics.counter_handle.inc(with.value); }, ours);
  compare(
      "gauge handle, inc(v)", "5",
      [](auto& metrics, auto& with) { metrics.gauge->Increment(with.value); }, theirs,
      [](auto& metrics, auto& with) { metrics.gauge_handle.inc(with.value); }, ours);
  compare(
      "gauge handle, set(v)", "0",
      [](auto& metrics, auto& with) { metrics.gauge->Set(with.value); }, theirs,
      [](auto& metrics, auto& with) { metrics.gauge_handle.set(with.value); }, ours);
  compare(
      "histogram handle, observe(v)", "5",
      [](auto& metrics, auto& with) { metrics.histogram->Observe(with.value); }, theirs,
      [](auto& metrics, auto& with) { metrics.histogram_handle.observe(with.value); }, ours);
  // Whether the handle is of a series, which an update does not ask.
  compare(
      "counter handle, value()", "3",
      [](auto& metrics, auto&) { static_cast<void>(metrics.counter->Value()); }, theirs,
      [](auto& metrics, auto&) { static_cast<void>(metrics.counter_handle.value()); }, ours);
}

void compare_look_ups(Metrics& theirs, Instruments<RegistrySink>& ours) {
  const auto add = [](auto& metrics, auto& with) {
    metrics.requests
        ->Add({{"method", std::string(with.request.method_text)},
               {"status", std::string(with.request.status_text)}})
        .Increment();
  };
  compare(
      "labels(closed, closed).inc()", "-", add, theirs,
      [](auto& metrics, auto& with) {
        metrics.closed.labels(with.request.method, with.request.status).inc();
      },
      ours);
  compare(
      "labels(open, open).inc()", "-", add, theirs,
      [](auto& metrics, auto& with) {
        metrics.open.labels(with.request.method_text, with.request.status_text).inc();
      },
      ours);
  compare(
      "labels(open, closed).inc()", "-", add, theirs,
      [](auto& metrics, auto& with) {
        metrics.mixed.labels(with.request.method_text, with.request.status).inc();
      },
      ours);
}

void compare_bindings(Instruments<RegistrySink>& ours) {
  compare(
      "bound to its open label, labels(closed).inc()", "0",
      [](auto& metrics, auto& with) { metrics.one_closed.labels(with.request.status).inc(); }, ours,
      [](auto& metrics, auto& with) { metrics.bound.labels(with.request.status).inc(); }, ours);
}

void compare_fresh_sinks() {
  int nothing = 0;
  compare(
      "a fresh sink with ten families", "1.3x", [](auto&, auto&) { use_prometheus(); }, nothing,
      [](auto&, auto&) { use_isometric(); }, nothing);
  compare(
      "a fresh sink with ten labelled families", "-",
      [](auto&, auto&) { use_labeled_prometheus(); }, nothing,
      [](auto&, auto&) { use_labeled_isometric<isometric::RegistrySink>(); }, nothing);
}

/// Nothing is to remain: not an instruction, not a byte.
void compare_null_sink(Instruments<NullSink>& ours) {
  const auto nothing = [](auto&, auto&) {};
  compare(
      "NullSink, inc()", "0", nothing, ours, [](auto& metrics, auto&) { metrics.counter.inc(); },
      ours);
  compare(
      "NullSink, inc(v)", "0", nothing, ours,
      [](auto& metrics, auto& with) { metrics.counter.inc(with.value); }, ours);
  compare(
      "NullSink, set(v)", "0", nothing, ours,
      [](auto& metrics, auto& with) { metrics.gauge.set(with.value); }, ours);
  compare(
      "NullSink, observe(v)", "0", nothing, ours,
      [](auto& metrics, auto& with) { metrics.histogram.observe(with.value); }, ours);
  compare(
      "NullSink, labels(\"n\", closed).inc()", "0", nothing, ours,
      [](auto& metrics, auto& with) { metrics.mixed.labels("n", with.request.status).inc(); },
      ours);

  static_assert(std::is_empty_v<Counter<NullSink>> &&
                std::is_empty_v<Gauge<NullSink, MethodLabel>> &&
                std::is_empty_v<Histogram<NullSink, AnyMethodLabel, StatusLabel>>);
  static_assert(std::is_empty_v<decltype(ours.counter_handle)> &&
                std::is_empty_v<decltype(ours.gauge_handle)> &&
                std::is_empty_v<decltype(ours.histogram_handle)>);
}

/// Asked by the compiler, and when a family is declared.
struct NoHistograms {
  constexpr bool operator()(isometric::MetricType type) const {
    return type != isometric::MetricType::histogram;
  }
};
struct NoGauges {
  std::string reason;  // state, so that the compiler cannot ask
  bool operator()(isometric::MetricType type) const {
    return type != isometric::MetricType::gauge && reason.empty();
  }
};

void compare_adaptors(Metrics& theirs) {
  const auto raw_inc = [](auto& metrics, auto&) { metrics.counter->Increment(); };
  const auto raw_inc_twice = [](auto& metrics, auto&) {
    metrics.counter->Increment();
    metrics.counter->Increment();
  };
  const auto raw_set = [](auto& metrics, auto& with) { metrics.gauge->Set(with.value); };
  const auto inc = [](auto& metrics, auto&) { metrics.counter_handle.inc(); };
  const auto set = [](auto& metrics, auto& with) { metrics.gauge_handle.set(with.value); };
  const auto observe = [](auto& metrics, auto& with) {
    metrics.histogram_handle.observe(with.value);
  };
  const auto nothing = [](auto&, auto&) {};

  using Described = LabeledSink<PrefixedSink<RegistrySink>>;
  Instruments<Described> described{
      Described(PrefixedSink(RegistrySink(), "app_"), {{"zone", "eu"}})};
  compare("LabeledSink<PrefixedSink>, inc()", "0", raw_inc, theirs, inc, described);

  Instruments<TeeSink<RegistrySink, NullSink>> beside_nothing;
  compare("TeeSink with a NullSink, inc()", "0", raw_inc, theirs, inc, beside_nothing);
  Instruments<TeeSink<RegistrySink, RegistrySink>> twice;
  compare("TeeSink of two, inc(), over two raw calls", "0", raw_inc_twice, theirs, inc, twice);

  using ByType = FilterSink<RegistrySink, NoHistograms>;
  Instruments<ByType> by_type{ByType(RegistrySink())};
  compare("FilterSink by type, kept, inc()", "0", raw_inc, theirs, inc, by_type);
  compare("FilterSink by type, dropped, observe(v)", "0", nothing, by_type, observe, by_type);
  using ByState = FilterSink<RegistrySink, NoGauges>;
  Instruments<ByState> by_state{ByState(RegistrySink(), NoGauges())};
  compare("FilterSink at declaration, kept, inc()", "2", raw_inc, theirs, inc, by_state);
  compare("FilterSink at declaration, dropped, set(v)", "4", nothing, by_state, set, by_state);

  Instruments<AnySink> any{RegistrySink()};
  compare("AnySink, inc()", "10", raw_inc, theirs, inc, any);
  compare("AnySink, set(v)", "10", raw_set, theirs, set, any);
  compare(
      "AnySink, counter without labels, inc()", "-", raw_inc, theirs,
      [](auto& metrics, auto&) { metrics.counter.inc(); }, any);
  const auto closed = [](auto& metrics, auto& with) {
    metrics.closed.labels(with.request.method, with.request.status).inc();
  };
  const auto open = [](auto& metrics, auto& with) {
    metrics.open.labels(with.request.method_text, with.request.status_text).inc();
  };
  Instruments<RegistrySink> direct;
  compare("AnySink, labels(closed, closed).inc(), over RegistrySink's", "-", closed, direct, closed,
          any);
  compare("AnySink, labels(open, open).inc(), over RegistrySink's", "-", open, direct, open, any);
}

void run_all() {
  Metrics theirs;
  Instruments<RegistrySink> ours;
  Instruments<NullSink> nothing;
  count("- | - | -", [](auto&, auto&) {}, nothing);  // takes what callgrind's first run has extra
  compare_held_handles(theirs, ours);
  compare_look_ups(theirs, ours);
  compare_bindings(ours);
  compare_fresh_sinks();
  compare_null_sink(nothing);
  compare_adaptors(theirs);
}

}  // namespace
}  // namespace benchmarks

int main() {
  benchmarks::run_all();
}
