#pragma once

#include <isometric/description/detail/escape.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/prometheus/metric_types.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>

#include <utility>
#include <vector>

// A family in the form that prometheus-cpp's exposers take. Templates, so that only who reads
// compiles them.
namespace isometric::inline v1::detail {

template <class Family>
class FamilyCollector final : public SeriesVisitor {
 public:
  explicit FamilyCollector(Family& family) noexcept : family_(family) {}

  void number(const SeriesView& series, double value) override {
    auto& metric = add(series);
    if (family_.type == prometheus::MetricType::Counter) {
      metric.counter.value = value;
    } else if (family_.type == prometheus::MetricType::Untyped) {
      metric.untyped.value = value;
    } else {
      metric.gauge.value = value;
    }
  }

  void histogram(const SeriesView& series, const HistogramSample& sample) override {
    auto& histogram = add(series).histogram;
    histogram.sample_count = sample.count;
    histogram.sample_sum = sample.sum;
    histogram.bucket.reserve(sample.buckets.size());
    for (const auto& bucket : sample.buckets) {
      histogram.bucket.push_back({bucket.cumulative_count, bucket.upper_bound});
    }
  }

  void summary(const SeriesView& series, const SummarySample& sample) override {
    auto& summary = add(series).summary;
    summary.sample_count = sample.count;
    summary.sample_sum = sample.sum;
    summary.quantile.reserve(sample.quantiles.size());
    for (const auto& quantile : sample.quantiles) {
      summary.quantile.push_back({quantile.quantile, quantile.value});
    }
  }

 private:
  auto& add(const SeriesView& series) {
    auto& metric = family_.metric.emplace_back();
    metric.timestamp_ms = series.timestamp_ms;
    metric.label.reserve(series.labels.size());
    for (const auto& [name, value] : series.labels) {
      auto& label = metric.label.emplace_back();
      label.name = name;
      label.value = value;
    }
    return metric;
  }

  Family& family_;
};

/// The family with its series; help is escaped, as prometheus-cpp's serializer escapes none.
template <class Family = prometheus::MetricFamily>
Family collect(ScrapedFamily& scraped) {
  const FamilyDescriptor& descriptor = scraped.descriptor();
  Family family;
  family.name = descriptor.name;
  family.help = escape_help(descriptor.help);
  family.type = backend_type(descriptor.type);
  FamilyCollector<Family> collector(family);
  scraped.read(collector);
  return family;
}

/// Those that have series.
template <class Family = prometheus::MetricFamily>
std::vector<Family> collect_all(const Scrape& scrape) {
  std::vector<Family> collected;
  collected.reserve(scrape.families().size());
  for (ScrapedFamily* const scraped : scrape.families()) {
    auto family = collect<Family>(*scraped);
    if (!family.metric.empty()) collected.push_back(std::move(family));
  }
  return collected;
}

}  // namespace isometric::inline v1::detail
