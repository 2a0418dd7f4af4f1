#pragma once

#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/declared_labels.hpp>
#include <isometric/sinks/detail/series/removable_order.hpp>
#include <isometric/sinks/detail/series/removable_series.hpp>
#include <isometric/sinks/detail/series/series_reading.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// What a store asks of the class of metrics that its series have.
struct RemovableMetrics {
  const Backend& backend;
  RemovableSeries* (*make)(const FamilyDescriptor& described,
                           std::shared_ptr<FamilyLink<EventLog>> link,
                           std::shared_ptr<const OwnedLabelValues> values,
                           std::size_t closed_index);
  void (*delete_series)(void* series) noexcept;
  const void* (*metric)(const RemovableSeries& series) noexcept;
  /// So that an owner can be moved from without memory.
  void (*prepare_empty_handles)();
};

template <class Metric>
struct RemovableMetricsOf {
  using Series = SeriesWithMetric<Metric>;

  static RemovableSeries* make(const FamilyDescriptor& described,
                               std::shared_ptr<FamilyLink<EventLog>> link,
                               std::shared_ptr<const OwnedLabelValues> values,
                               std::size_t closed_index) {
    return BackendOf<Metric>::construct(described, [&](const auto&... arguments) {
      return new Series(std::move(link), std::move(values), closed_index, arguments...);
    });
  }
  static void delete_series(void* series) noexcept {
    delete static_cast<Series*>(static_cast<RemovableSeries*>(series));
  }
  static const void* metric(const RemovableSeries& series) noexcept {
    return &static_cast<const Series&>(series).metric;
  }
  static void prepare_empty_handles() { no_series<Metric>(); }

  static constexpr RemovableMetrics table{backend_of<Metric>, make, delete_series, metric,
                                          prepare_empty_handles};
};

/// The series of a removable family. `Labeling` tells them apart; a table says what metrics they
/// have, so that one store is compiled for all classes. `Series` has it compiled by who uses it.
/// Each look-up takes the store's mutex, which a scrape holds only to take in what is new; updates
/// through handles take no lock.
///
/// What users of the family call is virtual, and the class not final: it runs in the module that
/// declared the family, and stays. Another one, which is handed an instrument, may be unloaded, and
/// may have cells of its own.
template <class Labeling = DeclaredLabels<>, class Series = RemovableSeries>
class RemovableStore : public SeriesStore {
 public:
  using Reference = SeriesReference<Series>;
  using Bounds = typename Labeling::Bounds;

  /// The series that share one tuple of open label values, by their closed index; null for those
  /// that are removed. Kept by whoever holds it, listed in the store while it has series.
  struct Block {
    Block(std::shared_ptr<const OwnedLabelValues> values, std::uint64_t hash_of_values,
          const Bounds& bounds_of_series)
        : open_values(std::move(values)), hash(hash_of_values), bounds(bounds_of_series) {}

    const std::shared_ptr<const OwnedLabelValues> open_values;
    const std::uint64_t hash;
    [[no_unique_address]] const Bounds bounds;
    std::vector<Reference> series;
    bool is_listed = false;
  };

  RemovableStore(const Home& home, const RemovableMetrics& metrics)
      : home_(home),
        metrics_(metrics),
        labeling_(home),
        link_(std::make_shared<typename Series::Link>(&home.family, &home.log,
                                                      metrics.delete_series)),
        hidden_(make_series(home.descriptor, nullptr, 0)) {
    metrics.prepare_empty_handles();
    if (labeling_.is_complete()) static_cast<void>(block(OpenLabelValues{}, {}));
  }
  RemovableStore(const RemovableStore&) = delete;
  RemovableStore& operator=(const RemovableStore&) = delete;
  ~RemovableStore() override { detach(); }

  void detach() noexcept override { link_->cut(); }

  [[nodiscard]] bool is_empty() override {
    const std::lock_guard lock(mutex_);
    return blocks_.empty();
  }

  /// Finds or makes a block, with all of its series. Throws what the labeling does.
  virtual std::shared_ptr<Block> block(OpenLabelValues values, const Bounds& bounds) {
    bool is_redirected = false;
    std::shared_ptr<Block> found;
    {
      const std::lock_guard lock(mutex_);
      found = find_or_list(values, bounds, is_redirected);
    }
    if (is_redirected) count(Event::lookup_redirected);
    return found;
  }

