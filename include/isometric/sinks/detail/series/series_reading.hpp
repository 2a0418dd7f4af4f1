#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/prometheus/backend.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <cstddef>
#include <string_view>

// Reading the backend's metrics for a scrape. Templates, so that only who reads compiles them.
namespace isometric::inline v1::detail {

template <class Histogram, class Sample>
void copy_histogram(const Histogram& from, Sample& to) {
  to.count = from.sample_count;
  to.sum = from.sample_sum;
  to.buckets.resize(from.bucket.size());
  for (std::size_t i = 0; i < from.bucket.size(); ++i) {
    to.buckets[i] = {from.bucket[i].upper_bound, from.bucket[i].cumulative_count};
  }
}

template <class Summary, class Sample>
void copy_summary(const Summary& from, Sample& to) {
  to.count = from.sample_count;
  to.sum = from.sample_sum;
  to.quantiles.resize(from.quantile.size());
  for (std::size_t i = 0; i < from.quantile.size(); ++i) {
    to.quantiles[i] = {from.quantile[i].quantile, from.quantile[i].value};
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
        constant_count_(family.constant_labels.size()),
        labels_(constant_count_ + layout.places().size()),
        label_count_(labels_.size()) {
    LabelView* label = labels_.data();
    for (const auto& constant : family.constant_labels) *label++ = {constant.name, constant.value};
    for (const auto& place : layout.places()) (label++)->name = layout.name(place);
  }

  /// One of the backend's.
  void read(const Backend& backend, const void* metric, const std::string_view* open_values,
            std::size_t closed_index) {
    if (backend.value != nullptr) {
      read(backend.value(metric), open_values, closed_index);
      return;
    }
    set_labels(open_values, closed_index);
    visit_collected(backend, metric);
  }

  /// One of the backend's that brings its labels along, names and values in turn.
  template <class Labels>
  void read_labeled(const Backend& backend, const void* metric, const Labels& names_and_values) {
    label_count_ = constant_count_ + names_and_values.size() / 2;
    if (label_count_ > labels_.size()) {
      FixedArray<LabelView> more(2 * label_count_);
      for (std::size_t i = 0; i < constant_count_; ++i) more[i] = labels_[i];
      labels_.swap(more);
    }
    for (std::size_t i = 0; i < names_and_values.size(); i += 2) {
      labels_[constant_count_ + i / 2] = {names_and_values[i], names_and_values[i + 1]};
    }
    if (backend.value != nullptr) {
      visitor_.number(view(), backend.value(metric));
    } else {
      visit_collected(backend, metric);
    }
  }

  void read(double value, const std::string_view* open_values, std::size_t closed_index) {
    set_labels(open_values, closed_index);
    visitor_.number(view(), value);
  }

 private:
  void set_labels(const std::string_view* open_values, std::size_t closed_index) {
    LabelView* label = labels_.data() + constant_count_;
    for (const auto& place : layout_.places()) {
      (label++)->value = layout_.value(place, open_values, closed_index);
    }
  }

  void visit_collected(const Backend& backend, const void* metric) {
    const auto collected = backend.collect(metric);
    if (is_summary_) {
      copy_summary(collected.summary, summary_);
      visitor_.summary(view(), summary_);
    } else {
      copy_histogram(collected.histogram, histogram_);
      visitor_.histogram(view(), histogram_);
    }
  }

  [[nodiscard]] SeriesView view() const noexcept { return {{labels_.data(), label_count_}}; }

  const SeriesLayout& layout_;
  Visitor& visitor_;
  const bool is_summary_;
  const std::size_t constant_count_;
  FixedArray<LabelView> labels_;
  std::size_t label_count_;
  HistogramSample histogram_;
  SummarySample summary_;
};

}  // namespace isometric::inline v1::detail
