#pragma once

#include <isometric/reading/detail/valid_text.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/descriptor_copy.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/make_block.hpp>
#include <isometric/sinks/detail/series/series_block.hpp>
#include <isometric/sinks/detail/series/series_family.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_order.hpp>
#include <isometric/sinks/detail/series/series_store.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

/// A family in a ledger: its description, the backend's family, its series and their cap. What is
/// made for it lies in its arena, the first piece of which is beside it, and goes only with it.
/// Its own mutex is taken to make series; look-ups of series that are there take none, and readers
/// walk the list of blocks, to which writers only add. Thread-safe. It never moves, and lives as
/// long as its ledger.
class alignas(std::max_align_t) FamilyEntry final : public SeriesFamily {
 public:
  /// Copies the descriptor; `max_series` is the cap where it has none. `log` must outlive the
  /// entry, which is the caller's to delete.
  static FamilyEntry* make(const Backend& backend, const FamilyDescriptor& descriptor,
                           std::size_t max_series, const HashSeed& seed, EventLog& log) {
    if (descriptor.max_series != 0) max_series = descriptor.max_series;
    const MemoryBeside beside{size_of_copy(descriptor) + size_of_first_series(descriptor)};
    return new (beside) FamilyEntry(backend, descriptor, max_series, seed, log, beside);
  }

  /// For the ledger's index, under the ledger's lock.
  struct Link {
    std::uint64_t hash = 0;
    FamilyEntry* next = nullptr;
  };
  Link link;
  /// For the ledger: its families with stores are a list, too.
  FamilyEntry* next_with_store = nullptr;

  // Not the sized form: what was allocated is larger than the class.
  static void operator delete(void* memory) noexcept { ::operator delete(memory); }

  ~FamilyEntry() {
    delete store_;
    if (void* hidden = hidden_series_.load(std::memory_order_relaxed)) {
      backend_.delete_hidden_series(hidden);
    }
    if (owns_backend_family_) backend_.delete_family(backend_family_);
  }

  /// Keeps what other code has said of the family, which it registered first; comes before
  /// attach().
  void keep_help(std::string_view help) { descriptor_.help = copy_valid_text(help, arena_); }

  /// Comes before any use; `registered` is what the ledger has registered it as. With closed labels
  /// only (or none), makes all series there will be.
  void attach(void* registered, SeriesStore::Make make_store = nullptr) {
    backend_family_ = registered;
    if (make_store != nullptr) {
      store_ = make_store({*this, descriptor_, layout_, seed_, max_series_, log_});
      return;
    }
    if (backend_.make_family != nullptr) {
      backend_family_ = backend_.make_family(descriptor_);
      owns_backend_family_ = true;
    }
    if (layout_.open_count() == 0) make_block(OpenLabelValues{}, 0);
  }

  /// The same as block() of a family that counts events, where a look-up beyond the cap is none.
  [[gnu::__cold__]] SeriesBlock* uncounted_block(OpenLabelValues values) {
    bool is_redirected = false;
    return find_or_make_block(values, hash_values(values, seed_), is_redirected);
  }

  void* hidden_series() override {
    // acquire: sees the metric that another thread finished before it published it.
    void* hidden = hidden_series_.load(std::memory_order_acquire);
    if (hidden == nullptr) {
      const std::lock_guard lock(mutex_);
      hidden = hidden_series_.load(std::memory_order_relaxed);  // the lock orders it
      if (hidden == nullptr) {
        hidden = backend_.new_hidden_series(descriptor_, backend_family_);
        hidden_series_.store(hidden, std::memory_order_release);  // publishes the finished metric
      }
    }
    log_.count(*this, Event::label_value_rejected);
    return hidden;
  }

  void count(Event event) noexcept override { log_.count(*this, event); }

  [[nodiscard]] const Backend& backend() const noexcept { return backend_; }

  /// For the log: where it keeps this family's counter of each event.
  [[nodiscard]] std::atomic<void*>& event_counter(Event event) noexcept {
    return event_counters_[static_cast<std::size_t>(event)];
  }

