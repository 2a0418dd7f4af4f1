#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/callback_registration.hpp>
#include <isometric/sinks/detail/family/callback_sum.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/family/descriptor_copy.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/family/series_bounds.hpp>
#include <isometric/sinks/detail/recording/recorded_calls.hpp>
#include <isometric/sinks/detail/recording/recorded_series.hpp>
#include <isometric/sinks/recorded_call.hpp>

#include <algorithm>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The open label values that some series of a RecordingSink's family share, and these series by
/// closed index: null where one was removed, or is still to be made.
using RecordedBlock = std::pair<const std::vector<std::string>, std::vector<RecordedSeries*>>;

/// A family of a RecordingSink, of any kind. Never moves, and lives as long as the sink or whoever
/// was handed something of it. Thread-safe.
class RecordedFamily {
 public:
  RecordedFamily(RecordedCalls& calls, const FamilyDescriptor& descriptor)
      : record_{calls, copy_descriptor(descriptor, arena_), std::string(descriptor.name), {}},
        hidden_(record_) {
    const auto is_open = [](const LabelDescriptor& label) { return !label.is_closed(); };
    const SeriesKind kind = this->descriptor().series_kind;
    const bool is_complete = kind != SeriesKind::callback && kind != SeriesKind::dynamic &&
                             std::ranges::none_of(this->descriptor().labels, is_open);
    if (!is_complete) return;
    RecordedBlock& block = find_or_list({});
    make(block, 0, block.second.size(), nullptr);
  }

