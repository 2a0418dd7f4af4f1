#pragma once

#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/detail/family/gauge_or_info.hpp>
#include <isometric/sinks/detail/registry/family_binding.hpp>
#include <isometric/sinks/detail/registry/registry_handles.hpp>
#include <isometric/sinks/detail/series/fixed_family.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/summary.h>

#include <concepts>
#include <memory>

namespace isometric::inline v1 {

/// A sink on one family that other code made, for moving a code base over a metric at a time:
///
///     prometheus::Family<prometheus::Counter>& requests = legacy.requests();
///     isometric::Counter<FamilySink, Method> counter{FamilySink{requests}, "app_requests_total",
///                                                    "Requests."};
///
/// Both count into the same series. With a shared pointer to the registry at hand, adopt that with
/// a RegistrySink instead, which also keeps it alive.
///
/// The family must outlive the sink, its copies, its instruments and their handles; and no series
/// that an instrument has looked up may be removed from it. Copies are the same sink. Thread-safe.
class FamilySink {
  using Owner = std::shared_ptr<detail::FamilyBinding>;

 public:
  /// `events` is where refused updates, look-ups beyond the cap and the like are counted, under the
  /// family's name: the family itself cannot show them. By default this is the registry of the
  /// process; a test passes a fresh `RegistrySink{}`. The sink keeps it alive.
  template <class Metric>
    requires(std::same_as<Metric, prometheus::Counter> || std::same_as<Metric, prometheus::Gauge> ||
             std::same_as<Metric, prometheus::Histogram> ||
             std::same_as<Metric, prometheus::Summary>)
  explicit FamilySink(prometheus::Family<Metric>& family,
                      const RegistrySink& events = RegistrySink::global())
      : binding_(std::make_shared<detail::FamilyBinding>(family, events.event_log())) {}

  // Copied when it is moved, so that what was moved from is as good as before.
  FamilySink(const FamilySink&) = default;
  FamilySink& operator=(const FamilySink&) = default;

  /// Binds to the family. Throws RegistrationConflict if name or type differ, if labels, buckets
  /// or quantiles do from those of the series that the family shows, or if the sink is bound
  /// otherwise already, and InvalidName, InvalidBuckets or InvalidQuantiles for what no instrument
  /// asks for; the family is then as it was.
  auto counter(const FamilyDescriptor& descriptor) const {
    return declare<detail::RegistryCounter>(MetricType::counter, descriptor);
  }
  auto gauge(const FamilyDescriptor& descriptor) const {
    return declare<detail::RegistryGauge>(detail::gauge_or_info(descriptor), descriptor);
  }
  auto histogram(const FamilyDescriptor& descriptor) const {
    return declare<detail::RegistryHistogram>(MetricType::histogram, descriptor);
  }
  auto summary(const FamilyDescriptor& descriptor) const {
    return declare<detail::RegistrySummary>(MetricType::summary, descriptor);
  }

  /// The values of all series of the family now, whoever made them. There is no collectable():
  /// what other code registered, it exposes.
  [[nodiscard]] Snapshot snapshot() const { return binding_->snapshot(); }

 private:
  template <class Handle>
  detail::FixedFamily<Handle, Owner> declare(MetricType type, FamilyDescriptor descriptor) const {
    descriptor.type = type;  // the handle relies on both
    descriptor.series_kind = SeriesKind::fixed;
    return {binding_, binding_->declare(descriptor)};
  }

  Owner binding_;
};

}  // namespace isometric::inline v1
