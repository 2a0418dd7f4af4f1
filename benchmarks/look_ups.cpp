#include "support/comparison.hpp"
#include "support/label_values.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Finding a series by its label values and counting in it, against Family::Add, which
// prometheus-cpp has for that.
namespace benchmarks {
namespace {

using isometric::Counter;
using isometric::RegistrySink;

template <class Sink>
struct Instruments {
  Sink sink;
  Counter<Sink, MethodLabel, StatusLabel> closed{sink, "closed_total", "Requests."};
  Counter<Sink, AnyMethodLabel, AnyStatusLabel> open{sink, "open_total", "Requests."};
  Counter<Sink, AnyMethodLabel, StatusLabel> mixed{sink, "mixed_total", "Requests."};
  Counter<Sink, AnyMethodLabel, AnyStatusLabel> full{
      sink, "full_total", "Requests.", {.max_series = MethodLabel::size * StatusLabel::size}};
  isometric::DynamicCounter<Sink> dynamic{sink, "dynamic_total", "Requests."};

  Instruments() {
    for (const Request& request : requests()) {
      open.labels(request.method_text, request.status_text);
      full.labels(request.method_text, request.status_text);
    }
  }
};

struct Metrics {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("open_total").Help("Requests.").Register(registry);
};

}  // namespace

std::vector<Comparison> look_ups() {
  const auto ours = std::make_shared<Instruments<RegistrySink>>();
  const auto theirs = std::make_shared<Metrics>();

  const Work add = for_each_request([theirs](const Request& request) {
    theirs->requests
        .Add({{"method", std::string(request.method_text)},
              {"status", std::string(request.status_text)}})
        .Increment();
  });
  const Work closed = for_each_request([ours](const Request& request) {
    ours->closed.labels(request.method, request.status).inc();
  });
  const Work open = for_each_request([ours](const Request& request) {
    ours->open.labels(request.method_text, request.status_text).inc();
  });
  const Work mixed = for_each_request([ours](const Request& request) {
    ours->mixed.labels(request.method_text, request.status).inc();
  });
  const Work beyond = for_each_request([ours](const Request& request) {
    ours->full.labels(request.status_text, request.method_text).inc();  // the other way round
  });
  const Work dynamic = for_each_request([ours](const Request& request) {
    ours->dynamic.labels({{"method", request.method_text}, {"status", request.status_text}}).inc();
  });

  std::vector<Comparison> comparisons;
  for (const unsigned threads : {1U, 2U}) {
    const std::string suffix = threads == 1 ? "" : ", two threads";
    comparisons.push_back({"labels(closed, closed).inc()" + suffix,
                           {Goal::Kind::times_faster, 25},
                           add,
                           closed,
                           threads});
    comparisons.push_back(
        {"labels(open, open).inc()" + suffix, {Goal::Kind::times_faster, 12}, add, open, threads});
    comparisons.push_back({"labels(open, closed).inc()" + suffix, {}, add, mixed, threads});
    comparisons.push_back(
        {"dynamic, labels({{...}, {...}}).inc()" + suffix, {}, add, dynamic, threads});
    comparisons.push_back({"labels(open, open).inc() beyond the cap, over within" + suffix,
                           {},
                           open,
                           beyond,
                           threads});
  }
  return comparisons;
}

}  // namespace benchmarks
