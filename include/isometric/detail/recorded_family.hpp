#pragma once

#include <isometric/detail/arena.hpp>
#include <isometric/detail/call_recorder.hpp>
#include <isometric/detail/descriptor_copy.hpp>
#include <isometric/detail/event_log.hpp>
#include <isometric/detail/recorded_callbacks.hpp>
#include <isometric/detail/recorded_series.hpp>
#include <isometric/detail/valid_text.hpp>
#include <isometric/metrics_sink.hpp>
#include <isometric/removable_sink.hpp>
#include <isometric/sample.hpp>
#include <isometric/series_kind.hpp>
#include <isometric/series_selector.hpp>
#include <isometric/sinks/recorded_call.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric {
inline namespace v1 {
namespace detail {

/// The series of a RecordingSink's family that share one tuple of open label values.
struct RecordedBlock {
  std::vector<std::string_view> open_values;
  std::vector<RecordedSeries*> series;  ///< by closed index; null where one was removed
};

/// A family of a RecordingSink, with removable series or without. Never moves, and lives as long as
/// the sink. Thread-safe.
class RecordedFamily {
 public:
  RecordedFamily(CallRecorder& recorder, const FamilyDescriptor& descriptor)
      : record_{recorder, copy_descriptor(descriptor, arena_), std::string(descriptor.name), {}},
        hidden_(record_),
        callbacks_(record_) {}

  RecordedFamily(const RecordedFamily&) = delete;
  RecordedFamily& operator=(const RecordedFamily&) = delete;

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return record_.descriptor; }

  /// Under the lock, as the next two are: writes a declaration down; after the first, a family
  /// without open labels has all of its series.
  void declare() {
    record_.recorder.add(Operation::declare, record_.selector);
    const auto is_open = [](const LabelDescriptor& label) { return !label.is_closed(); };
    const bool is_complete = descriptor().series_kind != SeriesKind::callback &&
                             std::ranges::none_of(descriptor().labels, is_open);
    if (is_complete && blocks_.empty()) blocks_[{}].series = make_all({});
  }

  void append_to(std::vector<SeriesSnapshot>& series) const {
    for (const auto& [values, block] : blocks_) {
      for (const RecordedSeries* one : block.series) {
        if (one != nullptr) series.push_back({one->selector().labels(), one->sample()});
      }
    }
  }

  [[nodiscard]] std::uint64_t count_of(Event event) const noexcept {
    return record_.events[static_cast<std::size_t>(event)];
  }

  /// Finds or makes a block.
  RecordedBlock& block(OpenLabelValues values) {
    const auto held = record_.recorder.lock();
    return find_or_make(values);
  }

  /// One series of a block, made anew if it was removed.
  RecordedSeries& series(RecordedBlock& block, std::size_t closed_index) {
    const auto held = record_.recorder.lock();
    return find_or_make(block, closed_index);
  }

  RecordedSeries& hidden_series() {
    const auto held = record_.recorder.lock();
    record_.reject();
    return hidden_;
  }

  /// For a family of callbacks.
  [[nodiscard]] RecordedCallbacks& callbacks() noexcept { return callbacks_; }

  // The rest is for removable families; removable_sink.hpp says what it means.

  bool remove(OpenLabelValues values, std::size_t closed_index) {
    const auto held = record_.recorder.lock();
    const auto found = blocks_.find(valid(values));
    return found != blocks_.end() && take(found->second.series[closed_index]);
  }

  std::size_t remove_matching(std::span<const LabelMatch> matches) {
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& match : matches) {
      labels.emplace_back(descriptor().labels[match.label].name, to_valid_text(match.value));
    }
    const auto matches_all = [&](const RecordedSeries& series) {
      return std::ranges::all_of(labels, [&](const auto& label) {
        return std::ranges::find(series.selector().labels(), label) !=
               series.selector().labels().end();
      });
    };
    std::size_t count = 0;
    const auto held = record_.recorder.lock();
    for (auto& [values, block] : blocks_) {
      for (RecordedSeries*& series : block.series) {
        if (series != nullptr && matches_all(*series) && take(series)) ++count;
      }
    }
    return count;
  }

  RecordedSeries& acquire(OpenLabelValues values, std::size_t closed_index) {
    const auto held = record_.recorder.lock();
    RecordedSeries& series = find_or_make(find_or_make(values), closed_index);
    ++series.owners;
    return series;
  }

  void release(RecordedSeries& acquired) {
    const auto held = record_.recorder.lock();
    if (acquired.owners == 0 || --acquired.owners != 0) return;
    for (auto& [values, block] : blocks_) {
      RecordedSeries*& series = block.series[acquired.closed_index()];
      if (series == &acquired) take(series);  // else it was removed before
    }
  }

 private:
  /// Values as they will be shown: two that become one text are one series.
  static std::vector<std::string> valid(OpenLabelValues values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const auto value : values) texts.push_back(to_valid_text(value));
    return texts;
  }

  RecordedBlock& find_or_make(OpenLabelValues values) {
    const auto [place, is_new] = blocks_.try_emplace(valid(values));
    auto& [texts, block] = *place;
    if (is_new) block.open_values.assign(texts.begin(), texts.end());
    if (std::ranges::all_of(block.series, [](const auto* series) { return series == nullptr; })) {
      auto made = make_all(block.open_values);
      for (const auto* series : made) record_.recorder.add(Operation::make, series->selector());
      block.series = std::move(made);
    }
    return block;
  }

  RecordedSeries& find_or_make(RecordedBlock& block, std::size_t closed_index) {
    RecordedSeries*& series = block.series[closed_index];
    if (series == nullptr) {
      series = &make(block.open_values, closed_index);
      record_.recorder.add(Operation::make, series->selector());
    }
    return *series;
  }

  std::vector<RecordedSeries*> make_all(OpenLabelValues values) {
    std::vector<RecordedSeries*> made;
    const std::size_t count = closed_series_count(descriptor().labels);
    for (std::size_t i = 0; i < count; ++i) made.push_back(&make(values, i));
    return made;
  }

  RecordedSeries& make(OpenLabelValues values, std::size_t closed_index) {
    return series_.emplace_back(
        record_, SeriesSelector::of(descriptor(), values, closed_index, true), closed_index);
  }

  bool take(RecordedSeries*& series) {
    if (series == nullptr) return false;
    record_.recorder.add(Operation::remove, series->selector());
    series = nullptr;
    return true;
  }

  Arena arena_;  ///< holds the copy of the descriptor
  FamilyRecord record_;
  RecordedSeries hidden_;
  RecordedCallbacks callbacks_;

  // Guarded by the recorder's lock.
  std::map<std::vector<std::string>, RecordedBlock> blocks_;
  std::deque<RecordedSeries> series_;  ///< all there ever were; they never move
};

}  // namespace detail
}  // namespace v1
}  // namespace isometric
