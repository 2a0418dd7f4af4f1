#pragma once

#include <isometric/sinks/detail/family/value_hash.hpp>
#include <isometric/sinks/detail/registry/family_entry.hpp>
#include <isometric/sinks/detail/series/hash_seed.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// The families of a ledger by name; owns them. A hash table of lists, because a few families then
/// need no memory for it, and sorted only when somebody wants to see them. Not thread-safe.
class FamilyIndex {
 public:
  struct Key {
    std::string_view name;
    std::uint64_t hash;
  };

  FamilyIndex() noexcept = default;
  FamilyIndex(const FamilyIndex&) = delete;
  FamilyIndex& operator=(const FamilyIndex&) = delete;

  ~FamilyIndex() {
    for_each([](FamilyEntry* family) { delete family; });
  }

  [[nodiscard]] Key key(std::string_view name) const noexcept {
    return {name, finish_hash(hash_text(name, seed_.of_label[0], seed_), seed_)};
  }

  /// Null if there is none.
  [[nodiscard]] FamilyEntry* find(const Key& key) const noexcept {
    for (FamilyEntry* family = list_of(key.hash); family != nullptr; family = family->link.next) {
      if (family->link.hash == key.hash && equal_text(family->descriptor().name, key.name)) {
        return family;
      }
    }
    return nullptr;
  }

  [[nodiscard]] FamilyEntry* find(std::string_view name) const noexcept { return find(key(name)); }

  /// So that the next add() cannot fail. May throw std::bad_alloc.
  void make_room() {
    if (size_ < lists_.size()) [[likely]]
      return;
    std::vector<FamilyEntry*> more(4 * lists_.size());
    for_each([&](FamilyEntry* family) {
      FamilyEntry*& list = more[family->link.hash & (more.size() - 1)];
      family->link.next = list;
      list = family;
    });
    more_lists_ = std::move(more);
    lists_ = more_lists_;
  }

  /// There must be none of that name.
  FamilyEntry& add(const Key& key, std::unique_ptr<FamilyEntry> family) noexcept {
    FamilyEntry*& list = list_of(key.hash);
    family->link = {key.hash, list};
    list = family.release();
    ++size_;
    return *list;
  }

  /// All of them, in order of name. May throw std::bad_alloc.
  [[nodiscard]] std::span<FamilyEntry* const> sorted() {
    if (sorted_.size() != size_) {
      sorted_.clear();
      sorted_.reserve(size_);
      for_each([&](FamilyEntry* family) { sorted_.push_back(family); });
      std::ranges::sort(sorted_, {}, [](auto* family) { return family->descriptor().name; });
    }
    return sorted_;
  }

  /// In no defined order. `use` may delete the family, or link it elsewhere.
  template <class Use>
  void for_each(Use use) const {
    for (FamilyEntry* list : lists_) {
      while (list != nullptr) use(std::exchange(list, list->link.next));
    }
  }

 private:
  static constexpr std::size_t first_size = 16;

  [[nodiscard]] FamilyEntry*& list_of(std::uint64_t hash) const noexcept {
    return lists_[hash & (lists_.size() - 1)];
  }

  /// The index's own, since a library that hides its symbols has another seed, and looks here, too.
  const HashSeed& seed_ = hash_seed();
  FamilyEntry* first_lists_[first_size] = {};
  std::vector<FamilyEntry*> more_lists_;
  std::span<FamilyEntry*> lists_{first_lists_};  ///< their number is a power of two
  std::size_t size_ = 0;
  std::vector<FamilyEntry*> sorted_;  ///< as it was when it was last asked for
};

}  // namespace isometric::inline v1::detail
