#pragma once

#include <isometric/sinks/detail/cells/bucket_index.hpp>
#include <isometric/sinks/detail/cells/cell_gauge.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>
#include <isometric/sinks/detail/series/metric_handles.hpp>
#include <isometric/sinks/detail/series/series_family.hpp>

#include <cstdint>

// What a ShardedSink hands to instruments: where the series' cells are, and the family that it
// belongs to, of which an update touches the first only. An empty handle has no family, and the
// cells of no series, so that an update need not ask.
namespace isometric::inline v1::detail {

struct ShardedSummaryMetric;  // sharded_backend.hpp
struct ShardedMetrics;        // sharded_metrics.hpp

/// A place as the word that a series travels as, and back. No series has the first place of all, so
/// none is null.
inline void* word_of(CellPlace place) noexcept {
  if constexpr (sizeof(std::uintptr_t) >= sizeof(std::uint64_t)) {
    return reinterpret_cast<void*>(std::uintptr_t{place.to_word()});
  } else {
    return reinterpret_cast<void*>(place.offset() * segment_count + place.segment());
  }
}
inline CellPlace cell_place_of(const void* series) noexcept {
  const auto word = reinterpret_cast<std::uintptr_t>(series);
  if constexpr (sizeof word >= sizeof(std::uint64_t)) {
    return CellPlace::from_word(word);
  } else {
    return {word % segment_count, word / segment_count};
  }
}
static_assert(largest_segment <= UINT32_MAX / segment_count);  // for 32 bits

class ShardedCounter : public FamilyHandle {
 public:
  using metric_type = ShardedCounter;

  ShardedCounter() noexcept = default;
  ShardedCounter(void* series, SeriesFamily* family) noexcept
      : FamilyHandle(family), cell_(cell_place_of(series)) {}

  void inc() const noexcept { add_one(cell_); }
  void inc(double amount) const noexcept { add(cell_, amount); }
  [[nodiscard]] double value() const noexcept { return is_empty() ? 0 : read_counter(cell_); }

 private:
  CellPlace cell_;
};

using ShardedGauge = GaugeOf<FixedHandle<CellGauge>>;

class ShardedHistogram : public FamilyHandle {
 public:
  using metric_type = ShardedHistogram;

  ShardedHistogram() : index_(&index_of_no_series()) {}
  ShardedHistogram(void* series, SeriesFamily* family) noexcept
      : FamilyHandle(family),
        cells_(cell_place_of(series)),
        index_(static_cast<const BucketIndex*>(family->backend_family())) {}

  void observe(double value) const noexcept { add_observation(cells_, index_->find(value), value); }
  void observe(double value, std::uint64_t times) const noexcept {
    add_observations(cells_, index_->find(value), value, times);
  }
  [[nodiscard]] std::uint64_t count() const noexcept {
    return is_empty() ? 0 : read_stripe_count(cells_, index_->bucket_count());
  }
  [[nodiscard]] double sum() const noexcept { return is_empty() ? 0 : read_stripe_sum(cells_); }

 private:
  static const BucketIndex& index_of_no_series() {
    static const BucketIndex& index = *new BucketIndex({});  // handles may outlive main()
    return index;
  }

  CellPlace cells_;
  const BucketIndex* index_;
};

/// prometheus-cpp's own: quantiles over a window of time do not come apart by threads.
using ShardedSummary = SummaryOf<FixedHandle<ShardedSummaryMetric>>;

/// What a ledger's sink is to hand out.
struct ShardedHandles {
  using Counter = ShardedCounter;
  using Gauge = ShardedGauge;
  using Histogram = ShardedHistogram;
  using Summary = ShardedSummary;
  using Metrics = ShardedMetrics;  ///< of series that can be removed
};

}  // namespace isometric::inline v1::detail
