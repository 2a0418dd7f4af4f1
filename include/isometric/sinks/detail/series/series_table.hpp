#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/sinks/detail/family/arena.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

namespace isometric::inline v1::detail {

class SeriesFamily;

/// An open label value as a look-up compares it.
struct ValueKey {
  std::size_t size;
  TextWords words;  ///< zeros if the value is longer than 16 bytes

  static ValueKey of(std::string_view value) noexcept {
    if (value.size() > 16) return {value.size(), {}};
    return {value.size(), words_of(value.data(), value.size())};
  }
};

/// The series of a family that share one tuple of open label values. Lives in the family's arena,
/// never moves and never goes before the family does.
///
/// Before it in memory stand the keys of its values, behind it the metrics of the backend, one for
/// each combination of closed label values: whoever has found a block waits for one load, not for
/// one after the other.
struct SeriesBlock {
  SeriesFamily* family = nullptr;
  const std::string_view* open_values = nullptr;
  std::uint64_t hash = 0;
  /// The block made before this one; readers walk this list without a lock.
  SeriesBlock* older = nullptr;

  /// How much memory a block takes together with what stands around it.
  static constexpr std::size_t size_with(std::size_t open_count,
                                         std::size_t closed_count) noexcept {
    return open_count * sizeof(ValueKey) + sizeof(SeriesBlock) + closed_count * sizeof(void*);
  }

  /// A block in memory of that size, with its keys; its metrics are still null.
  static SeriesBlock* make(void* memory, OpenLabelValues values,
                           std::size_t closed_count) noexcept {
    static_assert(alignof(ValueKey) <= alignof(SeriesBlock) &&
                  sizeof(ValueKey) % alignof(SeriesBlock) == 0 &&
                  sizeof(SeriesBlock) % alignof(void*) == 0);
    auto* key = static_cast<ValueKey*>(memory);
    for (const auto value : values) new (key++) ValueKey(ValueKey::of(value));
    auto* const block = new (key) SeriesBlock{};
    for (std::size_t i = 0; i < closed_count; ++i) new (block->series() + i) void* {nullptr};
    return block;
  }

  [[nodiscard]] void** series() noexcept { return reinterpret_cast<void**>(this + 1); }
  [[nodiscard]] void* const* series() const noexcept {
    return reinterpret_cast<void* const*>(this + 1);
  }

  /// `values` must be as many as the family has open labels.
  [[nodiscard, gnu::__always_inline__]] bool has(OpenLabelValues values) const noexcept {
    const auto* key = reinterpret_cast<const ValueKey*>(this) - values.size();
#pragma GCC unroll 4  // as in hash_values_inline()
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::string_view value = values[i];
      if (value.size() != key[i].size) return false;
      if (value.size() > 16) [[unlikely]] {
        if (std::memcmp(value.data(), open_values[i].data(), value.size()) != 0) return false;
      } else if (words_of(value.data(), value.size()) != key[i].words) {
        return false;
      }
    }
    return true;
  }
};

/// Finds blocks by their open label values: open addressing with linear probing, at most a quarter
/// full. Readers take no lock. Writers are serialised by the caller. Nothing is ever removed, and a
/// table that was outgrown stays until the arena goes, because a reader may still be in it; all of
/// them together are smaller than the current one.
class SeriesTable {
 public:
  [[nodiscard, gnu::__always_inline__]] SeriesBlock* find(OpenLabelValues values,
                                                          std::uint64_t hash) const noexcept {
    // acquire: sees the slots that grow() filled before it published them.
    const Slots* table = slots_.load(std::memory_order_acquire);
    for (std::size_t i = hash & table->mask;; i = (i + 1) & table->mask) {
      // acquire: sees the block that insert() finished before it published it.
      SeriesBlock* block = table->at[i].load(std::memory_order_acquire);
      if (block == nullptr) return nullptr;
      if (block->hash == hash && block->has(values)) return block;
    }
  }
  /// The same where the caller is in no hurry, in a tenth of the code. Written out, because g++
  /// takes a fifth more instructions for find() where both call one function with a predicate.
  [[nodiscard, gnu::__noinline__]] SeriesBlock* find_again(OpenLabelValues values,
                                                           std::uint64_t hash) const noexcept {
    // acquire, here and below: as in find().
    const Slots* table = slots_.load(std::memory_order_acquire);
    for (std::size_t i = hash & table->mask;; i = (i + 1) & table->mask) {
      SeriesBlock* block = table->at[i].load(std::memory_order_acquire);
      if (block == nullptr) return nullptr;
      if (block->hash != hash) continue;
      if (are_equal_texts(values, {block->open_values, values.size()})) return block;
    }
  }

  /// So that the next insert() cannot fail. May throw std::bad_alloc.
  void make_room(Arena& memory) {
    // relaxed: only writers change it, and the caller lets in one at a time.
    const Slots* table = slots_.load(std::memory_order_relaxed);
    if (4 * (size_ + 1) > table->mask) grow(table, memory);
  }

  /// `block` must not be in the table.
  void insert(SeriesBlock* block) noexcept {
    put(slots_.load(std::memory_order_relaxed), block);  // as above
    ++size_;
  }

 private:
  using Slot = std::atomic<SeriesBlock*>;

  struct Slots {
    std::size_t mask;
    Slot* at;
  };

  // A table of one empty slot, so that find() needs no check for a table that is not there.
  static inline constinit Slot no_slot_{nullptr};
  static inline constinit Slots no_slots_{0, &no_slot_};

  static void put(Slots* table, SeriesBlock* block) noexcept {
    std::size_t i = block->hash & table->mask;
    while (table->at[i].load(std::memory_order_relaxed) != nullptr) i = (i + 1) & table->mask;
    table->at[i].store(block, std::memory_order_release);  // publishes the finished block
  }

  void grow(const Slots* old, Arena& memory) {
    const std::size_t count = old->mask == 0 ? 8 : 2 * (old->mask + 1);
    auto* at = memory.allocate<Slot>(count);
    for (std::size_t i = 0; i < count; ++i) new (at + i) Slot(nullptr);
    auto* table = new (memory.allocate<Slots>()) Slots{count - 1, at};
    for (std::size_t i = 0; i <= old->mask; ++i) {
      if (SeriesBlock* block = old->at[i].load(std::memory_order_relaxed)) put(table, block);
    }
    slots_.store(table, std::memory_order_release);  // publishes the filled table
  }

  std::atomic<Slots*> slots_{&no_slots_};
  std::size_t size_ = 0;
};

}  // namespace isometric::inline v1::detail
