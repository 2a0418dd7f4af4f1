#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/sinks/detail/registry/family_entry.hpp>
#include <isometric/sinks/detail/registry/registry_handles.hpp>
#include <isometric/sinks/detail/series/callback_store.hpp>
#include <isometric/sinks/detail/series/removable_series.hpp>
#include <isometric/sinks/detail/series/removable_store.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/summary.h>

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

// The optional halves of sinks on a prometheus registry: removable families, and callbacks.
namespace isometric::inline v1::detail {

template <class Handle, class Metric>
class RemovableRegistryBlock {
  using Store = RemovableStore<Metric>;

 public:
  RemovableRegistryBlock(Store& store, std::shared_ptr<typename Store::Block> block) noexcept
      : store_(&store), block_(std::move(block)) {}

  Handle series(std::size_t closed_index) const noexcept {
    return Handle(store_->series(block_, closed_index));
  }

 private:
  Store* store_;
  std::shared_ptr<typename Store::Block> block_;
};

/// `Owner` keeps the ledger alive; it is empty where nothing need be kept.
template <class Handle, class Metric, class Owner>
class RemovableRegistryFamily {
 public:
  RemovableRegistryFamily(Owner owner, FamilyEntry& entry) noexcept
      : owner_(std::move(owner)), entry_(&entry) {}

  RemovableRegistryBlock<Handle, Metric> block(OpenLabelValues values) const {
    return {store(), store().block(values)};
  }
  Handle rejected_series() const { return Handle(store().hidden_series()); }

  bool remove(OpenLabelValues values, std::size_t closed_index) const {
    return store().remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const {
    return store().remove_matching(matches);
  }
  Handle acquire(OpenLabelValues values, std::size_t closed_index) const {
    return Handle(store().acquire(values, closed_index));
  }
  void release(const Handle& acquired) const noexcept { store().release(acquired.reference()); }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return entry_->descriptor(); }

 private:
  RemovableStore<Metric>& store() const noexcept { return entry_->store<RemovableStore<Metric>>(); }

  [[no_unique_address]] Owner owner_;
  FamilyEntry* entry_;
};

/// A sink on the same registry as `Sink`, whose families are removable.
template <class Sink>
class RemovableRegistryHalf {
 public:
  explicit RemovableRegistryHalf(Sink sink) noexcept : sink_(std::move(sink)) {}

  auto counter(const FamilyDescriptor& descriptor) const {
    return declare<RemovableCounter, prometheus::Counter>(MetricType::counter, descriptor);
  }
  auto gauge(const FamilyDescriptor& descriptor) const {
    return declare<RemovableGauge, prometheus::Gauge>(gauge_or_info(descriptor), descriptor);
  }
  auto histogram(const FamilyDescriptor& descriptor) const {
    return declare<RemovableObserver<prometheus::Histogram>, prometheus::Histogram>(
        MetricType::histogram, descriptor);
  }
  auto summary(const FamilyDescriptor& descriptor) const {
    return declare<RemovableObserver<prometheus::Summary>, prometheus::Summary>(MetricType::summary,
                                                                                descriptor);
  }

 private:
  template <class Handle, class Metric>
  auto declare(MetricType type, const FamilyDescriptor& descriptor) const {
    return RemovableRegistryFamily<Handle, Metric, typename Sink::Owner>(
        sink_.owner(), sink_.entry(type, SeriesKind::removable, descriptor));
  }

  [[no_unique_address]] Sink sink_;
};

/// A family whose values are read from the program.
template <class Owner>
class CallbackRegistryFamily {
 public:
  CallbackRegistryFamily(Owner owner, FamilyEntry& entry) noexcept
      : owner_(std::move(owner)), entry_(&entry) {}

  template <class Function>
  [[nodiscard]] CallbackRegistration add(OpenLabelValues values, std::size_t closed_index,
                                         Function function) const {
    return store().add(values, closed_index, std::move(function));
  }
  [[nodiscard]] CallbackRegistration rejected_registration() const { return store().reject(); }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return entry_->descriptor(); }

 private:
  CallbackStore& store() const noexcept { return entry_->store<CallbackStore>(); }

  [[no_unique_address]] Owner owner_;
  FamilyEntry* entry_;
};

}  // namespace isometric::inline v1::detail
