#pragma once

#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/reading/scrape.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/descriptor_copy.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/prometheus/backend.hpp>
#include <isometric/sinks/detail/series/callback_store.hpp>
#include <isometric/sinks/detail/series/removable_store.hpp>
#include <isometric/sinks/detail/series/series_order.hpp>
#include <isometric/sinks/detail/series/series_reading.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <prometheus/metric_family.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace isometric::inline v1::detail {

/// A family in a ledger: its description, the backend's family, its series and their cap.
/// Thread-safe. It never moves, and lives as long as its ledger.
class alignas(std::max_align_t) FamilyEntry final : public FamilyReader {
 public:
  /// Copies the descriptor. `log` must outlive the entry.
  static std::unique_ptr<FamilyEntry> make(const FamilyDescriptor& descriptor,
                                           std::size_t max_series, const HashSeed& seed,
                                           EventLog& log) {
    constexpr std::size_t for_one_series = SeriesBlock::size_with(0, 1) + alignof(SeriesBlock);
    const MemoryBeside beside{size_of_copy(descriptor) + for_one_series};
    return std::unique_ptr<FamilyEntry>(new (beside)
                                            FamilyEntry(descriptor, max_series, seed, log, beside));
  }

  FamilyEntry(const FamilyEntry&) = delete;
  FamilyEntry& operator=(const FamilyEntry&) = delete;

  /// For the ledger's index, under the ledger's lock.
  struct Link {
    std::uint64_t hash = 0;
    FamilyEntry* next = nullptr;
  };
  Link link;
  /// For the ledger: its removable families are a list, too.
  FamilyEntry* next_removable = nullptr;

  // Not the sized form: what was allocated is larger than the class.
  static void operator delete(void* memory) noexcept { ::operator delete(memory); }

  ~FamilyEntry() {
    if (void* hidden = hidden_series_.load(std::memory_order_relaxed)) {
      delete_hidden_series(descriptor_.type, hidden);
    }
  }

  /// Keeps what other code has said of the family, which it registered first; comes before
  /// attach().
  void keep_help(std::string_view help) { descriptor_.help = copy_valid_text(help, arena_); }

  /// Comes before any use. With closed labels only (or none), makes all series there will be.
  void attach(void* backend_family) {
    backend_family_ = backend_family;
    if (descriptor_.series_kind != SeriesKind::fixed) {
      make_store();
    } else if (layout_.open_count() == 0) {
      make_block(OpenLabelValues{}, 0);
    }
  }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept override { return descriptor_; }

  /// Finds or makes a block. Takes a lock only to make one; may throw std::bad_alloc then.
  SeriesBlock* block(OpenLabelValues values) {
    // Where the compiler knows how many there are, a look-up takes a fifth less.
    switch (values.size()) {
      // acquire: sees the block that attach() finished, maybe in another thread.
      case 0: return newest_.load(std::memory_order_acquire);
      case 1: return look_up({values.data(), 1});
      case 2: return look_up({values.data(), 2});
      case 3: return look_up({values.data(), 3});
      default: return look_up(values);
    }
  }

  /// The same of a family that counts events, where a look-up beyond the cap is none.
  SeriesBlock* uncounted_block(OpenLabelValues values) {
    bool is_redirected = false;
    return find_or_make_block(values, hash_values(values, seed_), is_redirected);
  }

  /// A metric that takes updates and shows nowhere, for values outside of a closed label's set.
  void* hidden_series() {
    // acquire: sees the metric that another thread finished before it published it.
    void* hidden = hidden_series_.load(std::memory_order_acquire);
    if (hidden == nullptr) {
      const std::lock_guard lock(mutex_);
      hidden = hidden_series_.load(std::memory_order_relaxed);  // the lock orders it
      if (hidden == nullptr) {
        hidden = new_hidden_series(descriptor_);
        hidden_series_.store(hidden, std::memory_order_release);  // publishes the finished metric
      }
    }
    log_.count(*this, Event::label_value_rejected);
    return hidden;
  }

  void count(Event event) noexcept { log_.count(*this, event); }

  /// What the registry shows of the family, series of other code included.
  [[nodiscard]] std::vector<prometheus::MetricFamily> collect_backend() const {
    return collect_family(descriptor_.type, backend_family_);
  }

  /// For the log: where it keeps this family's counter of each event.
  [[nodiscard]] std::atomic<prometheus::Counter*>& event_counter(Event event) noexcept {
    return event_counters_[static_cast<std::size_t>(event)];
  }

  /// Where the series are kept, if they are not fixed.
  template <class Store>
  [[nodiscard]] Store& store() const noexcept {
    return static_cast<Store&>(*store_);
  }

  /// From now on handles that may outlive the family report no events.
  void detach() noexcept {
    if (store_ != nullptr) store_->detach();
  }

  void read(SeriesVisitor& visitor) override {
    SeriesReading reading(descriptor_, layout_, visitor);
    if (store_ != nullptr) {
      store_->read(reading);
      return;
    }
    with_metric_class(descriptor_.type, [&]<class Metric>(Metric*) {
      const std::lock_guard lock(order_mutex_);
      // acquire: sees the blocks that make_block() finished before it published them.
      order_.extend(layout_, newest_.load(std::memory_order_acquire));
      for (const auto& [block, closed_index] : order_.series()) {
        const auto* metric = static_cast<const Metric*>(block->series()[closed_index]);
        reading.read(*metric, block->open_values, closed_index);
      }
    });
  }

 private:
  /// The first piece of the arena, which begins where the entry ends: most families take one
  /// allocation, of a size that fits them.
  struct MemoryBeside {
    std::size_t size;
  };