  /// One series of a block, made anew if it was removed. If memory is out, one that shows nowhere.
  virtual Reference series(const std::shared_ptr<Block>& block, std::size_t closed_index) noexcept {
    const auto find = [&] {
      bool is_redirected = false;
      Reference found;
      {
        const std::lock_guard lock(mutex_);
        found = find_or_make(block, closed_index, is_redirected);
      }
      if (is_redirected) count(Event::lookup_redirected);  // not if the overflow series was not had
      return found;
    };
    return try_or(find, [&] { return hidden_; });
  }

  /// A series that takes updates and shows nowhere, for values outside of a closed label's set.
  virtual Reference hidden_series() noexcept {
    count(Event::label_value_rejected);
    return hidden_;
  }

  virtual bool remove(OpenLabelValues values, std::size_t closed_index) {
    Reference removed;  // let go of after the lock
    const OwnedLabelValues valid(values);
    const std::lock_guard lock(mutex_);
    const auto place = find(valid.views(), hash_values(valid.views(), home_.hash_seed));
    if (place == blocks_.end()) return false;
    removed = take(*place->second, closed_index);
    if (is_empty(*place->second)) unlist(place);
    return static_cast<bool>(removed);
  }

  virtual std::size_t remove_matching(std::span<const LabelMatch> matches) {
    std::vector<std::string> valid;
    for (const auto& match : matches) valid.push_back(to_valid_text(match.value));
    const auto is_match = [&](const Block& block, std::size_t closed_index) {
      for (std::size_t i = 0; i < matches.size(); ++i) {
        if (!labeling_.is_match(*block.open_values, closed_index, matches[i], valid[i])) {
          return false;
        }
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

  virtual Reference acquire(OpenLabelValues values, std::size_t closed_index,
                            const Bounds& bounds) {
    bool is_redirected = false;
    Reference found;
    {
      const std::lock_guard lock(mutex_);
      found =
          find_or_make(find_or_list(values, bounds, is_redirected), closed_index, is_redirected);
      ++found->owners;
    }
    if (is_redirected) count(Event::lookup_redirected);
    return found;
  }

  virtual void release(const Reference& owned) noexcept {
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
    const auto is_before = [this](const Series& a, const Series& b) {
      return labeling_.is_before(*a.open_values, a.closed_index, *b.open_values, b.closed_index);
    };
    order_.read(mutex_, is_before, [&](const Reference* series, std::size_t count) {
      const void* metrics[series_at_once] = {};
      for (std::size_t i = 0; i < count; ++i) metrics[i] = metrics_.metric(*series[i]);
      reading.take(metrics_.backend, metrics, count);
      for (std::size_t i = 0; i < count; ++i) {
        Series& shown = *series[i];
        labeling_.show(reading, i, *shown.open_values, shown.closed_index, shown.page_text);
      }
    });
  }

 private:
  // By hash; blocks whose hashes are equal lie side by side.
  using Blocks = std::unordered_multimap<std::uint64_t, std::shared_ptr<Block>>;

  void count(Event event) noexcept { home_.log.count(home_.family, event); }

  Reference make_series(const FamilyDescriptor& described,
                        std::shared_ptr<const OwnedLabelValues> values, std::size_t closed_index) {
    return Reference(metrics_.make(described, link_, std::move(values), closed_index));
  }

  typename Blocks::iterator find(OpenLabelValues values, std::uint64_t hash) {
    auto [place, end] = blocks_.equal_range(hash);
    while (place != end && !place->second->open_values->equal(values)) ++place;
    return place == end ? blocks_.end() : place;
  }

  /// The place of the block that has this very series.
  typename Blocks::iterator find_listed(const Series& series) {
    if (series.open_values == nullptr) return blocks_.end();  // hidden
    const auto values = series.open_values->views();
    const auto place = find(values, hash_values(values, home_.hash_seed));
    const bool is_listed =
        place != blocks_.end() && place->second->series[series.closed_index].get() == &series;
    return is_listed ? place : blocks_.end();
  }

  Reference make_series(const Block& block, std::size_t closed_index) {
    return make_series(Labeling::with_bounds(home_.descriptor, block.bounds), block.open_values,
                       closed_index);
  }

  std::shared_ptr<Block> find_or_list(OpenLabelValues values, const Bounds& bounds,
                                      bool& is_redirected) {
    const std::uint64_t hash = hash_values(values, home_.hash_seed);
    if (const auto place = find(values, hash); place != blocks_.end()) {
      if (place->second != overflow_) labeling_.require_bounds(place->second->bounds, bounds);
      return place->second;
    }
    const bool has_room = has_room_for(labeling_.closed_count());
    const auto owned = labeling_.own(values, has_room);
    if (owned != nullptr && !owned->equal(values)) {
      // Mended, so it may be there under its valid text.
      return find_or_list(owned->views(), bounds, is_redirected);
    }
    if (owned == nullptr || !has_room) return overflow(is_redirected);
    const auto made = std::make_shared<Block>(owned, hash, bounds);
    fill(*made);
    list(made);
    return made;
  }

  Reference find_or_make(const std::shared_ptr<Block>& block, std::size_t closed_index,
                         bool& is_redirected) {
    std::shared_ptr<Block> current = block;
    if (!block->is_listed) {
      // Its series are all gone; others may have used the same values since, with other bounds.
      const auto place = find(block->open_values->views(), block->hash);
      current = place != blocks_.end()
                    ? place->second
                    : find_or_list(block->open_values->views(), block->bounds, is_redirected);
    }
    if (!current->series[closed_index] && current != overflow_ && !has_room_for(1)) {
      current = overflow(is_redirected);
    }
    Reference& series = current->series[closed_index];
    if (!series) {
      order_.make_room(1);
      series = make_series(*current, closed_index);
      order_.add(series);
      if (current != overflow_) ++series_count_;
    }
    return series;
  }

  [[nodiscard]] bool has_room_for(std::size_t series) const noexcept {
    return labeling_.is_complete() || series_count_ + series <= home_.max_series;
  }

  void fill(Block& block) {
    block.series.reserve(labeling_.closed_count());
    for (std::size_t i = 0; i < labeling_.closed_count(); ++i) {
      block.series.push_back(make_series(block, i));
    }
  }

  void list(const std::shared_ptr<Block>& block) {
    order_.make_room(block->series.size());
    blocks_.emplace(block->hash, block);
    for (const Reference& series : block->series) order_.add(series);
    block->is_listed = true;
    series_count_ += block->series.size();
  }

  std::shared_ptr<Block> overflow(bool& is_redirected) {
    is_redirected = true;
    if (overflow_ == nullptr || !overflow_->is_listed) {
      const auto values = labeling_.own_overflow();
      const std::uint64_t hash = hash_values(values->views(), home_.hash_seed);
      const auto place = find(values->views(), hash);
      if (place != blocks_.end()) {
        series_count_ -= present_in(*place->second);  // on top of the cap from now on
        return overflow_ = place->second;
      }
      auto made = std::make_shared<Block>(values, hash, Bounds());
      fill(*made);
      list(made);
      series_count_ -= made->series.size();  // on top of the cap
      overflow_ = std::move(made);
    }
    return overflow_;
  }

  Reference take(Block& block, std::size_t closed_index) noexcept {
    Reference taken = std::exchange(block.series[closed_index], Reference());
    if (!taken) return taken;
    order_.remove(*taken);
    if (&block != overflow_.get()) --series_count_;
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
  const RemovableMetrics& metrics_;
  Labeling labeling_;
  const std::shared_ptr<typename Series::Link> link_;
  const Reference hidden_;

  /// Guards what is below, the blocks, and the numbers of owners.
  std::mutex mutex_;
  Blocks blocks_;
  std::shared_ptr<Block> overflow_;
  std::size_t series_count_ = 0;  ///< without those of the overflow block
  RemovableOrder<Series> order_;  ///< what scrapes see, which they guard themselves
};

template <class Metric, class Labeling>
SeriesStore* make_removable_store(const SeriesStore::Home& home) {
  return new RemovableStore<Labeling>(home, RemovableMetricsOf<Metric>::table);
}

}  // namespace isometric::inline v1::detail
