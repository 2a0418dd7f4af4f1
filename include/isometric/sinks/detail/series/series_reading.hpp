#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/escape.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/series_block.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_order.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

// Reading the backend's metrics for a scrape. Templates, so that only who reads compiles them.
namespace isometric::inline v1::detail {

/// Hands the series of one family to a visitor, after reading several at a time. Keeps its memory
/// from series to series, so that only the backend's own histograms and summaries allocate when
/// they are read.
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

  /// Those of blocks, which have their texts. Blocks and metrics lie in the order in which they
  /// were made, so a page in another order waits for memory, unless that is asked for them some
  /// series ahead.
  void read(const Backend& backend, const SeriesOrder& order) {
    const auto series_at = [&order](std::size_t place) -> const void* {
      return order.block(place)->series()[order.closed_index(place)];
    };
    const std::size_t all = order.size();
    const void* series[2][series_at_once] = {};  // those whose turn it is, and those after them
    for (std::size_t i = 0; i < all && i < series_at_once; ++i) series[0][i] = series_at(i);
    bool turn = false;
    for (std::size_t next = 0; next < all; turn = !turn) {
      const std::size_t count = all - next < series_at_once ? all - next : series_at_once;
      take(backend, series[turn], count);
      for (std::size_t i = 0; i < count; ++i, ++next) {
        const std::size_t later = next + series_at_once;
        if (later + ahead < all) order.block(later + ahead)->prefetch();
        if (later < all) {
          const void* const metric = series[!turn][i] = series_at(later);
          if (backend.has_pointers) __builtin_prefetch(metric);
        }
        const SeriesBlock& block = *order.block(next);
        const std::size_t closed_index = order.closed_index(next);
        if (wants_labels_) set_labels(OpenValuesOfBlock{block, layout_.open_count()}, closed_index);
        shown_.label_text = block.label_text(closed_index, layout_.closed_count());
        show(i, shown_);
      }
    }
  }

  /// Reads what series hold, up to series_at_once. Then each is shown: here those that are no
  /// block's.
  void take(const Backend& backend, const void* const* series, std::size_t count) {
    backend_ = &backend;
    series_ = series;
    if (backend.read_values != nullptr) {
      backend.read_values(series, count, values_);
    } else if (backend.read_histograms != nullptr) {
      if (count > histograms_.size()) FixedArray<HistogramSample>(count).swap(histograms_);
      backend.read_histograms(series, count, family_, histograms_.data());
    }
  }
  /// `page_text` is the series' own: what it shows on a page, once it was made. If it was, a page
  /// does not look at the values, which lie elsewhere in memory.
  template <class Values>
  void show(std::size_t taken, std::string& page_text, const Values& open_values,
            std::size_t closed_index) {
    show_text(taken, page_text, [&] { set_labels(open_values.views().data(), closed_index); });
  }
  /// One that brings its labels along, names and values in turn.
  template <class Values>
  void show_labeled(std::size_t taken, std::string& page_text, const Values& labels) {
    show_text(taken, page_text, [&] {
      const auto names_and_values = labels.views();
      label_count_ = constant_count_ + names_and_values.size() / 2;
      if (label_count_ > labels_.size()) {
        FixedArray<LabelView> more(2 * label_count_);
        for (std::size_t i = 0; i < constant_count_; ++i) more[i] = labels_[i];
        labels_.swap(more);
      }
      for (std::size_t i = 0; i < names_and_values.size(); i += 2) {
        labels_[constant_count_ + i / 2] = {names_and_values[i], names_and_values[i + 1]};
      }
    });
  }

  /// One whose value is known.
  void show_value(double value, const std::string_view* open_values, std::size_t closed_index) {
    set_labels(open_values, closed_index);
    visitor_.number(view(), value);
  }

 private:
  /// How many series before its metric a block is fetched.
  static constexpr std::size_t ahead = 16;

  template <class OpenValues>
  void set_labels(const OpenValues& open_values, std::size_t closed_index) {
    LabelView* label = labels_.data() + constant_count_;
    for (const auto& place : layout_.places()) {
      (label++)->value = layout_.value(place, open_values, closed_index);
    }
  }

  template <class SetLabels>
  void show_text(std::size_t taken, std::string& page_text, const SetLabels& set_labels_of_series) {
    if (wants_labels_) {
      set_labels_of_series();
      return show(taken, view());
    }
    if (page_text.empty()) {
      set_labels_of_series();
      std::string made;  // all of it or nothing, if memory runs out
      append_labels(made, labels_.data() + constant_count_, label_count_ - constant_count_);
      page_text = std::move(made);
    }
    shown_.label_text = page_text;
    show(taken, shown_);
  }

  void show(std::size_t taken, const SeriesView& series) {
    if (backend_->read_values != nullptr) {
      visitor_.number(series, values_[taken]);
    } else if (backend_->read_histograms != nullptr) {
      visitor_.histogram(series, histograms_[taken]);
    } else {
      backend_->read_summary(series_[taken], summary_);
      visitor_.summary(series, summary_);
    }
  }

  [[nodiscard]] SeriesView view() const noexcept { return {{labels_.data(), label_count_}}; }

  [[gnu::__cold__]] void set_constant_text() {
    append_labels(constant_text_, labels_.data(), constant_count_);
    shown_.constant_text = constant_text_;
  }
  static void append_labels(std::string& text, const LabelView* labels, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      append(text, {i == 0 ? "" : ",", labels[i].name, "=\""});
      append_escaped(text, labels[i].value, true);
      text += '"';
    }
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
  // What was taken:
  const Backend* backend_ = nullptr;
  const void* const* series_ = nullptr;
  double values_[series_at_once];
  FixedArray<HistogramSample> histograms_{0};
  SummarySample summary_;
};

}  // namespace isometric::inline v1::detail
