#pragma once

#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/prometheus/metric_of_no_series.hpp>
#include <isometric/sinks/detail/prometheus/metric_reading.hpp>
#include <isometric/sinks/detail/series/series_family.hpp>

#include <cstdint>

// What instruments are handed of series that are metrics: objects with the member functions of
// prometheus-cpp's. An update is one call. Templates, so that only who has a type compiles it, and
// only who reads compiles reading.
namespace isometric::inline v1::detail {

/// The family that a handle's series belongs to, for the case of a refusal; an empty handle has
/// none.
class FamilyHandle {
 public:
  FamilyHandle() noexcept = default;
  explicit FamilyHandle(SeriesFamily* family) noexcept : family_(family) {}

  void refuse() const noexcept {
    if (family_ != nullptr) family_->count(Event::update_refused);
  }

  [[nodiscard]] bool is_empty() const noexcept { return family_ == nullptr; }

 private:
  SeriesFamily* family_ = nullptr;
};

/// A metric of a series that stays. An empty handle has a metric all the same, so that an update
/// need not ask; it comes first, since updates need it alone.
template <class Metric>
class FixedHandle {
 public:
  using metric_type = Metric;

  FixedHandle() : metric_(&metric_of_no_series<Metric>()) {}
  FixedHandle(void* series, SeriesFamily* family) noexcept
      : metric_(static_cast<Metric*>(series)), family_(family) {}

  void refuse() const noexcept { family_.refuse(); }
  [[nodiscard]] bool is_empty() const noexcept { return family_.is_empty(); }

 protected:
  [[nodiscard]] Metric& metric() const noexcept { return *metric_; }

 private:
  Metric* metric_;
  FamilyHandle family_;
};

// `Handle` knows the metric, and says whether it is empty: FixedHandle, or RemovableHandle.

template <class Handle>
class CounterOf : public Handle {
 public:
  using Handle::Handle;
  void inc() const noexcept { this->metric().Increment(); }
  void inc(double amount) const noexcept { this->metric().Increment(amount); }
  [[nodiscard]] double value() const noexcept {
    if (this->is_empty()) return 0;
    return this->metric().Value();
  }
};

template <class Handle>
class GaugeOf : public Handle {
 public:
  using Handle::Handle;
  void inc(double amount) const noexcept { this->metric().Increment(amount); }
  void dec(double amount) const noexcept { this->metric().Decrement(amount); }
  void set(double value) const noexcept { this->metric().Set(value); }
  [[nodiscard]] double value() const noexcept {
    if (this->is_empty()) return 0;
    return this->metric().Value();
  }
};

template <class Handle>
class SummaryOf : public Handle {
 public:
  using Handle::Handle;
  void observe(double value) const noexcept { this->metric().Observe(value); }
  [[nodiscard]] std::uint64_t count() const {
    return this->is_empty() ? 0 : count_of_metric(this->metric());
  }
  [[nodiscard]] double sum() const {
    if (this->is_empty()) return 0;
    return sum_of_metric(this->metric());
  }
};

template <class Handle>
class HistogramOf : public SummaryOf<Handle> {
 public:
  using SummaryOf<Handle>::SummaryOf;
  using SummaryOf<Handle>::observe;
  void observe(double value, std::uint64_t times) const noexcept {
    observe_metric_times(this->metric(), value, times);
  }
};

}  // namespace isometric::inline v1::detail
