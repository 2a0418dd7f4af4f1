#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/prometheus/metric_of_no_series.hpp>
#include <isometric/sinks/detail/prometheus/metric_reading.hpp>
#include <isometric/sinks/detail/series/series_family.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/summary.h>

#include <cstddef>
#include <cstdint>
#include <utility>

// What a sink on a prometheus registry hands to instruments: two words each, the backend's metric
// and the family that it belongs to, of which an update touches the first only. An empty handle has
// no family, and a metric all the same, so that an update need not ask.
namespace isometric::inline v1::detail {

template <class Metric>
class RegistryHandle {
 public:
  using metric_type = Metric;

  RegistryHandle() : series_(&metric_of_no_series<Metric>()) {}
  RegistryHandle(void* series, SeriesFamily* family) noexcept
      : series_(static_cast<Metric*>(series)), family_(family) {}

  void refuse() const noexcept {
    if (family_ != nullptr) family_->count(Event::update_refused);
  }

  [[nodiscard]] bool is_empty() const noexcept { return family_ == nullptr; }

 protected:
  Metric* series_;

 private:
  SeriesFamily* family_ = nullptr;
};

class RegistryCounter : public RegistryHandle<prometheus::Counter> {
 public:
  using RegistryHandle::RegistryHandle;
  void inc() const noexcept { series_->Increment(); }
  void inc(double amount) const noexcept { series_->Increment(amount); }
  [[nodiscard]] double value() const noexcept {
    if (is_empty()) return 0;
    return series_->Value();
  }
};

class RegistryGauge : public RegistryHandle<prometheus::Gauge> {
 public:
  using RegistryHandle::RegistryHandle;
  void inc(double amount) const noexcept { series_->Increment(amount); }
  void dec(double amount) const noexcept { series_->Decrement(amount); }
  void set(double value) const noexcept { series_->Set(value); }
  [[nodiscard]] double value() const noexcept {
    if (is_empty()) return 0;
    return series_->Value();
  }
};

/// Reading one takes templates, so that only who reads compiles them.
template <class Metric>
class RegistryObserver : public RegistryHandle<Metric> {
 public:
  using RegistryHandle<Metric>::RegistryHandle;
  template <class Read = Metric>
  [[nodiscard]] std::uint64_t count() const {
    return this->is_empty() ? 0 : count_of_metric<Read>(*this->series_);
  }
  template <class Read = Metric>
  [[nodiscard]] double sum() const {
    if (this->is_empty()) return 0;
    return sum_of_metric<Read>(*this->series_);
  }
};

class RegistryHistogram : public RegistryObserver<prometheus::Histogram> {
 public:
  using RegistryObserver::RegistryObserver;
  void observe(double value) const noexcept { series_->Observe(value); }
  template <class Metric = prometheus::Histogram>
  void observe(double value, std::uint64_t times) const noexcept {
    observe_metric_times<Metric>(*series_, value, times);
  }
};

class RegistrySummary : public RegistryObserver<prometheus::Summary> {
 public:
  using RegistryObserver::RegistryObserver;
  void observe(double value) const noexcept { series_->Observe(value); }
};

template <class Handle>
class RegistryBlock {
 public:
  RegistryBlock(const SeriesBlock* block, SeriesFamily* family) noexcept
      : series_(block->series()), family_(family) {}

  Handle series(std::size_t closed_index) const noexcept {
    return {series_[closed_index], family_};
  }

 private:
  void* const* series_;
  SeriesFamily* family_;
};

/// `Owner` keeps the ledger alive; it is empty where nothing need be kept.
template <class Handle, class Owner>
class RegistryFamily {
 public:
  RegistryFamily(Owner owner, SeriesFamily& family) noexcept
      : owner_(std::move(owner)), family_(&family) {}

  RegistryBlock<Handle> block(OpenLabelValues values) const {
    return {family_->block(values), family_};
  }

  Handle rejected_series() const { return {family_->hidden_series(), family_}; }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept {
    return family_->descriptor();
  }

 private:
  [[no_unique_address]] Owner owner_;
  SeriesFamily* family_;
};

}  // namespace isometric::inline v1::detail
