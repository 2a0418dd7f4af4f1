// What needs the library of prometheus-cpp: sinks on a registry, other code's collectables on a
// gatherer's page.
#include "report.hpp"
#include "telling.hpp"

#include <isometric/description/errors.hpp>
#include <isometric/description/runtime_buckets.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/process_collector.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/collectable.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace {

void tell_of_registry() {
  title("a registry");
  const isometric::RegistrySink sink;
  const Instruments<isometric::RegistrySink> instruments{sink};
  instruments.update();
  tell(sink.snapshot());
  tell_pages(sink);
  report += prometheus::TextSerializer().Serialize(sink.collectable()->Collect());
}

void tell_of_the_global_registry() {
  title("the registry of the process");
  const isometric::GlobalSink sink;
  const Instruments<isometric::GlobalSink> instruments{sink};
  instruments.level.labels("1").set(numbers()[1]);
  tell_pages(sink);
}

/// Other code may yield anything.
class Stranger final : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override {
    std::vector<prometheus::MetricFamily> families;
    prometheus::MetricFamily counters{
        "their_total", "Theirs.", prometheus::MetricType::Counter, {}};
    prometheus::MetricFamily gauges{"their_level", "Theirs.", prometheus::MetricType::Gauge, {}};
    prometheus::MetricFamily sizes{"their_sizes", "Theirs.", prometheus::MetricType::Histogram, {}};
    prometheus::MetricFamily waits{"their_waits", "Theirs.", prometheus::MetricType::Summary, {}};
    for (std::size_t i = 0; i < numbers().size(); ++i) {
      const double number = numbers()[i];
      prometheus::ClientMetric metric;
      metric.label = {{"number", std::to_string(i)}};
      metric.timestamp_ms = 1'234'567'890'123'456'789 / (static_cast<std::int64_t>(i) + 1);
      metric.counter.value = number;
      metric.gauge.value = number;
      counters.metric.push_back(metric);
      gauges.metric.push_back(metric);
      metric.histogram = {7, number, {{3, -1}, {4, number}, {5, infinity}, {6, infinity}}};
      sizes.metric.push_back(metric);
      metric.summary = {7, number, {{0.5, number}, {number, 2}, {0.1, 1}, {0.5, 3}}};
      waits.metric.push_back(metric);
    }
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    prometheus::ClientMetric full;
    full.timestamp_ms = std::numeric_limits<std::int64_t>::min();
    full.histogram = {most, 1, {{most - 1, 0.30000000000000004}, {most - 1, 0.3}, {most, 1}}};
    sizes.metric.push_back(full);
    full.histogram = {most, 1, {{most - 2, 0.3}, {most - 1, 0.30000000000000004}}};
    full.label = {{"number", "close"}};
    sizes.metric.push_back(full);
    families = {counters, gauges, sizes, waits};
    return families;
  }
};

void tell_of_other_code() {
  title("other code's families");
  isometric::Gatherer gatherer;
  gatherer.add(std::make_shared<Stranger>(), {"source", "a"}).keep();
  gatherer.add(std::make_shared<Stranger>(), {"source", "b"}).keep();
  tell_pages(gatherer);
  for (const auto& problem : gatherer.problems()) tell(problem);
  const isometric::ProcessCollector process;
  report += process.Collect().empty() ? "no process\n" : "a process\n";
}

void tell_of_callbacks() {
  title("callbacks");
  for (const double number : numbers()) {
    const isometric::RegistrySink sink;
    const isometric::CallbackGauge<isometric::RegistrySink> gauge(sink, "app_level", "Level.");
    const isometric::CallbackCounter<isometric::RegistrySink> counter(sink, "app_total", "Units.");
    const auto level = gauge.add([&] { return number; });
    const auto total = counter.add([&] { return number; });
    tell_pages(sink);
  }
}

void tell_of_conflicts() {
  title("conflicts");
  for (const double number : numbers()) {
    const auto registry = std::make_shared<prometheus::Registry>();
    prometheus::BuildHistogram()
        .Name("app_sizes")
        .Help("Theirs.")
        .Register(*registry)
        .Add({}, prometheus::Histogram::BucketBoundaries{number});
    const isometric::RegistrySink sink{registry};
    const double zero[] = {0.0};
    const isometric::Buckets bounds = isometric::checked_buckets(zero);
    using Histogram = isometric::Histogram<isometric::RegistrySink>;
    tell_refusal([&] { const Histogram histogram(sink, "app_sizes", "Ours.", bounds); });
    tell_pages(sink);
  }
}

}  // namespace

namespace portability::ISOMETRIC_REPORT {

std::string registry_report() {
  report.clear();
  tell_of_registry();
  tell_of_the_global_registry();
  tell_of_other_code();
  tell_of_callbacks();
  tell_of_conflicts();
  return portable_report();
}

}  // namespace portability::ISOMETRIC_REPORT
