#pragma once

#include <isometric/sinks/detail/cells/bucket_index.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/prometheus/metric_of_no_series.hpp>
#include <isometric/sinks/detail/prometheus/metric_reading.hpp>
#include <isometric/sinks/detail/series/series_family.hpp>

#include <atomic>
#include <cstdint>

namespace prometheus {
class Summary;
}

// What a ShardedSink hands to instruments: where the series' cells are, and the family that it
// belongs to, of which an update touches the first only. An empty handle has no family, and the
// cells of no series, so that an update need not ask.
namespace isometric::inline v1::detail {

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

class ShardedHandle {
 public:
  ShardedHandle() noexcept = default;
  explicit ShardedHandle(SeriesFamily* family) noexcept : family_(family) {}

  void refuse() const noexcept {
    if (family_ != nullptr) family_->count(Event::update_refused);
  }

  [[nodiscard]] bool is_empty() const noexcept { return family_ == nullptr; }

 private:
  SeriesFamily* family_ = nullptr;
};

class ShardedCounter : public ShardedHandle {
 public:
  using metric_type = ShardedCounter;

  ShardedCounter() noexcept = default;
  ShardedCounter(void* series, SeriesFamily* family) noexcept
      : ShardedHandle(family), cell_(cell_place_of(series)) {}

  void inc() const noexcept { add_one(cell_); }
  void inc(double amount) const noexcept { add(cell_, amount); }
  [[nodiscard]] double value() const noexcept { return is_empty() ? 0 : read_counter(cell_); }

 private:
  CellPlace cell_;
};

/// The number that all threads share, since the last one to set it wins.
class ShardedGauge : public ShardedHandle {
 public:
  using metric_type = ShardedGauge;
  using Value = std::atomic<double>;

  ShardedGauge() noexcept = default;
  ShardedGauge(void* series, SeriesFamily* family) noexcept
      : ShardedHandle(family), value_(static_cast<Value*>(series)) {}

  // relaxed, here and below: a gauge orders nothing but itself.
  void inc(double amount) const noexcept { value_->fetch_add(amount, std::memory_order_relaxed); }
  void dec(double amount) const noexcept { value_->fetch_sub(amount, std::memory_order_relaxed); }
  void set(double value) const noexcept { value_->store(value, std::memory_order_relaxed); }
  [[nodiscard]] double value() const noexcept {
    return is_empty() ? 0 : value_->load(std::memory_order_relaxed);
  }

 private:
  static inline constinit Value of_no_series_{0};

  Value* value_ = &of_no_series_;
};

class ShardedHistogram : public ShardedHandle {
 public:
  using metric_type = ShardedHistogram;

  ShardedHistogram() : index_(&index_of_no_series()) {}
  ShardedHistogram(void* series, SeriesFamily* family) noexcept
      : ShardedHandle(family),
        cells_(cell_place_of(series)),
        index_(static_cast<const BucketIndex*>(family->backend_family())) {}

  void observe(double value) const noexcept { observe(value, 1); }
  void observe(double value, std::uint64_t times) const noexcept {
    add_observation(cells_, index_->find(value), value, times);
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

/// prometheus-cpp's own: quantiles over a window of time do not come apart by threads. A template,
/// so that only who has summaries compiles it.
template <class Summary>
class ShardedSummaryOf : public ShardedHandle {
 public:
  using metric_type = ShardedSummaryOf;

  ShardedSummaryOf() : series_(&metric_of_no_series<Summary>()) {}
  ShardedSummaryOf(void* series, SeriesFamily* family) noexcept
      : ShardedHandle(family), series_(static_cast<Summary*>(series)) {}

  void observe(double value) const noexcept { series_->Observe(value); }
  [[nodiscard]] std::uint64_t count() const { return is_empty() ? 0 : count_of_metric(*series_); }
  [[nodiscard]] double sum() const { return is_empty() ? 0 : sum_of_metric(*series_); }

 private:
  Summary* series_;
};
using ShardedSummary = ShardedSummaryOf<prometheus::Summary>;

}  // namespace isometric::inline v1::detail
