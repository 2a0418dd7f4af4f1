#pragma once

#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/sinks/detail/series/series_block.hpp>

#include <cstddef>
#include <cstdint>

namespace isometric::inline v1::detail {

/// A family's series sorted by their label values, labels in order of name. Kept between scrapes,
/// so that a scrape sorts only what is new. Takes a pointer for each series, and where there are
/// closed labels four bytes.
class SeriesOrder {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return blocks_.size(); }
  [[nodiscard]] const SeriesBlock* block(std::size_t place) const noexcept {
    return blocks_[place];
  }
  [[nodiscard]] std::size_t closed_index(std::size_t place) const noexcept {
    return closed_indices_.size() == 0 ? 0 : closed_indices_[place];
  }

  /// Takes in the blocks that were made since the last call, of which `newest` is the head. A
  /// template, so that only who reads compiles it.
  template <class Layout>
  void extend(const Layout& layout, const SeriesBlock* newest) {
    if (newest == seen_) return;
    std::size_t block_count = 0;
    for (const SeriesBlock* block = newest; block != seen_; block = block->older()) ++block_count;
    const Added<Layout> added{layout, FixedArray<const SeriesBlock*>(block_count)};
    // The oldest first: they may well be in order already.
    for (const SeriesBlock* block = newest; block != seen_; block = block->older()) {
      added.blocks[--block_count] = block;
    }
    const FixedArray<std::size_t> places(added.blocks.size() * layout.closed_count());
    sort_places(places, &added, [](const void* all, std::size_t a, std::size_t b) {
      const auto& in = *static_cast<const Added<Layout>*>(all);
      return in.is_before(in.series(a), in.series(b));
    });
    merge(added, places);
    seen_ = newest;
  }

 private:
  struct Series {
    const SeriesBlock* block;
    std::size_t closed_index;
  };

  template <class Layout>
  struct Added {
    const Layout& layout;
    FixedArray<const SeriesBlock*> blocks;

    [[nodiscard]] Series series(std::size_t place) const noexcept {
      return {blocks[place / layout.closed_count()], place % layout.closed_count()};
    }
    [[nodiscard]] bool is_before(const Series& a, const Series& b) const noexcept {
      const std::size_t count = layout.open_count();
      return layout.is_before(OpenValuesOfBlock{*a.block, count}, a.closed_index,
                              OpenValuesOfBlock{*b.block, count}, b.closed_index);
    }
  };

  template <class Added>
  void merge(const Added& added, const FixedArray<std::size_t>& places) {
    const std::size_t count = size() + places.size();
    FixedArray<const SeriesBlock*> blocks(count);
    FixedArray<std::uint32_t> closed_indices(added.layout.closed_count() == 1 ? 0 : count);
    std::size_t old = 0;
    std::size_t next = 0;
    while (old + next < count) {
      const std::size_t place = old + next;
      const Series known = old == size() ? Series{} : Series{block(old), closed_index(old)};
      const Series fresh = next == places.size() ? Series{} : added.series(places[next]);
      const bool takes_new =
          old == size() || (fresh.block != nullptr && added.is_before(fresh, known));
      const Series& taken = takes_new ? fresh : known;
      ++(takes_new ? next : old);
      blocks[place] = taken.block;
      if (closed_indices.size() != 0) {
        closed_indices[place] = static_cast<std::uint32_t>(taken.closed_index);
      }
    }
    blocks_.swap(blocks);
    closed_indices_.swap(closed_indices);
  }

  FixedArray<const SeriesBlock*> blocks_{0};
  FixedArray<std::uint32_t> closed_indices_{0};  ///< none where all are 0
  const SeriesBlock* seen_ = nullptr;
};

}  // namespace isometric::inline v1::detail
