#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/series/series_order.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/summary.h>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// Reading the backend's metrics for a scrape.
namespace isometric::inline v1::detail {

inline void copy_histogram(const prometheus::ClientMetric::Histogram& from, HistogramSample& to) {
  to.count = from.sample_count;
  to.sum = from.sample_sum;
  to.buckets.clear();
  for (const auto& bucket : from.bucket) {
    to.buckets.push_back({bucket.upper_bound, bucket.cumulative_count});
  }
}

inline void copy_summary(const prometheus::ClientMetric::Summary& from, SummarySample& to) {
  to.count = from.sample_count;
  to.sum = from.sample_sum;
  to.quantiles.clear();
  for (const auto& quantile : from.quantile) {
    to.quantiles.push_back({quantile.quantile, quantile.value});
  }
}

/// Hands the series of one family to a visitor. Keeps its memory from series to series, so that
/// only the backend's own histograms and summaries allocate when they are read.
class SeriesReading {
 public:
  SeriesReading(const FamilyDescriptor& family, const SeriesLayout& layout, SeriesVisitor& visitor)
      : layout_(layout), visitor_(visitor), constant_count_(family.constant_labels.size()) {
    labels_.reserve(constant_count_ + layout.places().size());
    for (const auto& label : family.constant_labels) labels_.push_back({label.name, label.value});
    for (const auto& place : layout.places()) labels_.push_back({layout.name(place), {}});
  }

  template <class Metric>
  void read(const Metric& metric, const std::string_view* open_values, std::size_t closed_index) {
    set_labels(open_values, closed_index);
    if constexpr (std::is_same_v<Metric, prometheus::Histogram>) {
      copy_histogram(metric.Collect().histogram, histogram_);
      visitor_.histogram({labels_}, histogram_);
    } else if constexpr (std::is_same_v<Metric, prometheus::Summary>) {
      copy_summary(metric.Collect().summary, summary_);
      visitor_.summary({labels_}, summary_);
    } else {
      visitor_.number({labels_}, metric.Value());
    }
  }

  void read(double value, const std::string_view* open_values, std::size_t closed_index) {
    set_labels(open_values, closed_index);
    visitor_.number({labels_}, value);
  }

 private:
  void set_labels(const std::string_view* open_values, std::size_t closed_index) {
    LabelView* label = labels_.data() + constant_count_;
    for (const auto& place : layout_.places()) {
      (label++)->value = layout_.value(place, open_values, closed_index);
    }
  }

  const SeriesLayout& layout_;
  SeriesVisitor& visitor_;
  const std::size_t constant_count_;
  std::vector<LabelView> labels_;
  HistogramSample histogram_;
  SummarySample summary_;
};

}  // namespace isometric::inline v1::detail
