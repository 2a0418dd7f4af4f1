#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/escape.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/series_block.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <cstddef>
#include <string>
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
        wants_labels_(visitor.wants_labels()),
        labels_(constant_count_ + layout.places().size()),
        label_count_(labels_.size()) {
    LabelView* label = labels_.data();
    for (const auto& constant : family.constant_labels) *label++ = {constant.name, constant.value};
    for (const auto& place : layout.places()) (label++)->name = layout.name(place);
    if (wants_labels_) shown_ = view();
    if (constant_count_ != 0) set_constant_text();
  }

  /// One of a block, which has its text.
  void read(const Backend& backend, const SeriesBlock& block, std::size_t closed_index) {
    if (wants_labels_) set_labels(OpenValuesOfBlock{block, layout_.open_count()}, closed_index);
    shown_.label_text = block.label_text(closed_index, layout_.closed_count());
    const void* const metric = block.series()[closed_index];
    visit(shown_, backend, metric);
  }

  /// One of the backend's.
  void read(const Backend& backend, const void* metric, const std::string_view* open_values,
            std::size_t closed_index) {
    set_labels(open_values, closed_index);
    visit(view(), backend, metric);
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
    visit(view(), backend, metric);
  }

  void read(double value, const std::string_view* open_values, std::size_t closed_index) {
    set_labels(open_values, closed_index);
    visitor_.number(view(), value);
  }

 private:
  template <class OpenValues>
  void set_labels(const OpenValues& open_values, std::size_t closed_index) {
    LabelView* label = labels_.data() + constant_count_;
    for (const auto& place : layout_.places()) {
      (label++)->value = layout_.value(place, open_values, closed_index);
    }
  }

  void visit(const SeriesView& series, const Backend& backend, const void* metric) {
    if (backend.value != nullptr) {
      visitor_.number(series, backend.value(metric));
    } else if (backend.read_histogram != nullptr) {
      backend.read_histogram(metric, family_, histogram_);
      visitor_.histogram(series, histogram_);
    } else {
      backend.read_summary(metric, summary_);
      visitor_.summary(series, summary_);
    }
  }

  [[nodiscard]] SeriesView view() const noexcept { return {{labels_.data(), label_count_}}; }

  [[gnu::__cold__]] void set_constant_text() {
    for (std::size_t i = 0; i < constant_count_; ++i) {
      append(constant_text_, {i == 0 ? "" : ",", labels_[i].name, "=\""});
      append_escaped(constant_text_, labels_[i].value, true);
      constant_text_ += '"';
    }
    shown_.constant_text = constant_text_;
  }

  const FamilyDescriptor& family_;
  const SeriesLayout& layout_;
  Visitor& visitor_;
  const std::size_t constant_count_;
  const bool wants_labels_;
  std::string constant_text_;
  SeriesView shown_;  ///< the one of a block
  FixedArray<LabelView> labels_;
  std::size_t label_count_;
  HistogramSample histogram_;
  SummarySample summary_;
};

}  // namespace isometric::inline v1::detail
