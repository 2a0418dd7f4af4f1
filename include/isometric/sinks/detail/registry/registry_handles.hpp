#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/sinks/detail/family/event_log.hpp>
#include <isometric/sinks/detail/registry/family_entry.hpp>
#include <isometric/sinks/detail/series/series_table.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/summary.h>

#include <cstddef>
#include <utility>

// What a sink on a prometheus registry hands to instruments: two words each, the backend's metric
// and the family that it belongs to, of which an update touches the first only.
namespace isometric::inline v1::detail {

class RegistryCounter {
 public:
  RegistryCounter(void* series, FamilyEntry* family) noexcept
      : series_(static_cast<prometheus::Counter*>(series)), family_(family) {}

  void inc() const noexcept { series_->Increment(); }
  void inc(double amount) const noexcept { series_->Increment(amount); }
  void refuse() const noexcept { family_->count(Event::update_refused); }

 private:
  prometheus::Counter* series_;
  FamilyEntry* family_;
};

class RegistryGauge {
 public:
  RegistryGauge(void* series, FamilyEntry* family) noexcept
      : series_(static_cast<prometheus::Gauge*>(series)), family_(family) {}

  void inc(double amount) const noexcept { series_->Increment(amount); }
  void dec(double amount) const noexcept { series_->Decrement(amount); }
  void set(double value) const noexcept { series_->Set(value); }
  void refuse() const noexcept { family_->count(Event::update_refused); }

 private:
  prometheus::Gauge* series_;
  FamilyEntry* family_;
};

class RegistryHistogram {
 public:
  RegistryHistogram(void* series, FamilyEntry* family) noexcept
      : series_(static_cast<prometheus::Histogram*>(series)), family_(family) {}

  void observe(double value) const noexcept { series_->Observe(value); }
  void refuse() const noexcept { family_->count(Event::update_refused); }

 private:
  prometheus::Histogram* series_;
  FamilyEntry* family_;
};

class RegistrySummary {
 public:
  RegistrySummary(void* series, FamilyEntry* family) noexcept
      : series_(static_cast<prometheus::Summary*>(series)), family_(family) {}

  void observe(double value) const noexcept { series_->Observe(value); }
  void refuse() const noexcept { family_->count(Event::update_refused); }

 private:
  prometheus::Summary* series_;
  FamilyEntry* family_;
};

template <class Handle>
class RegistryBlock {
 public:
  explicit RegistryBlock(const SeriesBlock* block) noexcept
      : series_(block->series()), family_(block->family) {}

  Handle series(std::size_t closed_index) const noexcept {
    return {series_[closed_index], family_};
  }

 private:
  void* const* series_;
  FamilyEntry* family_;
};

/// `Owner` keeps the ledger alive; it is empty where nothing need be kept.
template <class Handle, class Owner>
class RegistryFamily {
 public:
  RegistryFamily(Owner owner, FamilyEntry& entry) noexcept
      : owner_(std::move(owner)), entry_(&entry) {}

  RegistryBlock<Handle> block(OpenLabelValues values) const {
    return RegistryBlock<Handle>(entry_->block(values));
  }

  Handle rejected_series() const { return {entry_->hidden_series(), entry_}; }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return entry_->descriptor(); }

 private:
  [[no_unique_address]] Owner owner_;
  FamilyEntry* entry_;
};

}  // namespace isometric::inline v1::detail
