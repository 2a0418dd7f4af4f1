#pragma once

#include <isometric/contract/removable_sink.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/sinks/detail/prometheus/backend.hpp>
#include <isometric/sinks/detail/series/removable_series.hpp>
#include <isometric/sinks/detail/series/series_reading.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The series of a removable family. Each look-up takes the store's mutex, which a scrape holds
/// only to copy references; updates through handles take no lock.
template <class Metric>
class RemovableStore final : public SeriesStore {
 public:
  using Reference = SeriesReference<Metric>;

  /// The series that share one tuple of open label values, by their closed index; null for those
  /// that are removed. Kept by whoever holds it, listed in the store while it has series.
  struct Block {
    Block(OpenLabelValues values, std::uint64_t hash_of_values)
        : open_values(std::make_shared<const OwnedLabelValues>(values)), hash(hash_of_values) {}

    const std::shared_ptr<const OwnedLabelValues> open_values;
    const std::uint64_t hash;
    std::vector<Reference> series;
    bool is_listed = false;
  };

  explicit RemovableStore(const Home& home)
      : home_(home),
        link_(std::make_shared<FamilyLink<EventLog>>(home.family, home.log)),
        hidden_(make_series(nullptr, 0)) {
    no_series<Metric>();  // so that an owner can be moved from without memory
    if (home.layout.open_count() == 0) static_cast<void>(block(OpenLabelValues{}));
  }
  RemovableStore(const RemovableStore&) = delete;
  RemovableStore& operator=(const RemovableStore&) = delete;
  ~RemovableStore() override { detach(); }

  void detach() noexcept override { link_->cut(); }

  /// Finds or makes a block, with all of its series.
  std::shared_ptr<Block> block(OpenLabelValues values) {
    bool is_redirected = false;
    std::shared_ptr<Block> found;
    {
      const std::lock_guard lock(mutex_);
      found = find_or_list(values, is_redirected);
    }
    if (is_redirected) count(Event::lookup_redirected);
    return found;
  }

  /// One series of a block, made anew if it was removed. If memory is out, one that shows nowhere.
  Reference series(const std::shared_ptr<Block>& block, std::size_t closed_index) noexcept {
#if defined(__cpp_exceptions)
    try {
#endif
      bool is_redirected = false;
      Reference found;
      {
        const std::lock_guard lock(mutex_);
        found = find_or_make(block, closed_index, is_redirected);
      }
      if (is_redirected) count(Event::lookup_redirected);
      return found;
#if defined(__cpp_exceptions)
    } catch (...) {
      return hidden_;
    }
#endif
  }

  /// A series that takes updates and shows nowhere, for values outside of a closed label's set.
  Reference hidden_series() noexcept {
    count(Event::label_value_rejected);
    return hidden_;
  }

  bool remove(OpenLabelValues values, std::size_t closed_index) {
    Reference removed;  // let go of after the lock
    const OwnedLabelValues valid(values);
    const std::lock_guard lock(mutex_);
    const auto place = find(valid.views(), hash_values(valid.views(), home_.hash_seed));
    if (place == blocks_.end()) return false;
    removed = take(*place->second, closed_index);
    if (is_empty(*place->second)) unlist(place);
    return static_cast<bool>(removed);
  }

  std::size_t remove_matching(std::span<const LabelMatch> matches) {
    std::vector<std::string> valid;
    for (const auto& match : matches) valid.push_back(to_valid_text(match.value));
    const auto is_match = [&](const Block& block, std::size_t closed_index) {
      for (std::size_t i = 0; i < matches.size(); ++i) {
        const auto* values = block.open_values->views().data();
        if (home_.layout.value(matches[i].label, values, closed_index) != valid[i]) return false;
      }
      return true;
    };
    std::vector<Reference> removed;  // let go of after the lock
    const std::lock_guard lock(mutex_);
    // All the memory that it takes, before the first one goes.
    removed.reserve(series_count_ + (overflow_ != nullptr ? overflow_->series.size() : 0));
    for (auto place = blocks_.begin(); place != blocks_.end();) {
      Block& block = *place->second;
      for (std::size_t i = 0; i < block.series.size(); ++i) {
        if (block.series[i] && is_match(block, i)) removed.push_back(take(block, i));
      }
      const auto examined = place++;
      if (is_empty(block)) unlist(examined);
    }
    return removed.size();
  }

  Reference acquire(OpenLabelValues values, std::size_t closed_index) {
    bool is_redirected = false;
    Reference found;
    {
      const std::lock_guard lock(mutex_);
      found = find_or_make(find_or_list(values, is_redirected), closed_index, is_redirected);
      ++found->owners;
    }
    if (is_redirected) count(Event::lookup_redirected);
    return found;
  }

  void release(const Reference& owned) noexcept {
    Reference removed;  // let go of after the lock
    const std::lock_guard lock(mutex_);
    if (owned->owners == 0 || --owned->owners != 0) return;
    // Not in a scrape any more, hidden, or shared by all that the cap turned away: it stays.
    const auto place = find_listed(*owned);
    if (place == blocks_.end() || place->second == overflow_) return;
    removed = take(*place->second, owned->closed_index);
    if (is_empty(*place->second)) unlist(place);
  }

