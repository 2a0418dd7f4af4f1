#pragma once

#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/cells/bucket_index.hpp>
#include <isometric/sinks/detail/cells/cell_lease.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

// Metrics that count in cells of their own, with the names of prometheus-cpp's members, since what
// keeps series that are removed calls both. Updates are what cells.hpp says of them: they never
// fail, throw or wait, and whoever updates vouches for the values.
namespace isometric::inline v1::detail {

class CellCounter {
 public:
  CellCounter() : cells_(1) {}

  void Increment() noexcept { add_one(cells_.first()); }
  void Increment(double amount) noexcept { add(cells_.first(), amount); }
  [[nodiscard]] double Value() const noexcept { return read_counter(cells_.first()); }
  /// For who reads several together.
  [[nodiscard]] CellPlace place() const noexcept { return cells_.first(); }

 private:
  CellLease cells_;
};

class CellHistogram {
 public:
  using BucketBoundaries = std::vector<double>;

  /// Increasing; the bucket of +Inf is always there.
  explicit CellHistogram(const BucketBoundaries& bounds)
      : index_(bounds), cells_(1 + index_.bucket_count()) {}

  void Observe(double value) noexcept {
    add_observation(cells_.first(), index_.find(value), value);
  }
  void Observe(double value, std::uint64_t times) noexcept {
    add_observations(cells_.first(), index_.find(value), value, times);
  }

  [[nodiscard]] std::uint64_t count() const noexcept {
    return read_stripe_count(cells_.first(), index_.bucket_count());
  }
  [[nodiscard]] double sum() const noexcept { return read_stripe_sum(cells_.first()); }

  /// For who reads several together.
  [[nodiscard]] CellPlace place() const noexcept { return cells_.first(); }
  void put_bounds(HistogramSample& into) const {
    into.buckets.resize(index_.bucket_count());
    std::size_t i = 0;
    for (auto& bucket : into.buckets) bucket.upper_bound = index_.bound(i++);
  }

 private:
  BucketIndex index_;
  CellLease cells_;
};

}  // namespace isometric::inline v1::detail
