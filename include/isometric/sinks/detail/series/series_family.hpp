#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/family/value_hash.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <atomic>
#include <cstdint>

namespace isometric::inline v1::detail {

/// What look-ups and handles touch of a family: all that a header needs which holds instruments.
/// What is rare is virtual, so that it is compiled where sinks are made. Thread-safe.
class SeriesFamily {
 public:
  SeriesFamily(const SeriesFamily&) = delete;
  SeriesFamily& operator=(const SeriesFamily&) = delete;

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return descriptor_; }

  /// What the backend has for the family; null if that is nothing.
  [[nodiscard]] void* backend_family() const noexcept { return backend_family_; }

  /// Finds or makes a block. Takes a lock only to make one; may throw std::bad_alloc then.
  SeriesBlock* block(OpenLabelValues values) {
    // Where the compiler knows how many there are, a look-up takes a fifth less.
    switch (values.size()) {
      // acquire: sees the block that was finished before it was published, maybe by another thread.
      case 0: return newest_.load(std::memory_order_acquire);
      case 1: return look_up({values.data(), 1});
      case 2: return look_up({values.data(), 2});
      case 3: return look_up({values.data(), 3});
      default: return look_up_many(values);
    }
  }

  /// A metric that takes updates and shows nowhere, for values outside of a closed label's set.
  virtual void* hidden_series() = 0;

  virtual void count(Event event) noexcept = 0;

 protected:
  SeriesFamily(const HashSeed& seed, const FamilyDescriptor& descriptor) noexcept
      : seed_(seed), descriptor_(descriptor) {}
  ~SeriesFamily() = default;

  /// Of the block that look_up() did not find.
  virtual SeriesBlock* find_or_make_block(OpenLabelValues values, std::uint64_t hash) = 0;

  SeriesTable table_;
  const HashSeed& seed_;
  FamilyDescriptor descriptor_;
  void* backend_family_ = nullptr;
  /// The last one made, from which the others can be reached.
  std::atomic<SeriesBlock*> newest_ = nullptr;

 private:
  /// Of up to three values.
  [[gnu::__always_inline__]] SeriesBlock* look_up(OpenLabelValues values) {
    TextWords words[3];  // of the values, which the hash and the comparison both read
    const std::uint64_t hash = hash_values_inline(values, seed_, words);
    if (SeriesBlock* found = table_.find(values, words, hash)) [[likely]]
      return found;
    return find_or_make_block(values, hash);
  }

  SeriesBlock* look_up_many(OpenLabelValues values) {
    const std::uint64_t hash = hash_values(values, seed_);
    if (SeriesBlock* found = table_.find_again(values, hash)) return found;
    return find_or_make_block(values, hash);
  }
};

}  // namespace isometric::inline v1::detail
