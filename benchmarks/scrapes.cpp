#include "support/comparison.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

// Collecting counters with three labels each, which is the part of a scrape that is not the
// serializer's.
namespace benchmarks {
namespace {

using isometric::RegistrySink;

using Zone = isometric::Label<"zone">;
using Rack = isometric::Label<"rack">;
using Node = isometric::Label<"node">;

Work collect(std::shared_ptr<prometheus::Collectable> collectable) {
  return [collectable](std::size_t count) {
    while (count-- > 0) collectable->Collect();
  };
}

Comparison scrape(std::size_t series_count, const std::string& name) {
  const auto registry = std::make_shared<prometheus::Registry>();
  auto& family = prometheus::BuildCounter().Name("jobs_total").Help("Jobs.").Register(*registry);
  const RegistrySink sink;
  const isometric::Counter<RegistrySink, Zone, Rack, Node> counter{
      sink, "jobs_total", "Jobs.", {.max_series = series_count}};
  for (std::size_t i = 0; i < series_count; ++i) {
    const std::string zone = "zone-" + std::to_string(i % 3);
    const std::string rack = "rack-" + std::to_string(i % 50);
    const std::string node = "node-" + std::to_string(i);
    family.Add({{"zone", zone}, {"rack", rack}, {"node", node}}).Increment();
    counter.labels(zone, rack, node).inc();
  }
  return {name, {}, collect(registry), collect(sink.collectable())};
}

}  // namespace

std::vector<Comparison> scrapes() {
  return {scrape(1'000, "collecting 1,000 counters, sorted"),
          scrape(10'000, "collecting 10,000 counters, sorted")};
}

}  // namespace benchmarks
