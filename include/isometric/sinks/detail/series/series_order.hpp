#pragma once

#include <isometric/sinks/detail/series/series_layout.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
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
    const auto less = [&layout](const Series& a, const Series& b) {
      return layout.is_before(a.block->open_values, a.closed_index, b.block->open_values,
                              b.closed_index);
    };
    std::size_t count = 0;
    for (const SeriesBlock* block = newest; block != seen_; block = block->older) {
      count += layout.closed_count();
    }
    const std::unique_ptr<Series[]> added(new Series[count]);
    Series* end = added.get();
    for (const SeriesBlock* block = newest; block != seen_; block = block->older) {
      for (std::size_t i = 0; i < layout.closed_count(); ++i) *end++ = {block, i};
    }
    std::sort(added.get(), end, less);
    auto* const all = new Series[size_ + count];
    std::merge(series_, series_ + size_, added.get(), end, all, less);
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
