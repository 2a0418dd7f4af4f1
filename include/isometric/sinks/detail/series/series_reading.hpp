#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <cstddef>
#include <string_view>

// Reading the backend's metrics for a scrape. Templates, so that only who reads compiles them.
namespace isometric::inline v1::detail {

/// Hands the series of one family to a visitor. Keeps its memory from series to series, so that
/// only the backend's own histograms and summaries allocate when they are read.
template <class Visitor>
class BasicSeriesReading {
 public:
  BasicSeriesReading(const FamilyDescriptor& family, const SeriesLayout& layout, Visitor& visitor)
      : family_(family),
        layout_(layout),
        visitor_(visitor),
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
    set_labels(open_values, closed_index);
    visit(backend, metric);
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
    visit(backend, metric);
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

  void visit(const Backend& backend, const void* metric) {
    if (backend.value != nullptr) {
      visitor_.number(view(), backend.value(metric));
    } else if (backend.read_histogram != nullptr) {
      backend.read_histogram(metric, family_, histogram_);
      visitor_.histogram(view(), histogram_);
    } else {
      backend.read_summary(metric, summary_);
      visitor_.summary(view(), summary_);
    }
  }

  [[nodiscard]] SeriesView view() const noexcept { return {{labels_.data(), label_count_}}; }

  const FamilyDescriptor& family_;
  const SeriesLayout& layout_;
  Visitor& visitor_;
  const std::size_t constant_count_;
  FixedArray<LabelView> labels_;
  std::size_t label_count_;
  HistogramSample histogram_;
  SummarySample summary_;
};

}  // namespace isometric::inline v1::detail
