#include "support/comparison.hpp"
#include "support/jobs.hpp"
#include "support/pages.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/collectable.h>
#include <prometheus/registry.h>

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

using Server = isometric::Label<"server">;

Work collect(std::shared_ptr<prometheus::Collectable> collectable) {
  return [collectable](std::size_t count) {
    while (count-- > 0) collectable->Collect();
  };
}

/// Makes so many series in the sink, and counts in each.
using CountIn = void (*)(const RegistrySink& sink, std::size_t count);

/// Of series that come and go one by one, with labels that the family declares.
void count_removable_jobs(const RegistrySink& sink, std::size_t count) {
  count_jobs(isometric::Removable(sink), count);
}
/// And with labels that each brings along.
void count_dynamic_jobs(const RegistrySink& sink, std::size_t count) {
  const isometric::DynamicCounter<RegistrySink> counter{
      sink, "jobs_total", "Jobs.", {.max_series = count}};
  for_each_series(count, [&](const auto& zone, const auto& rack, const auto& node) {
    counter.labels({{"zone", zone}, {"rack", rack}, {"node", node}}).inc();
  });
}

/// The same counters in a registry and in a sink.
struct Counters {
  explicit Counters(std::size_t count, CountIn count_in = count_jobs<RegistrySink>) {
    count_jobs(*registry, count);
    count_in(sink, count);
  }

  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  RegistrySink sink;
};

Comparison collecting(std::size_t count, const std::string& name) {
  const Counters counters(count);
  return {name, {}, collect(counters.registry), collect(counters.sink.collectable())};
}

Comparison page_of_counters(std::size_t count, const std::string& name, bool is_cold = false,
                            CountIn count_in = count_jobs<RegistrySink>) {
  const Counters counters(count, count_in);
  return {
      name,   {Goal::Kind::times_faster, 60}, serialize(counters.registry), write(counters.sink), 1,
      is_cold};
}

Comparison page_of_histograms(std::size_t count, const std::string& name, bool is_cold = false) {
  const auto registry = std::make_shared<prometheus::Registry>();
  const RegistrySink sink;
  time_jobs(*registry, count);
  time_jobs(sink, count);
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
  return {
      collecting(1'000, "collecting 1,000 counters, sorted"),
      collecting(10'000, "collecting 10,000 counters, sorted"),
      page_of_counters(1'000, "a page of 1,000 counters, written"),
      page_of_counters(10'000, "a page of 10,000 counters, written"),
      page_of_counters(100'000, "a page of 100,000 counters, written"),
      page_of_histograms(1'000, "a page of 1,000 histograms, written"),
      page_of_counters(1'000, "a page of 1,000 counters, after other work", true),
      page_of_counters(10'000, "a page of 10,000 counters, after other work", true),
      page_of_counters(100'000, "a page of 100,000 counters, after other work", true),
      page_of_histograms(1'000, "a page of 1,000 histograms, after other work", true),
      page_of_counters(10'000, "a page of 10,000 removable counters", false, count_removable_jobs),
      page_of_counters(10'000, "a page of 10,000 dynamic counters", false, count_dynamic_jobs),
      gathering("a page of 1,000 counters gathered of 100 servers, over one sink")};
}

}  // namespace benchmarks
