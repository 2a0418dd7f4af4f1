#pragma once

#include <isometric/sinks/detail/cells/bucket_index.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

// Metrics that own their cells, for series that come and go. Their members are called as
// prometheus-cpp's, since the same templates use both.
namespace isometric::inline v1::detail {

class CellCounter {
 public:
  CellCounter() : cell_(lease_cells(1)) {}
  CellCounter(const CellCounter&) = delete;
  CellCounter& operator=(const CellCounter&) = delete;
  ~CellCounter() { return_cells(cell_, 1); }

  void Increment() noexcept { add_one(cell_); }
  void Increment(double amount) noexcept { add(cell_, amount); }
  [[nodiscard]] double Value() const noexcept { return read_counter(cell_); }

 private:
  const CellPlace cell_;
};

/// One number for all threads.
class CellGauge {
 public:
  explicit CellGauge(double value = 0) noexcept : value_(value) {}

  // relaxed: a gauge orders nothing but itself.
  void Increment(double amount) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
  void Decrement(double amount) noexcept { value_.fetch_sub(amount, std::memory_order_relaxed); }
  void Set(double value) noexcept { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] double Value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_;
};

class CellHistogram {
 public:
  using BucketBoundaries = std::vector<double>;

  explicit CellHistogram(BucketBoundaries bounds)
      : bounds_(std::move(bounds)),
        index_(bounds_),
        cells_(lease_cells(1 + index_.bucket_count())) {}
  CellHistogram(const CellHistogram&) = delete;
  CellHistogram& operator=(const CellHistogram&) = delete;
  ~CellHistogram() { return_cells(cells_, 1 + index_.bucket_count()); }

  void Observe(double value, std::uint64_t times = 1) noexcept {
    add_observation(cells_, index_.find(value), value, times);
  }
  [[nodiscard]] std::uint64_t count() const noexcept {
    return read_stripe_count(cells_, index_.bucket_count());
  }
  [[nodiscard]] double sum() const noexcept { return read_stripe_sum(cells_); }

  [[nodiscard]] const BucketBoundaries& bounds() const noexcept { return bounds_; }
  [[nodiscard]] CellPlace cells() const noexcept { return cells_; }

 private:
  const BucketBoundaries bounds_;
  const BucketIndex index_;
  const CellPlace cells_;
};

}  // namespace isometric::inline v1::detail