  FamilyEntry(const FamilyDescriptor& descriptor, std::size_t max_series, const HashSeed& seed,
              EventLog& log, MemoryBeside beside)
      : arena_(this + 1, beside.size),
        seed_(seed),
        descriptor_(copy_descriptor(descriptor, arena_)),
        layout_(descriptor_, arena_),
        max_series_(max_series),
        log_(log) {}

  static void* operator new(std::size_t size, MemoryBeside beside) {
    return ::operator new(size + beside.size);
  }
  static void operator delete(void* memory, MemoryBeside) noexcept { ::operator delete(memory); }

  void make_store() {
    const SeriesStore::Home home{*this, descriptor_, layout_, seed_, max_series_, log_};
    if (descriptor_.series_kind == SeriesKind::callback) {
      store_ = std::make_unique<CallbackStore>(home);
    } else {
      with_metric_class(descriptor_.type, [&]<class Metric>(Metric*) {
        store_ = std::make_unique<RemovableStore<Metric>>(home);
      });
    }
  }

  [[gnu::__always_inline__]] SeriesBlock* look_up(OpenLabelValues values) {
    const std::uint64_t hash = hash_values_inline(values, seed_);
    if (SeriesBlock* found = table_.find(values, hash)) [[likely]]
      return found;
    return find_or_make_block(values, hash);
  }

  [[gnu::__noinline__, gnu::__cold__]] SeriesBlock* find_or_make_block(OpenLabelValues values,
                                                                       std::uint64_t hash) {
    bool is_redirected = false;
    SeriesBlock* const block = find_or_make_block(values, hash, is_redirected);
    if (is_redirected) log_.count(*this, Event::lookup_redirected);
    return block;
  }

  SeriesBlock* find_or_make_block(OpenLabelValues values, std::uint64_t hash, bool& is_redirected) {
    std::vector<std::string> valid_text;
    std::vector<std::string_view> valid_values;
    if (!std::ranges::all_of(values, is_valid_text)) {
      for (const auto value : values) valid_text.push_back(to_valid_text(value));
      valid_values.assign(valid_text.begin(), valid_text.end());
      values = valid_values;
      hash = hash_values(values, seed_);
    }
    // acquire: sees the overflow block that was made before the family was declared full.
    SeriesBlock* overflow = overflow_.load(std::memory_order_acquire);
    // Once more: under its mended value, or because it was made since the caller looked.
    if (SeriesBlock* found = table_.find(values, hash)) return found;
    if (overflow == nullptr) {
      const std::lock_guard lock(mutex_);
      if (SeriesBlock* found = table_.find(values, hash)) return found;
      const bool has_room =
          layout_.open_count() == 0 || series_count_ + layout_.closed_count() <= max_series_;
      if (has_room) {
        SeriesBlock* made = make_block(values, hash);
        series_count_ += layout_.closed_count();
        return made;
      }
      overflow = overflow_.load(std::memory_order_relaxed);  // the lock orders it
      if (overflow == nullptr) overflow = make_overflow_block();
    }
    is_redirected = true;
    return overflow;
  }

  SeriesBlock* make_overflow_block() {
    const std::vector<std::string_view> values(layout_.open_count(), overflow_value);
    const std::uint64_t hash = hash_values(values, seed_);
    SeriesBlock* overflow = table_.find(values, hash);
    if (overflow == nullptr) overflow = make_block(values, hash);
    overflow_.store(overflow, std::memory_order_release);  // publishes the finished block
    return overflow;
  }

  SeriesBlock* make_block(OpenLabelValues values, std::uint64_t hash) {
    const std::size_t count = layout_.closed_count();
    void* const memory =
        arena_.allocate(SeriesBlock::size_with(values.size(), count), alignof(SeriesBlock));
    auto* const block = SeriesBlock::make(memory, values, count);
    const auto copies =
        copy_each(values, arena_, [&](std::string_view value) { return copy_text(value, arena_); });
    if (!values.empty()) table_.make_room(arena_);
    // Last of what may fail: other code may hold a series as soon as it is there, so none is taken
    // back. Those that were made before one failed are found again by the next attempt.
    for (std::size_t i = 0; i < count; ++i) {
      block->series()[i] =
          add_series(descriptor_, backend_family_, layout_.backend_labels(values, i));
    }
    block->family = this;
    block->open_values = copies.data();
    block->hash = hash;
    block->older = newest_.load(std::memory_order_relaxed);  // only changes under the lock
    if (!values.empty()) table_.insert(block);
    newest_.store(block, std::memory_order_release);  // publishes the finished block
    return block;
  }

  Arena arena_;  ///< holds the copy of the descriptor, the blocks and the table

  SeriesTable table_;
  const HashSeed& seed_;
  FamilyDescriptor descriptor_;
  const SeriesLayout layout_;
  const std::size_t max_series_;
  EventLog& log_;
  void* backend_family_ = nullptr;
  std::unique_ptr<SeriesStore> store_;  ///< null for fixed series, which are in the table

  std::atomic<SeriesBlock*> newest_ = nullptr;
  /// Not null once the family is full: then look-ups beyond the cap need no lock either.
  std::atomic<SeriesBlock*> overflow_ = nullptr;
  std::atomic<void*> hidden_series_ = nullptr;
  std::atomic<prometheus::Counter*> event_counters_[event_count] = {};

  /// Guards making series: arena_, series_count_, and writing to table_ and the atomics above.
  std::mutex mutex_;
  std::size_t series_count_ = 0;

  /// Guards order_.
  std::mutex order_mutex_;
  SeriesOrder order_;
};

}  // namespace isometric::inline v1::detail
