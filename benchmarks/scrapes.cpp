#include "support/comparison.hpp"

#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

// Scrapes of series with three labels each: collecting them, which is what an exposer asks of a
// sink, and pages, which the writer makes without collecting.
namespace benchmarks {
namespace {

using isometric::RegistrySink;

using Zone = isometric::Label<"zone">;
using Rack = isometric::Label<"rack">;
using Node = isometric::Label<"node">;
using Server = isometric::Label<"server">;

Work collect(std::shared_ptr<prometheus::Collectable> collectable) {
  return [collectable](std::size_t count) {
    while (count-- > 0) collectable->Collect();
  };
}

/// What an exposer does for a request.
Work serialize(std::shared_ptr<prometheus::Collectable> collectable) {
  return [collectable](std::size_t count) {
    while (count-- > 0) prometheus::TextSerializer().Serialize(collectable->Collect());
  };
}

/// With a page that is kept from scrape to scrape.
template <class Source>
Work write(Source source) {
  return [source = std::move(source), page = std::string()](std::size_t count) mutable {
    while (count-- > 0) {
      page.clear();
      isometric::write_text(source, page);
    }
  };
}

/// Calls `use` with the label values of so many series.
template <class Use>
void for_each_series(std::size_t count, Use use) {
  for (std::size_t i = 0; i < count; ++i) {
    use("zone-" + std::to_string(i % 3), "rack-" + std::to_string(i % 50),
        "node-" + std::to_string(i));
  }
}

/// The same counters in a registry and in a sink.
struct Counters {
  explicit Counters(std::size_t count) {
    auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Jobs.").Register(*registry);
    const isometric::Counter<RegistrySink, Zone, Rack, Node> counter{
        sink, "jobs_total", "Jobs.", {.max_series = count}};
    for_each_series(count, [&](const auto& zone, const auto& rack, const auto& node) {
      family.Add({{"zone", zone}, {"rack", rack}, {"node", node}}).Increment();
      counter.labels(zone, rack, node).inc();
    });
  }

  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  RegistrySink sink;
};

Comparison collecting(std::size_t count, const std::string& name) {
  const Counters counters(count);
  return {name, {}, collect(counters.registry), collect(counters.sink.collectable())};
}

Comparison page_of_counters(std::size_t count, const std::string& name, bool is_cold = false) {
  const Counters counters(count);
  return {
      name,   {Goal::Kind::times_faster, 60}, serialize(counters.registry), write(counters.sink), 1,
      is_cold};
}

Comparison page_of_histograms(std::size_t count, const std::string& name, bool is_cold = false) {
  const auto registry = std::make_shared<prometheus::Registry>();
  auto& family = prometheus::BuildHistogram().Name("job_seconds").Help("Jobs.").Register(*registry);
  const RegistrySink sink;
  const isometric::Histogram<RegistrySink, Zone, Rack, Node> histogram{
      sink, "job_seconds", "Jobs.", isometric::default_buckets, {.max_series = count}};
  const prometheus::Histogram::BucketBoundaries bounds(
      isometric::default_buckets.data(),
      isometric::default_buckets.data() + isometric::default_buckets.size());
  for_each_series(count, [&](const auto& zone, const auto& rack, const auto& node) {
    family.Add({{"zone", zone}, {"rack", rack}, {"node", node}}, bounds).Observe(0.3);
    histogram.labels(zone, rack, node).observe(0.3);
  });
  return {name, {Goal::Kind::times_faster, 30}, serialize(registry), write(sink), 1, is_cold};
}

/// A hundred servers of ten series each on registries of their own, and the same series in one
/// sink.
Comparison gathering(const std::string& name) {
  constexpr std::size_t servers = 100;
  const RegistrySink one;
  const isometric::Counter<RegistrySink, Server, Zone, Rack, Node> all{one, "jobs_total", "Jobs."};
  isometric::Gatherer gatherer;
  for (std::size_t i = 0; i < servers; ++i) {
    const std::string server = "server-" + std::to_string(i);
    const RegistrySink sink;
    const isometric::Counter<RegistrySink, Zone, Rack, Node> counter{sink, "jobs_total", "Jobs."};
    for_each_series(10, [&](const auto& zone, const auto& rack, const auto& node) {
      counter.labels(zone, rack, node).inc();
      all.labels(server, zone, rack, node).inc();
    });
    gatherer.add(sink, {"server", server}).keep();
  }
  return {name, {}, write(one), write(gatherer)};
}

}  // namespace

std::vector<Comparison> scrapes() {
  return {collecting(1'000, "collecting 1,000 counters, sorted"),
          collecting(10'000, "collecting 10,000 counters, sorted"),
          page_of_counters(1'000, "a page of 1,000 counters, written"),
          page_of_counters(10'000, "a page of 10,000 counters, written"),
          page_of_counters(100'000, "a page of 100,000 counters, written"),
          page_of_histograms(1'000, "a page of 1,000 histograms, written"),
          page_of_counters(1'000, "a page of 1,000 counters, after other work", true),
          page_of_counters(10'000, "a page of 10,000 counters, after other work", true),
          page_of_counters(100'000, "a page of 100,000 counters, after other work", true),
          page_of_histograms(1'000, "a page of 1,000 histograms, after other work", true),
          gathering("a page of 1,000 counters gathered of 100 servers, over one sink")};
}

}  // namespace benchmarks