  RecordedFamily(const RecordedFamily&) = delete;
  RecordedFamily& operator=(const RecordedFamily&) = delete;

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return record_.descriptor; }

  /// Under the lock, as the next two are.
  void record_declaration() noexcept { record_.calls.add(Operation::declare, record_.selector); }

  void append_to(std::vector<SeriesSnapshot>& series) const {
    for (const auto& [values, block] : blocks_) {
      for (const RecordedSeries* one : block) {
        if (one != nullptr) series.push_back({one->selector().labels(), one->sample()});
      }
    }
  }

  [[nodiscard]] std::uint64_t count_of(Event event) const noexcept {
    return record_.events[static_cast<std::size_t>(event)];
  }

  /// Finds or makes a block. `bounds` are its series', if the family is dynamic; throws
  /// RegistrationConflict if they have others.
  RecordedBlock& block(OpenLabelValues values, const SeriesBounds& bounds) {
    const auto held = record_.calls.lock();
    return find_or_make(values, bounds);
  }

  /// One series of a block, made anew if it was removed. If memory is out, one that shows nowhere.
  RecordedSeries& series(RecordedBlock& block, std::size_t closed_index,
                         const SeriesBounds& bounds) noexcept {
    const auto held = record_.calls.lock();
    return *try_or([&] { return &find_or_make(block, closed_index, bounds); },
                   [&] { return &hidden_; });
  }

  RecordedSeries& hidden_series() {
    const auto held = record_.calls.lock();
    record_.reject();
    return hidden_;
  }

  // The next four are for families of callbacks.

  /// The series that the function gives a value to.
  const SeriesSelector& add(OpenLabelValues values, std::size_t closed_index,
                            std::shared_ptr<Callback<>> callback) {
    auto selector = SeriesSelector::of(descriptor(), values, closed_index, true);
    const auto held = record_.calls.lock();
    record_.calls.reserve(1);
    auto& [series, callbacks] = *callbacks_.try_emplace(std::move(selector)).first;
    std::erase_if(callbacks, [](const auto& other) { return other->has_ended(); });
    callbacks.push_back(std::move(callback));
    record_.calls.add(Operation::register_callback, series);
    return series;
  }

  void record_end(const SeriesSelector& series) noexcept {
    const auto held = record_.calls.lock();
    record_.calls.add(Operation::end_callback, series);
  }

  void record_rejection() {
    const auto held = record_.calls.lock();
    record_.reject();
  }

  /// Calls the functions, and holds no lock meanwhile: they may do what they like.
  [[nodiscard]] std::vector<SeriesSnapshot> call() {
    auto held = record_.calls.lock();
    const auto present = callbacks_;
    held.unlock();
    std::vector<SeriesSnapshot> series;
    for (const auto& [selector, callbacks] : present) {
      CallbackSum sum(descriptor().type);
      for (const auto& callback : callbacks) sum.add(*callback);
      if (sum.has_failed()) {
        held.lock();
        record_.count(Event::callback_failed);
        held.unlock();
      }
      if (sum.has_value()) series.push_back({selector.labels(), sum.value()});
    }
    return series;
  }

  // And these for removable ones; removable_sink.hpp says what they mean.

  bool remove(OpenLabelValues values, std::size_t closed_index) {
    const auto held = record_.calls.lock();
    const auto found = blocks_.find(valid(values));
    if (found == blocks_.end() || found->second[closed_index] == nullptr) return false;
    record_.calls.reserve(1);
    take(found->second[closed_index]);
    return true;
  }

  std::size_t remove_matching(std::span<const LabelMatch> matches) {
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& match : matches) {
      const bool is_named = descriptor().series_kind == SeriesKind::dynamic;
      labels.emplace_back(is_named ? match.name : descriptor().labels[match.label].name,
                          to_valid_text(match.value));
    }
    const auto matches_all = [&](const RecordedSeries& series) {
      return std::ranges::all_of(labels, [&](const auto& label) {
        for (const auto& [name, value] : series.selector().labels()) {
          if (name == label.first) return value == label.second;
        }
        return label.second.empty();
      });
    };
    std::vector<RecordedSeries**> found;  // all of them, before one goes
    const auto held = record_.calls.lock();
    for (auto& [values, block] : blocks_) {
      for (RecordedSeries*& series : block) {
        if (series != nullptr && matches_all(*series)) found.push_back(&series);
      }
    }
    record_.calls.reserve(found.size());
    for (RecordedSeries** series : found) take(*series);
    return found.size();
  }

  RecordedSeries& acquire(OpenLabelValues values, std::size_t closed_index,
                          const SeriesBounds& bounds) {
    const auto held = record_.calls.lock();
    RecordedSeries& series = find_or_make(find_or_make(values, bounds), closed_index, bounds);
    ++series.owners;
    return series;
  }

  void release(RecordedSeries& acquired) noexcept {
    const auto held = record_.calls.lock();
    if (acquired.owners == 0 || --acquired.owners != 0) return;
    for (auto& [values, block] : blocks_) {
      RecordedSeries*& series = block[acquired.closed_index()];
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

  RecordedBlock& find_or_list(OpenLabelValues values) {
    return *blocks_.try_emplace(valid(values), closed_series_count(descriptor().labels)).first;
  }

  RecordedBlock& find_or_make(OpenLabelValues values, const SeriesBounds& bounds) {
    const bool is_dynamic = descriptor().series_kind == SeriesKind::dynamic;
    if (is_dynamic) check_series_labels(descriptor(), values);
    RecordedBlock& block = find_or_list(values);
    const auto is_gone = [](const RecordedSeries* series) { return series == nullptr; };
    if (std::ranges::all_of(block.second, is_gone)) {
      make_and_record(block, 0, block.second.size(), bounds);
    } else if (is_dynamic) {
      require_same_bounds(descriptor(), block.second[0]->bounds(), bounds);
    }
    return block;
  }

  RecordedSeries& find_or_make(RecordedBlock& block, std::size_t closed_index,
                               const SeriesBounds& bounds) {
    if (block.second[closed_index] == nullptr) {
      make_and_record(block, closed_index, closed_index + 1, bounds);
    }
    return *block.second[closed_index];
  }

  void make_and_record(RecordedBlock& block, std::size_t begin, std::size_t end,
                       const SeriesBounds& bounds) {
    record_.calls.reserve(end - begin);
    make(block, begin, end, bounds);
    for (std::size_t i = begin; i < end; ++i) {
      record_.calls.add(Operation::make, block.second[i]->selector());
    }
  }

  /// Makes the series of a block from one closed index to another: all of them, or none.
  void make(RecordedBlock& block, std::size_t begin, std::size_t end, const SeriesBounds& bounds) {
    const std::vector<std::string_view> values(block.first.begin(), block.first.end());
    std::list<RecordedSeries> made;
    for (std::size_t i = begin; i < end; ++i) {
      made.emplace_back(record_, SeriesSelector::of(descriptor(), values, i, true), i, bounds);
    }
    for (RecordedSeries& series : made) block.second[series.closed_index()] = &series;
    series_.splice(series_.end(), made);
  }

  void take(RecordedSeries*& series) noexcept {
    record_.calls.add(Operation::remove, series->selector());
    series = nullptr;
  }

  Arena arena_;  ///< holds the copy of the descriptor
  FamilyRecord record_;
  RecordedSeries hidden_;

  // Guarded by the lock of the calls.
  std::map<RecordedBlock::first_type, RecordedBlock::second_type> blocks_;
  std::list<RecordedSeries> series_;  ///< all there ever were; they never move
  std::map<SeriesSelector, std::vector<std::shared_ptr<Callback<>>>> callbacks_;
};

}  // namespace isometric::inline v1::detail