  /// Where the series are kept, if they are not fixed; else null.
  [[nodiscard]] SeriesStore* store() const noexcept { return store_; }

  // A family with a store can be given up, and another one declared under its name, when it has no
  // series and no family object. Families without one stay, uncounted.

  void add_user() noexcept {
    // relaxed: who adds one holds the ledger's lock, or is one already.
    users_.fetch_add(1, std::memory_order_relaxed);
  }
  void remove_user() noexcept {
    users_.fetch_sub(1, std::memory_order_release);  // all that the user did comes before the end
  }
  /// Under the ledger's lock, which no new user can get by.
  [[nodiscard]] bool is_abandoned() const noexcept {
    // acquire: what its users did comes before its end.
    return store_ != nullptr && users_.load(std::memory_order_acquire) == 0 && store_->is_empty();
  }

  /// One more keeps it, under the ledger's lock: a scrape, which may still read what was given up.
  void keep() noexcept {
    keepers_.fetch_add(1, std::memory_order_relaxed);  // who adds one holds another, the ledger's
  }
  /// By the ledger, too. The last one deletes it.
  void let_go() noexcept {
    // acq_rel: what others did with it comes before its end.
    if (keepers_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }

  /// From now on handles that may outlive the family report no events.
  void detach() noexcept {
    if (store_ != nullptr) store_->detach();
  }

  /// Hands the series that are present to `reading`, a SeriesReading. A template, so that only who
  /// reads compiles it.
  template <class Reading>
  void read(Reading& reading) {
    if (store_ != nullptr) {
      store_->read(reading);
      return;
    }
    const std::lock_guard lock(order_mutex_);
    // acquire: sees the blocks that make_block() finished before it published them.
    order_.extend(layout_, newest_.load(std::memory_order_acquire));
    reading.read(backend_, order_);
  }
  [[nodiscard]] const SeriesLayout& layout() const noexcept { return layout_; }

 private:
  /// The first piece of the arena, which begins where the entry ends: most families take one
  /// allocation, of a size that fits them.
  struct MemoryBeside {
    std::size_t size;
  };

  FamilyEntry(const Backend& backend, const FamilyDescriptor& descriptor, std::size_t max_series,
              const HashSeed& seed, EventLog& log, MemoryBeside beside)
      : SeriesFamily(seed, descriptor),
        arena_(this + 1, beside.size),
        layout_((move_into(arena_, descriptor_), descriptor_), arena_),
        max_series_(max_series),
        backend_(backend),
        log_(log) {}

  /// About how much memory the layout takes, and the first block with its table. Most families of a
  /// fresh sink have no more; what others have is not as long that an allocation would count.
  static std::size_t size_of_first_series(const FamilyDescriptor& descriptor) noexcept {
    constexpr std::size_t for_block = BlockMaker::size_without_labels + alignof(SeriesBlock);
    if (descriptor.labels.empty()) return for_block;
    constexpr std::size_t for_each_label = sizeof(SeriesLayout::Place) + 32;
    return for_block + descriptor.labels.size() * for_each_label + SeriesTable::least_size;
  }

  static void* operator new(std::size_t size, MemoryBeside beside) {
    return ::operator new(size + beside.size);
  }
  static void operator delete(void* memory, MemoryBeside) noexcept { ::operator delete(memory); }

  [[gnu::__noinline__, gnu::__cold__]] SeriesBlock* find_or_make_block(
      OpenLabelValues values, std::uint64_t hash) override {
    bool is_redirected = false;
    SeriesBlock* const block = find_or_make_block(values, hash, is_redirected);
    if (is_redirected) log_.count(*this, Event::lookup_redirected);
    return block;
  }

  SeriesBlock* find_or_make_block(OpenLabelValues values, std::uint64_t hash, bool& is_redirected) {
    for (const auto value : values) {
      if (!is_valid_text(value)) [[unlikely]]
        return find_or_make_mended_block(values, is_redirected);
    }
    // acquire: sees the overflow block that was made before the family was declared full.
    SeriesBlock* overflow = overflow_.load(std::memory_order_acquire);
    // Once more: under its mended value, or because it was made since the caller looked.
    if (SeriesBlock* found = table_.find_again(values, hash)) return found;
    if (overflow == nullptr) {
      const std::lock_guard lock(mutex_);
      if (SeriesBlock* found = table_.find_again(values, hash)) return found;
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

  [[gnu::__noinline__, gnu::__cold__]] SeriesBlock* find_or_make_mended_block(
      OpenLabelValues values, bool& is_redirected) {
    Arena memory;
    values = copy_texts(values, memory, CopyText::valid);
    return find_or_make_block(values, hash_values(values, seed_), is_redirected);
  }

  SeriesBlock* make_overflow_block() {
    Arena memory;
    auto* const values = memory.allocate<std::string_view>(layout_.open_count());
    for (std::size_t i = 0; i < layout_.open_count(); ++i) {
      new (values + i) std::string_view(overflow_value);
    }
    const OpenLabelValues all = span_of(values, layout_.open_count());
    const std::uint64_t hash = hash_values(all, seed_);
    SeriesBlock* overflow = table_.find_again(all, hash);
    if (overflow == nullptr) overflow = make_block(all, hash);
    overflow_.store(overflow, std::memory_order_release);  // publishes the finished block
    return overflow;
  }

  SeriesBlock* make_block(OpenLabelValues values, std::uint64_t hash) {
    auto* const block = BlockMaker::make(layout_, values, hash, arena_);
    if (!values.empty()) table_.make_room(arena_);
    // Last of what may fail: other code may hold a series as soon as it is there, so none is taken
    // back. Those that were made before one failed are found again by the next attempt.
    for (std::size_t i = 0; i < layout_.closed_count(); ++i) {
      block->series()[i] =
          backend_.add_series(descriptor_, backend_family_, {layout_, values.data(), i});
    }
    block->put_before(newest_.load(std::memory_order_relaxed));  // only changes under the lock
    if (!values.empty()) table_.insert(block);
    newest_.store(block, std::memory_order_release);  // publishes the finished block
    return block;
  }

  Arena arena_;  ///< holds the copy of the descriptor, the blocks and the table

  const SeriesLayout layout_;
  const std::size_t max_series_;
  const Backend& backend_;
  EventLog& log_;
  bool owns_backend_family_ = false;
  SeriesStore* store_ = nullptr;  ///< owned; null for fixed series, which are in the table
  std::atomic<std::size_t> users_ = 0;
  std::atomic<std::size_t> keepers_ = 1;  ///< with the ledger

  /// Not null once the family is full: then look-ups beyond the cap need no lock either.
  std::atomic<SeriesBlock*> overflow_ = nullptr;
  std::atomic<void*> hidden_series_ = nullptr;
  std::atomic<void*> event_counters_[event_count] = {};

  /// Guards making series: arena_, series_count_, and writing to the table and the atomics.
  std::mutex mutex_;
  std::size_t series_count_ = 0;

  /// Guards order_.
  std::mutex order_mutex_;
  SeriesOrder order_;
};

/// A user of a family that can be given up, with what keeps the ledger, `Owner`: that goes after
/// the use, also where one is assigned. Moving copies, so that what is moved from is as good as
/// before.
template <class Owner>
class FamilyUse {
 public:
  /// Takes over what Ledger::declare() has added.
  FamilyUse(Owner owner, FamilyEntry& declared) noexcept
      : owner_(std::move(owner)), family_(&declared) {}
  FamilyUse(const FamilyUse& other) noexcept : owner_(other.owner_), family_(other.family_) {
    family_->add_user();
  }
  FamilyUse& operator=(FamilyUse other) noexcept {
    std::swap(owner_, other.owner_);
    std::swap(family_, other.family_);
    return *this;
  }
  ~FamilyUse() { family_->remove_user(); }

  FamilyEntry* operator->() const noexcept { return family_; }

 private:
  [[no_unique_address]] Owner owner_;
  FamilyEntry* family_;
};

}  // namespace isometric::inline v1::detail
