#pragma once

#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/sinks/detail/family/gauge_or_info.hpp>
#include <isometric/sinks/detail/ledger/family_entry.hpp>
#include <isometric/sinks/detail/ledger/sink_access.hpp>
#include <isometric/sinks/detail/series/callback_store.hpp>
#include <isometric/sinks/detail/series/declared_labels.hpp>
#include <isometric/sinks/detail/series/dynamic_labels.hpp>
#include <isometric/sinks/detail/series/metric_handles.hpp>
#include <isometric/sinks/detail/series/removable_series.hpp>
#include <isometric/sinks/detail/series/removable_store.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

// The optional halves of sinks that have a ledger: removable and dynamic families, and callbacks.
// `Metrics` names the four classes of metrics that the series are made of. Templates, so that only
// who declares such families compiles what they need.
namespace isometric::inline v1::detail {

template <class Handle, class Store>
class RemovableLedgerBlock {
 public:
  RemovableLedgerBlock(Store& store, std::shared_ptr<typename Store::Block> block) noexcept
      : store_(&store), block_(std::move(block)) {}

  Handle series(std::size_t closed_index) const noexcept {
    return Handle(store_->series(block_, closed_index));
  }

 private:
  Store* store_;
  std::shared_ptr<typename Store::Block> block_;
};

/// `Owner` keeps the ledger alive; it is empty where nothing need be kept.
template <class Handle, class Store, class Owner>
class RemovableLedgerFamily {
 public:
  RemovableLedgerFamily(Owner owner, FamilyEntry& declared, typename Store::Bounds bounds) noexcept
      : entry_(std::move(owner), declared), bounds_(std::move(bounds)) {}

  RemovableLedgerBlock<Handle, Store> block(OpenLabelValues values) const {
    return {store(), store().block(values, bounds_)};
  }
  Handle rejected_series() const { return Handle(store().hidden_series()); }

  bool remove(OpenLabelValues values, std::size_t closed_index) const {
    return store().remove(values, closed_index);
  }
  std::size_t remove_matching(std::span<const LabelMatch> matches) const {
    return store().remove_matching(matches);
  }
  Handle acquire(OpenLabelValues values, std::size_t closed_index) const {
    return Handle(store().acquire(values, closed_index, bounds_));
  }
  void release(const Handle& acquired) const noexcept { store().release(acquired.reference()); }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return entry_->descriptor(); }

 private:
  Store& store() const noexcept { return static_cast<Store&>(*entry_->store()); }

  FamilyUse<Owner> entry_;
  [[no_unique_address]] typename Store::Bounds bounds_;
};

/// A sink on the same ledger as `Sink`, whose families are removable. `Labeling` tells their series
/// apart.
template <class Sink, class Labeling, class Metrics>
class RemovableLedgerHalf {
 public:
  explicit RemovableLedgerHalf(Sink sink) noexcept : sink_(std::move(sink)) {}

  template <class Metric = typename Metrics::Counter>
  auto counter(const FamilyDescriptor& descriptor) const {
    return declare<CounterOf, Metric>(MetricType::counter, descriptor);
  }
  template <class Metric = typename Metrics::Gauge>
  auto gauge(const FamilyDescriptor& descriptor) const {
    return declare<GaugeOf, Metric>(gauge_or_info(descriptor), descriptor);
  }
  template <class Metric = typename Metrics::Histogram>
  auto histogram(const FamilyDescriptor& descriptor) const {
    return declare<HistogramOf, Metric>(MetricType::histogram, descriptor);
  }
  template <class Metric = typename Metrics::Summary>
  auto summary(const FamilyDescriptor& descriptor) const {
    return declare<SummaryOf, Metric>(MetricType::summary, descriptor);
  }

 private:
  template <template <class> class HandleOf, class Metric>
  auto declare(MetricType type, const FamilyDescriptor& descriptor) const {
    using Owner = decltype(SinkAccess::owner(sink_));
    using Store = RemovableStore<Labeling>;
    using Handle = HandleOf<RemovableHandle<Metric>>;
    auto bounds = Labeling::bounds_of(type, descriptor);
    return RemovableLedgerFamily<Handle, Store, Owner>(
        SinkAccess::owner(sink_),
        SinkAccess::declare(sink_, {descriptor, type, Labeling::kind, backend_of<Metric>,
                                    make_removable_store<Metric, Labeling>}),
        std::move(bounds));
  }

  [[no_unique_address]] Sink sink_;
};

template <class Metrics, class Sink>
auto removable_half(const Sink& sink) {
  return RemovableLedgerHalf<Sink, DeclaredLabels<>, Metrics>(sink);
}
template <class Metrics, class Sink>
auto dynamic_half(const Sink& sink) {
  return RemovableLedgerHalf<Sink, DynamicLabels<>, Metrics>(sink);
}

/// What callbacks are kept in, by a name that depends on a parameter: only who declares callbacks
/// compiles it.
template <class Owner>
struct CallbackParts {
  using Store = CallbackStore<>;
};

/// A family whose values are read from the program.
template <class Owner>
class CallbackLedgerFamily {
  using Store = typename CallbackParts<Owner>::Store;

 public:
  CallbackLedgerFamily(Owner owner, FamilyEntry& declared) noexcept
      : entry_(std::move(owner), declared) {}

  template <class Function>
  [[nodiscard]] auto add(OpenLabelValues values, std::size_t closed_index,
                         Function function) const {
    return store().add(values, closed_index, std::move(function));
  }
  [[nodiscard]] auto rejected_registration() const { return store().reject(); }

  [[nodiscard]] const FamilyDescriptor& descriptor() const noexcept { return entry_->descriptor(); }

 private:
  Store& store() const noexcept { return static_cast<Store&>(*entry_->store()); }

  FamilyUse<Owner> entry_;
};

template <class Owner, class Metrics, class Sink>
auto declare_callbacks(const Sink& sink, MetricType type, const FamilyDescriptor& descriptor) {
  const Backend& counters = backend_of<typename Metrics::Counter>;
  const Backend& gauges = backend_of<typename Metrics::Gauge>;
  const Backend& backend = type == MetricType::counter ? counters : gauges;
  return CallbackLedgerFamily<Owner>(
      SinkAccess::owner(sink),
      SinkAccess::declare(sink, {descriptor, type, SeriesKind::callback, backend,
                                 make_store<typename CallbackParts<Owner>::Store>}));
}

}  // namespace isometric::inline v1::detail
