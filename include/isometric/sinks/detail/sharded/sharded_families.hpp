#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/cells/bucket_index.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <utility>

// What the series of one family of a ShardedSink share: the memory that they count in. Series are
// only added, under the family's lock.
namespace isometric::inline v1::detail {

/// A list that owns what it is made of, for what is added one by one and goes together.
template <class Node>
class NodeList {
 public:
  NodeList() noexcept = default;
  NodeList(const NodeList&) = delete;
  NodeList& operator=(const NodeList&) = delete;
  ~NodeList() {
    while (newest_ != nullptr) delete std::exchange(newest_, newest_->older);
  }

  Node& add(std::unique_ptr<Node> node) noexcept {
    node->older = newest_;
    newest_ = node.release();
    return *newest_;
  }

 private:
  Node* newest_ = nullptr;
};

/// Cells that go back when it goes.
struct LeasedCells {
  explicit LeasedCells(std::size_t size) : first(lease_cells(size)), count(size) {}
  LeasedCells(const LeasedCells&) = delete;
  LeasedCells& operator=(const LeasedCells&) = delete;
  ~LeasedCells() { return_cells(first, count); }

  const CellPlace first;
  const std::size_t count;
  LeasedCells* older = nullptr;
};

/// Cells for series of equal size, leased for several at a time. A family's first ones fill a cache
/// line, so that threads that count in several families do not meet in one; from then on there are
/// a half more with each lease.
class SeriesCells {
 public:
  explicit SeriesCells(std::size_t cells_of_series) noexcept : size_(cells_of_series) {}

  /// `least` series are about to be added, this one included.
  CellPlace add(std::size_t least) {
    if (left_ == 0) {
      std::size_t count = least;
      if (count * size_ < cells_in_line) count = cells_in_line / size_;
      if (count < series_count_ / 2) count = series_count_ / 2;
      if (count > most_at_a_time && count > least)
        count = least > most_at_a_time ? least : most_at_a_time;
      next_ = leases_.add(std::make_unique<LeasedCells>(count * size_)).first;
      left_ = count;
      series_count_ += count;
    }
    const CellPlace place = next_;
    next_ = next_.after(size_);
    --left_;
    return place;
  }

 private:
  static constexpr std::size_t most_at_a_time = 512;

  const std::size_t size_;
  NodeList<LeasedCells> leases_;
  CellPlace next_;
  std::size_t left_ = 0;
  std::size_t series_count_ = 0;
};

/// The index comes first: what handles are given of the family is a pointer to it.
struct HistogramFamilyCells : BucketIndex {
  explicit HistogramFamilyCells(const FamilyDescriptor& family)
      : BucketIndex(family.buckets), cells(1 + bucket_count()) {}

  SeriesCells cells;
};

/// Reads a stripe as a page has it: cumulated, with a bucket of +Inf at the end. What was counted
/// in that is the number of observations, so that the two are always equal.
template <class Bounds, class Sample>
void read_histogram_cells(CellPlace stripe, const Bounds& bounds, Sample& into) {
  const std::size_t count = bounds.size();
  const bool has_infinity = count != 0 && !is_finite(bounds[count - 1]);
  auto& buckets = into.buckets;
  buckets.resize(has_infinity ? count : count + 1);
  for (auto& bucket : buckets) bucket = {infinity, 0};
  for (std::size_t i = 0; i < count; ++i) buckets[i].upper_bound = bounds[i];
  into.sum = 0;
  for_each_stripe(stripe, [&](const Cell* own) {
    // relaxed: each of them only grows, and nothing else is read
    into.sum += std::bit_cast<double>(own[0].load(std::memory_order_relaxed));
    for (auto& bucket : buckets) {
      bucket.cumulative_count += (++own)->load(std::memory_order_relaxed);
    }
  });
  into.count = 0;
  for (auto& bucket : buckets) into.count = bucket.cumulative_count += into.count;
}

/// Metrics that are no cells.
template <class Metric>
class KeptValues {
 public:
  explicit KeptValues(const FamilyDescriptor&) noexcept {}

  template <class... Arguments>
  Metric& add(const Arguments&... arguments) {
    return list_.add(std::make_unique<Node>(arguments...)).metric;
  }

 private:
  struct Node {
    template <class... Arguments>
    explicit Node(const Arguments&... arguments) : metric(arguments...) {}

    Metric metric;
    Node* older = nullptr;
  };

  NodeList<Node> list_;
};

}  // namespace isometric::inline v1::detail
