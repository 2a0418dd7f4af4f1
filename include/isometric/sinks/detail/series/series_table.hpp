#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>
#include <isometric/sinks/detail/series/series_block.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>

namespace isometric::inline v1::detail {

/// Finds blocks by their open label values: open addressing with linear probing. Small tables are
/// at most a quarter full, for speed, large ones up to seven eighths, for memory. Readers take no
/// lock. Writers are serialised by the caller. Nothing is ever removed, and a table that was
/// outgrown stays until the arena goes, because a reader may still be in it; all of them together
/// are smaller than the current one.
class SeriesTable {
 public:
  /// `words` are those of the short values, as SeriesBlock has it. Null says nothing if a value is
  /// empty; find_again() says what there is.
  [[nodiscard, gnu::__always_inline__]] SeriesBlock* find(OpenLabelValues values,
                                                          const TextWords* words,
                                                          std::uint64_t hash) const noexcept {
    // acquire: sees the slots that grow() filled before it published them.
    const Slots* table = slots_.load(std::memory_order_acquire);
    const auto key = static_cast<std::uint32_t>(hash);
    for (std::size_t i = key / tag_count & table->mask;; i = (i + 1) & table->mask) {
      // acquire: sees the block that insert() finished before it published it.
      SeriesBlock* const slot = table->at(i).load(std::memory_order_acquire);
      if (slot == nullptr) return nullptr;
      const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(slot) - tag_of(key);
      if (address % tag_count != 0) continue;
      auto* const block = reinterpret_cast<SeriesBlock*>(address);
      if (block->has(values, words)) return block;
    }
  }
  /// The same where the caller is in no hurry, in a tenth of the code. Written out, because g++
  /// takes a fifth more instructions for find() where both call one function with a predicate.
  [[nodiscard, gnu::__noinline__]] SeriesBlock* find_again(OpenLabelValues values,
                                                           std::uint64_t hash) const noexcept {
    // acquire, here and below: as in find().
    const Slots* table = slots_.load(std::memory_order_acquire);
    const auto key = static_cast<std::uint32_t>(hash);
    for (std::size_t i = key / tag_count & table->mask;; i = (i + 1) & table->mask) {
      SeriesBlock* const slot = table->at(i).load(std::memory_order_acquire);
      if (slot == nullptr) return nullptr;
      const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(slot) - tag_of(key);
      if (address % tag_count != 0) continue;
      auto* const block = reinterpret_cast<SeriesBlock*>(address);
      if (block->hash() == key && block->has(values)) return block;
    }
  }

  /// So that the next insert() cannot fail. May throw std::bad_alloc.
  void make_room(Arena& memory) {
    // relaxed: only writers change it, and the caller lets in one at a time.
    const Slots* table = slots_.load(std::memory_order_relaxed);
    const std::size_t count = table->mask + 1;
    const std::size_t most = count < first_large ? count / 4 : count - count / 8;
    if (size_ + 1 > most) grow(table, memory);
  }

  /// `block` must not be in the table.
  void insert(SeriesBlock* block) noexcept {
    put(slots_.load(std::memory_order_relaxed), block);  // as above
    ++size_;
  }

 private:
  /// A pointer to a block, in whose low bits, which are zeros, stand some of its hash that do not
  /// choose the slot: of eight wrong blocks a look-up touches one.
  using Slot = std::atomic<SeriesBlock*>;

  static constexpr std::uintptr_t tag_count = alignof(SeriesBlock);
  static constexpr std::uintptr_t tag_of(std::uint32_t key) noexcept { return key % tag_count; }

  static constexpr std::size_t first_count = 8;
  /// The number of slots from which on memory counts.
  static constexpr std::size_t first_large = 2048;

  struct Slots {
    std::size_t mask;

    /// The slots lie behind.
    [[nodiscard]] const Slot& at(std::size_t index) const noexcept {
      return reinterpret_cast<const Slot*>(this + 1)[index];
    }
    [[nodiscard]] Slot& at(std::size_t index) noexcept {
      return reinterpret_cast<Slot*>(this + 1)[index];
    }
  };
  static_assert(sizeof(Slots) % alignof(Slot) == 0);

  // A table of one empty slot, so that find() needs no check for a table that is not there.
  struct OneSlot {
    Slots table;
    Slot empty;
  };
  static inline constinit OneSlot no_slots_{{0}, {nullptr}};

  static void put(Slots* table, SeriesBlock* block) noexcept {
    const std::uint32_t key = block->hash();
    std::size_t i = key / tag_count & table->mask;
    while (table->at(i).load(std::memory_order_relaxed) != nullptr) i = (i + 1) & table->mask;
    const std::uintptr_t slot = reinterpret_cast<std::uintptr_t>(block) + tag_of(key);
    table->at(i).store(reinterpret_cast<SeriesBlock*>(slot),
                       std::memory_order_release);  // publishes the finished block
  }

  void grow(const Slots* old, Arena& memory) {
    const std::size_t count = old->mask == 0 ? first_count : 2 * (old->mask + 1);
    void* const place = memory.allocate(sizeof(Slots) + count * sizeof(Slot), alignof(Slots));
    auto* const table = new (place) Slots{count - 1};
    for (std::size_t i = 0; i < count; ++i) new (&table->at(i)) Slot(nullptr);
    for (std::size_t i = 0; i <= old->mask; ++i) {
      const auto slot =
          reinterpret_cast<std::uintptr_t>(old->at(i).load(std::memory_order_relaxed));
      if (slot != 0) put(table, reinterpret_cast<SeriesBlock*>(slot - slot % tag_count));
    }
    slots_.store(table, std::memory_order_release);  // publishes the filled table
  }

 public:
  /// How much memory the first table takes.
  static constexpr std::size_t least_size = sizeof(Slots) + first_count * sizeof(Slot);

 private:
  std::atomic<Slots*> slots_{&no_slots_.table};
  std::size_t size_ = 0;
};

}  // namespace isometric::inline v1::detail
