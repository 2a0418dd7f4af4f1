#pragma once

#include <isometric/description/detail/double_bits.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace isometric::inline v1::detail {

/// Which bucket of a histogram an observation belongs to, found without a branch on its value.
///
/// The bits of positive doubles, read as integers, are ordered as they are. Their top bits cut the
/// numbers into cells, and a table tells for each cell the first bucket that reaches into it; so
/// many bits that few bounds are in one cell, and all of them are compared. What is below the table
/// or beyond it is brought to its ends.
class BucketIndex {
 public:
  /// The upper bounds, increasing; a last one that is +Inf is left out, since that bucket is always
  /// there. Throws std::bad_alloc.
  explicit BucketIndex(std::span<const double> bounds) {
    if (!bounds.empty() && !is_finite(bounds.back())) bounds = bounds.first(bounds.size() - 1);
    count_ = bounds.size();
    while (head_ < count_ && rank_of(bounds[head_]) <= 0) ++head_;
    if (head_ < count_) choose_cells(bounds);

    bits_ = std::make_unique<std::int64_t[]>(count_ + in_cell_);
    for (std::size_t i = 0; i < count_; ++i) bits_[i] = rank_of(bounds[i]);
    for (std::size_t i = 0; i < in_cell_; ++i) bits_[count_ + i] = INT64_MAX;

    const auto cells = static_cast<std::size_t>(last_ - first_) + 1;
    starts_ = std::make_unique<std::uint32_t[]>(cells);
    std::size_t bucket = head_;
    for (std::size_t i = 0; i < cells; ++i) {
      while (bucket < count_ && bits_[bucket] >> shift_ < first_ + static_cast<std::int64_t>(i)) {
        ++bucket;
      }
      starts_[i] = static_cast<std::uint32_t>(bucket);
    }
  }

  /// With that of +Inf.
  [[nodiscard]] std::size_t bucket_count() const noexcept { return count_ + 1; }

  /// The upper bound of a bucket; +Inf of the last one.
  [[nodiscard]] double bound(std::size_t bucket) const noexcept {
    if (bucket == count_) return infinity;
    const std::int64_t rank = bits_[bucket];
    return with_sign(double_of(static_cast<std::uint64_t>(rank < 0 ? -rank : rank)), rank < 0);
  }

  /// The first bucket whose bound is at least the value; not for NaN.
  [[nodiscard]] std::size_t find(double value) const noexcept {
    const auto bits = static_cast<std::int64_t>(bits_of(value));
    if (head_ != 0 && bits <= 0) return find_in_head(value);
    const std::int64_t cell = (std::min)((std::max)(bits >> shift_, first_), last_);
    std::size_t bucket = starts_[static_cast<std::size_t>(cell - first_)];
    const std::int64_t* const bound = bits_.get() + bucket;
    bucket += bound[0] < bits ? 1U : 0U;
    return in_cell_ == 1 ? bucket : bucket + count_more(bound, bits);
  }

 private:
  /// More than these are searched, not counted.
  static constexpr std::size_t many_in_cell = 8;

  /// The other bounds of a cell that are below the value.
  [[nodiscard]] std::size_t count_more(const std::int64_t* bound,
                                       std::int64_t bits) const noexcept {
    if (in_cell_ > many_in_cell) {
      return static_cast<std::size_t>(std::lower_bound(bound + 1, bound + in_cell_, bits) - bound) -
             1;
    }
    std::size_t count = 0;
    for (std::size_t i = 1; i < in_cell_; ++i) count += bound[i] < bits ? 1U : 0U;
    return count;
  }

  /// Among bounds that are not positive, a value that is not.
  [[nodiscard]] [[gnu::cold]] std::size_t find_in_head(double value) const noexcept {
    const std::int64_t* const begin = bits_.get();
    return static_cast<std::size_t>(std::lower_bound(begin, begin + head_, rank_of(value)) - begin);
  }

  /// As few top bits as keep bounds apart, while the table stays small.
  void choose_cells(std::span<const double> bounds) {
    const auto most_cells = static_cast<std::int64_t>((std::max)(std::size_t{2048}, 4 * count_));
    const std::int64_t least = rank_of(bounds[head_]);
    const std::int64_t greatest = rank_of(bounds.back());
    for (int shift = 52; shift > 0; --shift) {
      const std::int64_t first = (least >> shift) - 1;
      const std::int64_t last = (greatest >> shift) + 1;
      if (shift < 52 && last - first >= most_cells) return;
      std::size_t most = 0;
      std::size_t begin = head_;
      for (std::size_t i = head_; i < count_; ++i) {
        if (rank_of(bounds[i]) >> shift != rank_of(bounds[begin]) >> shift) begin = i;
        most = (std::max)(most, i - begin + 1);
      }
      if (shift < 52 && most >= in_cell_) continue;
      first_ = first;
      last_ = last;
      shift_ = shift;
      in_cell_ = most;
      if (most == 1) return;
    }
  }

  // What find() needs, in one cache line.
  std::int64_t first_ = 0;   ///< cells: that before the first positive bound
  std::int64_t last_ = 0;    ///< that after the last
  std::size_t head_ = 0;     ///< so many bounds are not positive
  std::size_t in_cell_ = 1;  ///< at most so many bounds are in one cell
  std::unique_ptr<std::uint32_t[]> starts_;
  std::unique_ptr<std::int64_t[]> bits_;  ///< of the bounds, and some that are beyond all
  int shift_ = 0;
  std::size_t count_ = 0;
};

}  // namespace isometric::inline v1::detail