  void read(SeriesReading& reading) override {
    std::vector<Reference> present;
    {
      const std::lock_guard lock(mutex_);
      present.reserve(series_count_);
      for (const auto& [hash, block] : blocks_) {
        for (const Reference& series : block->series) {
          if (series) present.push_back(series);
        }
      }
    }
    const auto values_of = [](const Reference& series) {
      return series->open_values->views().data();
    };
    sort_stably(present, [&](const Reference& a, const Reference& b) {
      return home_.layout.is_before(values_of(a), a->closed_index, values_of(b), b->closed_index);
    });
    for (const auto& series : present) {
      reading.read(backend_of<Metric>, &series->metric, values_of(series), series->closed_index);
    }
  }

 private:
  // By hash; blocks whose hashes are equal lie side by side.
  using Blocks = std::unordered_multimap<std::uint64_t, std::shared_ptr<Block>>;

  void count(Event event) noexcept { home_.log.count(home_.family, event); }

  Reference make_series(std::shared_ptr<const OwnedLabelValues> values, std::size_t closed_index) {
    return with_constructor_arguments<Metric>(home_.descriptor, [&](const auto&... arguments) {
      return Reference(
          new RemovableSeries<Metric>(link_, std::move(values), closed_index, arguments...));
    });
  }

  typename Blocks::iterator find(OpenLabelValues values, std::uint64_t hash) {
    auto [place, end] = blocks_.equal_range(hash);
    while (place != end && !place->second->open_values->equal(values)) ++place;
    return place == end ? blocks_.end() : place;
  }

  /// The place of the block that has this very series.
  typename Blocks::iterator find_listed(const RemovableSeries<Metric>& series) {
    if (series.open_values == nullptr) return blocks_.end();  // hidden
    const auto values = series.open_values->views();
    const auto place = find(values, hash_values(values, home_.hash_seed));
    const bool is_listed =
        place != blocks_.end() && place->second->series[series.closed_index].get() == &series;
    return is_listed ? place : blocks_.end();
  }

  std::shared_ptr<Block> find_or_list(OpenLabelValues values, bool& is_redirected) {
    std::uint64_t hash = hash_values(values, home_.hash_seed);
    if (const auto place = find(values, hash); place != blocks_.end()) return place->second;
    auto made = std::make_shared<Block>(values, hash);
    if (!made->open_values->equal(values)) {
      // Mended, so it may be there under its valid text.
      return find_or_list(made->open_values->views(), is_redirected);
    }
    if (!has_room_for(home_.layout.closed_count())) return overflow(is_redirected);
    fill(*made);
    list(made);
    return made;
  }

  Reference find_or_make(const std::shared_ptr<Block>& block, std::size_t closed_index,
                         bool& is_redirected) {
    std::shared_ptr<Block> current = block;
    if (!block->is_listed) {
      // Its series are all gone; others may have used the same values since.
      current = find_or_list(block->open_values->views(), is_redirected);
    }
    if (!current->series[closed_index] && current != overflow_ && !has_room_for(1)) {
      current = overflow(is_redirected);
    }
    Reference& series = current->series[closed_index];
    if (!series) {
      series = make_series(current->open_values, closed_index);
      if (current != overflow_) ++series_count_;
    }
    return series;
  }

  [[nodiscard]] bool has_room_for(std::size_t series) const noexcept {
    return home_.layout.open_count() == 0 || series_count_ + series <= home_.max_series;
  }

  void fill(Block& block) {
    block.series.reserve(home_.layout.closed_count());
    for (std::size_t i = 0; i < home_.layout.closed_count(); ++i) {
      block.series.push_back(make_series(block.open_values, i));
    }
  }

  void list(const std::shared_ptr<Block>& block) {
    blocks_.emplace(block->hash, block);
    block->is_listed = true;
    series_count_ += block->series.size();
  }

  std::shared_ptr<Block> overflow(bool& is_redirected) {
    is_redirected = true;
    if (overflow_ == nullptr || !overflow_->is_listed) {
      const std::vector<std::string_view> values(home_.layout.open_count(), overflow_value);
      const auto place = find(values, hash_values(values, home_.hash_seed));
      if (place != blocks_.end()) {
        series_count_ -= present_in(*place->second);  // on top of the cap from now on
        return overflow_ = place->second;
      }
      auto made = std::make_shared<Block>(values, hash_values(values, home_.hash_seed));
      fill(*made);
      list(made);
      series_count_ -= made->series.size();  // on top of the cap
      overflow_ = std::move(made);
    }
    return overflow_;
  }

  Reference take(Block& block, std::size_t closed_index) noexcept {
    Reference taken = std::exchange(block.series[closed_index], Reference());
    if (taken && &block != overflow_.get()) --series_count_;
    return taken;
  }

  static std::size_t present_in(const Block& block) noexcept {
    std::size_t count = 0;
    for (const Reference& series : block.series) count += series ? 1U : 0U;
    return count;
  }

  static bool is_empty(const Block& block) noexcept { return present_in(block) == 0; }

  void unlist(typename Blocks::iterator place) {
    place->second->is_listed = false;
    blocks_.erase(place);
  }

  const Home home_;
  const std::shared_ptr<FamilyLink<EventLog>> link_;
  const Reference hidden_;

  /// Guards what is below, the blocks, and the numbers of owners.
  std::mutex mutex_;
  Blocks blocks_;
  std::shared_ptr<Block> overflow_;
  std::size_t series_count_ = 0;  ///< without those of the overflow block
};

}  // namespace isometric::inline v1::detail
