#pragma once

#include <isometric/description/detail/escape.hpp>
#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/prometheus/metric_reading.hpp>
#include <isometric/sinks/detail/prometheus/metric_types.hpp>

#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// What a prometheus::Collectable yielded, as a scrape. The families must be sorted and fit to
/// print, their help escaped. A template, so that only who reads a collectable compiles it.
template <class Collected = prometheus::MetricFamily>
class CollectedScrape final : public Scrape {
 public:
  /// `find(name)` gives the descriptor of a family that is better known than from what was
  /// collected, or null. What `known` scrapes stays as long as this scrape.
  template <class Find>
  CollectedScrape(std::vector<Collected> families, const Find& find,
                  std::unique_ptr<Scrape> known = nullptr)
      : known_(std::move(known)), collected_(std::move(families)), families_(collected_.size()) {
    scraped_.reserve(collected_.size());
    for (std::size_t i = 0; i < collected_.size(); ++i) {
      families_[i] = &scraped_.emplace_back(collected_[i], find(collected_[i].name));
    }
  }
  explicit CollectedScrape(std::vector<Collected> families)
      : CollectedScrape(std::move(families),
                        [](const std::string&) -> const FamilyDescriptor* { return nullptr; }) {}

  [[nodiscard]] std::span<ScrapedFamily* const> families() const noexcept override {
    return {families_.data(), families_.size()};
  }

 private:
  // Looked up where this is used, and not wherever it is included.
  using Label = std::enable_if_t<sizeof(Collected) != 0, LabelView>;

  class Family final : public ScrapedFamily {
   public:
    Family(const Collected& family, const FamilyDescriptor* known)
        : family_(family), help_(unescape_help(family.help)) {
      if (known != nullptr) descriptor_ = *known;
      descriptor_.name = family.name;
      descriptor_.help = help_;
      if (known == nullptr) descriptor_.type = metric_type(family.type);
    }

    [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept override {
      return descriptor_;
    }

    void read(SeriesVisitor& visitor) override {
      std::vector<Label> labels;
      HistogramSample histogram;
      SummarySample summary;
      for (const auto& metric : family_.metric) {
        labels.clear();
        for (const auto& label : metric.label) labels.push_back({label.name, label.value});
        const SeriesView series{labels, metric.timestamp_ms};
        if (family_.type == prometheus::MetricType::Histogram) {
          copy_histogram(metric.histogram, histogram);
          visitor.histogram(series, histogram);
        } else if (family_.type == prometheus::MetricType::Summary) {
          copy_summary(metric.summary, summary);
          visitor.summary(series, summary);
        } else {
          visitor.number(series, number_of(metric));
        }
      }
    }

   private:
    template <class Metric>
    [[nodiscard]] double number_of(const Metric& metric) const noexcept {
      if (family_.type == prometheus::MetricType::Counter) return metric.counter.value;
      if (family_.type == prometheus::MetricType::Gauge) return metric.gauge.value;
      if (family_.type == prometheus::MetricType::Untyped) return metric.untyped.value;
      return 1;  // an info, which prometheus-cpp names from version 1.1 on
    }

    const Collected& family_;
    std::string help_;
    FamilyDescriptor descriptor_;
  };

  const std::unique_ptr<Scrape> known_;
  const std::vector<Collected> collected_;
  std::vector<Family> scraped_;
  const FixedArray<ScrapedFamily*> families_;
};

}  // namespace isometric::inline v1::detail
