#pragma once

#include <isometric/reading/detail/fixed_array.hpp>
#include <isometric/reading/detail/stable_sort.hpp>
#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <cstddef>
#include <utility>

namespace isometric::inline v1::detail {

/// A family's series sorted by their label values, labels in order of name. Kept between scrapes,
/// so that a scrape sorts only what is new.
class SeriesOrder {
 public:
  struct Series {
    const SeriesBlock* block = nullptr;
    std::size_t closed_index = 0;
  };

  SeriesOrder() noexcept = default;
  SeriesOrder(const SeriesOrder&) = delete;
  SeriesOrder& operator=(const SeriesOrder&) = delete;
  ~SeriesOrder() { delete[] series_; }

  [[nodiscard]] const Series* begin() const noexcept { return series_; }
  [[nodiscard]] const Series* end() const noexcept { return series_ + size_; }

  /// Takes in the blocks that were made since the last call, of which `newest` is the head. A
  /// template, so that only who reads compiles it.
  template <class Layout>
  void extend(const Layout& layout, const SeriesBlock* newest) {
    if (newest == seen_) return;
    std::size_t count = 0;
    for (const SeriesBlock* block = newest; block != seen_; block = block->older) {
      count += layout.closed_count();
    }
    const FixedArray<Series> added(count);
    std::size_t end = 0;
    for (const SeriesBlock* block = newest; block != seen_; block = block->older) {
      for (std::size_t i = 0; i < layout.closed_count(); ++i) added[end++] = {block, i};
    }
    const auto less = [&layout](const Series& a, const Series& b) {
      return layout.is_before(a.block->open_values, a.closed_index, b.block->open_values,
                              b.closed_index);
    };
    sort_stably(added.data(), count, less);
    auto* const all = new Series[size_ + count];
    std::size_t old = 0;
    std::size_t next = 0;
    while (old + next < size_ + count) {
      const bool takes_new = old == size_ || (next < count && less(added[next], series_[old]));
      Series& place = all[old + next];
      place = takes_new ? added[next++] : series_[old++];
    }
    delete[] std::exchange(series_, all);
    size_ += count;
    seen_ = newest;
  }

 private:
  Series* series_ = nullptr;  ///< an array, since a vector costs each file that includes this
  std::size_t size_ = 0;
  const SeriesBlock* seen_ = nullptr;
};

}  // namespace isometric::inline v1::detail
