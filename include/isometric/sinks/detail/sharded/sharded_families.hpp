#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/cells/bucket_index.hpp>
#include <isometric/sinks/detail/cells/cell_lease.hpp>
#include <isometric/sinks/detail/cells/cell_place.hpp>

#include <cstddef>
#include <utility>

// What the series of one family of a ShardedSink share: the memory that they count in. Series are
// only added, under the family's lock.
namespace isometric::inline v1::detail {

/// Owns what is added one by one, and goes as a whole. Nothing in it moves.
template <class Value>
class OwnedList {
 public:
  OwnedList() noexcept = default;
  OwnedList(const OwnedList&) = delete;
  OwnedList& operator=(const OwnedList&) = delete;
  ~OwnedList() {
    while (newest_ != nullptr) delete std::exchange(newest_, newest_->older);
  }

  template <class... Arguments>
  Value& add(const Arguments&... arguments) {
    newest_ = new Node(newest_, arguments...);
    return newest_->value;
  }

 private:
  struct Node {
    template <class... Arguments>
    explicit Node(Node* before, const Arguments&... arguments)
        : value(arguments...), older(before) {}

    Value value;
    Node* older;
  };

  Node* newest_ = nullptr;
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
      std::size_t count = cells_in_line / size_;
      if (count < series_count_ / 2) count = series_count_ / 2;
      if (count > most_at_a_time) count = most_at_a_time;
      if (count < least) count = least;
      next_ = leases_.add(count * size_).first();
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
  OwnedList<CellLease> leases_;
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

/// Metrics that are no cells.
template <class Metric>
struct OwnedMetrics : OwnedList<Metric> {
  explicit OwnedMetrics(const FamilyDescriptor&) noexcept {}
};

}  // namespace isometric::inline v1::detail
