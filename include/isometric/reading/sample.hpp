#pragma once

#include <isometric/description/detail/double_bits.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace isometric::inline v1 {

namespace detail {

/// Whether two texts or vectors are equal. The compiler looks for their `==` only where this is
/// used, and not whenever it reads the header.
template <class Values>
bool are_equal(const Values& a, const Values& b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(a[i] == b[i])) return false;
  }
  return true;
}

}  // namespace detail

/// The observations that are at most `upper_bound`.
struct BucketSample {
  double upper_bound = 0;
  std::uint64_t cumulative_count = 0;

  friend bool operator==(const BucketSample& a, const BucketSample& b) noexcept {
    return detail::is_equal(a.upper_bound, b.upper_bound) &&
           a.cumulative_count == b.cumulative_count;
  }
};

/// A histogram's samples; the last bucket is +Inf.
struct HistogramSample {
  std::uint64_t count = 0;
  double sum = 0;
  std::vector<BucketSample> buckets;

  template <class = void>
  friend bool operator==(const HistogramSample& a, const HistogramSample& b) noexcept {
    return a.count == b.count && detail::is_equal(a.sum, b.sum) &&
           detail::are_equal(a.buckets, b.buckets);
  }
};

struct QuantileSample {
  double quantile = 0;
  double value = 0;

  friend bool operator==(const QuantileSample& a, const QuantileSample& b) noexcept {
    return detail::is_equal(a.quantile, b.quantile) && detail::is_equal(a.value, b.value);
  }
};

struct SummarySample {
  std::uint64_t count = 0;
  double sum = 0;
  std::vector<QuantileSample> quantiles;

  template <class = void>
  friend bool operator==(const SummarySample& a, const SummarySample& b) noexcept {
    return a.count == b.count && detail::is_equal(a.sum, b.sum) &&
           detail::are_equal(a.quantiles, b.quantiles);
  }
};

}  // namespace isometric::inline v1
