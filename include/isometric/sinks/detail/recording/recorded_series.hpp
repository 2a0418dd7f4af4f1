#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/family/series_bounds.hpp>
#include <isometric/sinks/detail/recording/recorded_calls.hpp>
#include <isometric/sinks/recorded_call.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace isometric::inline v1::detail {

/// What the series of a RecordingSink's family have in common.
struct FamilyRecord {
  RecordedCalls& calls;
  FamilyDescriptor descriptor;
  SeriesSelector selector;                 ///< the family without labels
  std::uint64_t events[event_count] = {};  ///< guarded by the lock of the calls

  /// Under the lock, as reject() is.
  void count(Event event) noexcept { ++events[static_cast<std::size_t>(event)]; }

  void reject() {
    calls.reserve(1);
    calls.add(Operation::reject, selector);
    count(Event::label_value_rejected);
  }
};

/// One series of a RecordingSink. Stays when it is removed, because the log names it and handles
/// may still be about.
class RecordedSeries {
 public:
  /// The series that shows nowhere, for values outside of a closed label's set.
  explicit RecordedSeries(FamilyRecord& family) : RecordedSeries(family, family.selector, 0) {
    is_hidden_ = true;
  }

  RecordedSeries(FamilyRecord& family, SeriesSelector selector, std::size_t closed_index,
                 SeriesBounds bounds = nullptr)
      : family_(family),
        selector_(std::move(selector)),
        closed_index_(closed_index),
        bounds_(std::move(bounds)) {
    if (family.descriptor.type == MetricType::histogram) {
      bucket_counts_.resize(buckets().size() + 1);
    }
  }

  RecordedSeries(const RecordedSeries&) = delete;
  RecordedSeries& operator=(const RecordedSeries&) = delete;

  [[nodiscard]] const SeriesSelector& selector() const noexcept { return selector_; }
  [[nodiscard]] std::size_t closed_index() const noexcept { return closed_index_; }
  [[nodiscard]] const SeriesBounds& bounds() const noexcept { return bounds_; }

  /// `times` is 1 but for observations.
  void update(Operation operation, double value, std::uint64_t times) noexcept {
    if (is_hidden_) return;
    const auto held = family_.calls.lock();
    family_.calls.add(operation, selector_, value, times);
    if (operation == Operation::inc) {
      value_ += value;
    } else if (operation == Operation::dec) {
      value_ -= value;
    } else if (operation == Operation::set) {
      value_ = value;
    } else {
      observe(value, times);
    }
  }

  /// Of what is observed, the sum.
  [[nodiscard]] double value() const noexcept {
    const auto held = family_.calls.lock();
    return value_;
  }
  [[nodiscard]] std::uint64_t count() const noexcept {
    const auto held = family_.calls.lock();
    return count_;
  }

  void refuse() noexcept {
    const auto held = family_.calls.lock();
    family_.calls.add(Operation::refuse, selector_);
    family_.count(Event::update_refused);
  }

  /// Under the lock.
  [[nodiscard]] SampleValue sample() const {
    const MetricType type = family_.descriptor.type;
    if (type == MetricType::histogram) return histogram();
    if (type == MetricType::summary) return SummarySample{count_, value_, {}};
    return value_;
  }

  /// Under the lock: how many hold the series, each of whom keeps it from going.
  std::size_t owners = 0;

 private:
  void observe(double value, std::uint64_t times) noexcept {
    count_ += times;
    value_ += value * static_cast<double>(times);
    if (bucket_counts_.empty()) return;
    const auto bounds = buckets();
    const auto bucket = std::lower_bound(bounds.begin(), bounds.end(), value, is_less);
    bucket_counts_[static_cast<std::size_t>(bucket - bounds.begin())] += times;
  }

  [[nodiscard]] HistogramSample histogram() const {
    HistogramSample sample{count_, value_, {}};
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < bucket_counts_.size(); ++i) {
      const auto bounds = buckets();
      cumulative += bucket_counts_[i];
      sample.buckets.push_back(
          {double_of(i < bounds.size() ? bits_of(bounds[i]) : bits_of_infinity), cumulative});
    }
    return sample;
  }

  [[nodiscard]] std::span<const double> buckets() const noexcept {
    return with_bounds(family_.descriptor, bounds_).buckets;
  }

  FamilyRecord& family_;
  const SeriesSelector selector_;
  const std::size_t closed_index_;
  const SeriesBounds bounds_;
  bool is_hidden_ = false;

  // Guarded by the lock of the calls.
  double value_ = 0;  ///< of what is observed, the sum
  std::uint64_t count_ = 0;
  std::vector<std::uint64_t> bucket_counts_;  ///< of each bucket alone; the last is +Inf
};

}  // namespace isometric::inline v1::detail
