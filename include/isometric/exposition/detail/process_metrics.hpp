#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/help.hpp>
#include <isometric/description/metric_name.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/exposition/detail/process/process_reader.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/registry/collected_scrape.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

struct ProcessMetric {
  FamilyDescriptor family;
  std::optional<double> ProcessUsage::* value;
};

template <MetricType Type>
consteval ProcessMetric process_metric(MetricName<Type> name, Help help,
                                       std::optional<double> ProcessUsage::* value) {
  FamilyDescriptor family;
  family.type = Type;
  family.name = name.view();
  family.help = help.view();
  family.unit = name.unit();
  return {family, value};
}

/// Sorted by name, as they are exposed.
inline constexpr ProcessMetric process_metrics[] = {
    process_metric<MetricType::counter>("process_cpu_seconds_total",
                                        "CPU time used by the process, in user and system mode.",
                                        &ProcessUsage::cpu_seconds),
    process_metric<MetricType::gauge>("process_max_fds",
                                      "File descriptors that the process may have open at once.",
                                      &ProcessUsage::max_descriptors),
    process_metric<MetricType::gauge>("process_open_fds",
                                      "File descriptors that the process has open.",
                                      &ProcessUsage::open_descriptors),
    process_metric<MetricType::gauge>("process_resident_memory_bytes",
                                      "Physical memory that the process occupies.",
                                      &ProcessUsage::resident_bytes),
    process_metric<MetricType::gauge>("process_start_time_seconds",
                                      "When the process started, as Unix time.",
                                      &ProcessUsage::start_seconds),
    process_metric<MetricType::gauge>("process_threads", "Threads that the process has.",
                                      &ProcessUsage::threads),
    process_metric<MetricType::gauge>("process_virtual_memory_bytes",
                                      "Address space that the process has mapped.",
                                      &ProcessUsage::virtual_bytes),
    process_metric<MetricType::gauge>("process_virtual_memory_max_bytes",
                                      "Address space that the process may map.",
                                      &ProcessUsage::max_virtual_bytes)};

/// What a collector and its copies share, and what an exposer holds.
class ProcessMetrics final : public prometheus::Collectable, public ScrapeSource {
 public:
  explicit ProcessMetrics(std::string_view proc) : reader_(proc) {}

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    const ProcessUsage usage = reader_.read();
    std::vector<prometheus::MetricFamily> families;
    families.reserve(std::size(process_metrics));
    for (const auto& [family, value] : process_metrics) {
      if (!(usage.*value)) continue;
      const bool is_counter = family.type == MetricType::counter;
      prometheus::ClientMetric sample;
      (is_counter ? sample.counter.value : sample.gauge.value) = *(usage.*value);
      families.push_back(
          {std::string(family.name),
           std::string(family.help),
           is_counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge,
           {sample}});
    }
    return families;
  }

  [[nodiscard]] std::unique_ptr<Scrape> scrape() override {
    return std::make_unique<CollectedScrape<>>(Collect(), [](std::string_view name) {
      const auto found = std::ranges::find(
          process_metrics, name, [](const ProcessMetric& metric) { return metric.family.name; });
      return found == std::end(process_metrics) ? nullptr : &found->family;
    });
  }

 private:
  ProcessReader reader_;
};

}  // namespace isometric::inline v1::detail
