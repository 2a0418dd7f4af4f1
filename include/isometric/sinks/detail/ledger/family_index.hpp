#pragma once

#include <isometric/sinks/detail/family/value_hash.hpp>
#include <isometric/sinks/detail/ledger/family_entry.hpp>
#include <isometric/sinks/detail/series/hash_seed.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace isometric::inline v1::detail {

/// The families of a ledger by name; owns them. A hash table of lists, because a few families then
/// need no memory for it. Not thread-safe.
class FamilyIndex {
 public:
  struct Key {
    std::string_view name;
    std::uint64_t hash;
  };

  FamilyIndex() = default;
  FamilyIndex(const FamilyIndex&) = delete;
  FamilyIndex& operator=(const FamilyIndex&) = delete;

  ~FamilyIndex() {
    for_each([](FamilyEntry* family) { family->let_go(); });
    if (lists_ != first_lists_) delete[] lists_;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Another one after each change.
  [[nodiscard]] std::size_t version() const noexcept { return version_; }

  [[nodiscard, gnu::__noinline__]] Key key(std::string_view name) const noexcept {
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
    if (size_ < list_count_) [[likely]]
      return;
    const std::size_t count = 4 * list_count_;
    auto** const lists = new FamilyEntry* [count] {};
    for_each([&](FamilyEntry* family) {
      FamilyEntry*& list = lists[family->link.hash & (count - 1)];
      family->link.next = list;
      list = family;
    });
    if (lists_ != first_lists_) delete[] lists_;
    lists_ = lists;
    list_count_ = count;
  }

  /// Takes the family over. There must be none of that name.
  FamilyEntry& add(const Key& key, FamilyEntry* family) noexcept {
    FamilyEntry*& list = list_of(key.hash);
    family->link = {key.hash, list};
    list = family;
    ++size_;
    ++version_;
    return *list;
  }

  /// Gives one of them to the caller.
  void release(FamilyEntry* family) noexcept {
    FamilyEntry** at = &list_of(family->link.hash);
    while (*at != family) at = &(*at)->link.next;
    *at = family->link.next;
    --size_;
    ++version_;
  }

  /// In no defined order. `use` may delete the family, or link it elsewhere.
  template <class Use>
  void for_each(Use use) const {
    for (std::size_t i = 0; i < list_count_; ++i) {
      for (FamilyEntry* list = lists_[i]; list != nullptr;) {
        FamilyEntry* const family = list;
        list = list->link.next;
        use(family);
      }
    }
  }

 private:
  static constexpr std::size_t first_count = 16;

  [[nodiscard]] FamilyEntry*& list_of(std::uint64_t hash) const noexcept {
    return lists_[hash & (list_count_ - 1)];
  }

  /// The index's own, since a library that hides its symbols has another seed, and looks here, too.
  const HashSeed& seed_ = hash_seed();
  FamilyEntry* first_lists_[first_count] = {};
  FamilyEntry** lists_ = first_lists_;
  std::size_t list_count_ = first_count;  ///< a power of two
  std::size_t size_ = 0;
  std::size_t version_ = 0;
};

}  // namespace isometric::inline v1::detail
