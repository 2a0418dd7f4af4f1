#pragma once

#include <isometric/detail/process_reader.hpp>
#include <isometric/detail/prometheus_families.hpp>
#include <isometric/snapshot.hpp>

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>

#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace detail {

struct ProcessMetric {
  const char* name;
  const char* help;
  prometheus::MetricType type;
  std::optional<double> ProcessUsage::* value;
};

/// Sorted by name, as they are exposed.
inline constexpr ProcessMetric process_metrics[] = {
    {"process_cpu_seconds_total", "CPU time used by the process, in user and in system mode.",
     prometheus::MetricType::Counter, &ProcessUsage::cpu_seconds},
    {"process_max_fds", "File descriptors that the process may have open at once.",
     prometheus::MetricType::Gauge, &ProcessUsage::max_descriptors},
    {"process_open_fds", "File descriptors that the process has open.",
     prometheus::MetricType::Gauge, &ProcessUsage::open_descriptors},
    {"process_resident_memory_bytes", "Physical memory that the process occupies.",
     prometheus::MetricType::Gauge, &ProcessUsage::resident_bytes},
    {"process_start_time_seconds", "When the process started, as Unix time.",
     prometheus::MetricType::Gauge, &ProcessUsage::start_seconds},
    {"process_threads", "Threads that the process has.", prometheus::MetricType::Gauge,
     &ProcessUsage::threads},
    {"process_virtual_memory_bytes", "Address space that the process has mapped.",
     prometheus::MetricType::Gauge, &ProcessUsage::virtual_bytes},
    {"process_virtual_memory_max_bytes", "Address space that the process may map.",
     prometheus::MetricType::Gauge, &ProcessUsage::max_virtual_bytes}};

/// What a collector and its copies share, and what an exposer holds.
class ProcessMetrics final : public prometheus::Collectable {
 public:
  explicit ProcessMetrics(std::string_view proc) : reader_(proc) {}

  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    const ProcessUsage usage = reader_.read();
    std::vector<prometheus::MetricFamily> families;
    families.reserve(std::size(process_metrics));
    for (const ProcessMetric& metric : process_metrics) {
      const std::optional<double>& value = usage.*metric.value;
      if (!value) continue;
      prometheus::ClientMetric sample;
      (metric.type == prometheus::MetricType::Counter ? sample.counter.value : sample.gauge.value) =
          *value;
      families.push_back({metric.name, metric.help, metric.type, {sample}});
    }
    return families;
  }

 private:
  ProcessReader reader_;
};

}  // namespace detail

/// The standard metrics of the process itself: `process_cpu_seconds_total`, `process_open_fds`,
/// `process_max_fds`, `process_virtual_memory_bytes`, `process_virtual_memory_max_bytes`,
/// `process_resident_memory_bytes`, `process_start_time_seconds` and `process_threads`.
///
///     isometric::ProcessCollector process;
///     exposer.RegisterCollectable(process.collectable());
///
/// All are read when they are asked for, with no state in between: a forked child exposes itself.
/// What the system cannot tell is left out, and so is a limit that is unlimited. Linux tells all of
/// them, other POSIX systems CPU time and limits. A read that fails leaves its metric out; only
/// std::bad_alloc is ever thrown. Copies are the same collector. Thread-safe. A scrape takes nine
/// system calls and some microseconds on Linux 6.2; before, open descriptors are counted one by
/// one.
class ProcessCollector final : public prometheus::Collectable {
 public:
  /// `proc_directory` is where the proc file system of Linux is mounted.
  explicit ProcessCollector(std::string_view proc_directory = "/proc")
      : metrics_(std::make_shared<detail::ProcessMetrics>(proc_directory)) {}

  // Copies only: a collector that was moved from would have nothing to tell.
  ProcessCollector(const ProcessCollector&) = default;
  ProcessCollector& operator=(const ProcessCollector&) = default;
  ~ProcessCollector() override = default;

  /// What a prometheus::Exposer takes; it lives as long as the collector or one of its copies, and
  /// an exposer does not keep it alive. A collector in a shared pointer can be given directly.
  [[nodiscard]] std::shared_ptr<prometheus::Collectable> collectable() const { return metrics_; }

  /// The families, sorted by name, as an exposer asks for them.
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    return metrics_->Collect();
  }

  /// The values now.
  [[nodiscard]] Snapshot snapshot() const { return detail::snapshot_of(Collect()); }

 private:
  std::shared_ptr<detail::ProcessMetrics> metrics_;
};

}  // namespace v1
}  // namespace isometric
