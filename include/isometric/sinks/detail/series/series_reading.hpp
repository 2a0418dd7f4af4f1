#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/prometheus/backend.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

// Reading the backend's metrics for a scrape. Templates, so that only who reads compiles them.
namespace isometric::inline v1::detail {

template <class Histogram, class Sample>
void copy_histogram(const Histogram& from, Sample& to) {
  to.count = from.sample_count;
  to.sum = from.sample_sum;
  to.buckets.clear();
  for (const auto& bucket : from.bucket) {
    to.buckets.push_back({bucket.upper_bound, bucket.cumulative_count});
  }
}

template <class Summary, class Sample>
void copy_summary(const Summary& from, Sample& to) {
  to.count = from.sample_count;
  to.sum = from.sample_sum;
  to.quantiles.clear();
  for (const auto& quantile : from.quantile) {
    to.quantiles.push_back({quantile.quantile, quantile.value});
  }
}

/// Hands the series of one family to a visitor. Keeps its memory from series to series, so that
/// only the backend's own histograms and summaries allocate when they are read.
template <class Visitor>
class BasicSeriesReading {
 public:
  BasicSeriesReading(const FamilyDescriptor& family, const SeriesLayout& layout, Visitor& visitor)
      : layout_(layout),
        visitor_(visitor),
        is_summary_(family.type == MetricType::summary),
        constant_count_(family.constant_labels.size()) {
    labels_.reserve(constant_count_ + layout.places().size());
    for (const auto& label : family.constant_labels) labels_.push_back({label.name, label.value});
    for (const auto& place : layout.places()) labels_.push_back({layout.name(place), {}});
  }

  /// One of the backend's.
  void read(const Backend& backend, const void* metric, const std::string_view* open_values,
            std::size_t closed_index) {
    if (backend.value != nullptr) {
      read(backend.value(metric), open_values, closed_index);
      return;
    }
    set_labels(open_values, closed_index);
    const auto collected = backend.collect(metric);
    if (is_summary_) {
      copy_summary(collected.summary, summary_);
      visitor_.summary({labels_}, summary_);
    } else {
      copy_histogram(collected.histogram, histogram_);
      visitor_.histogram({labels_}, histogram_);
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
  Visitor& visitor_;
  const bool is_summary_;
  const std::size_t constant_count_;
  std::vector<LabelView> labels_;
  HistogramSample histogram_;
  SummarySample summary_;
};

}  // namespace isometric::inline v1::detail
