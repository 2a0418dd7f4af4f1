#pragma once

#include <isometric/description/buckets.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/description/family_options.hpp>
#include <isometric/description/help.hpp>
#include <isometric/description/metric_name.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/instruments/detail/dynamic_instrument.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/series_labels.hpp>
#include <isometric/instruments/summary.hpp>

#include <string>
#include <utility>

namespace isometric::inline v1::detail {

// What tells the two apart that observe: their handles, their bounds, and how those are declared.

struct DynamicHistograms {
  static constexpr MetricType type = MetricType::histogram;
  using Bounds = Buckets;
  template <class Series>
  using Handle = HistogramHandle<Series>;

  template <class Half>
  static auto declare(const Half& half, FamilyDescriptor family, Bounds buckets) {
    family.buckets = {buckets.data(), buckets.size()};
    return half.histogram(family);
  }
};

struct DynamicSummaries {
  static constexpr MetricType type = MetricType::summary;
  using Bounds = Quantiles;
  template <class Series>
  using Handle = SummaryHandle<Series>;

  template <class Half>
  static auto declare(const Half& half, FamilyDescriptor family, Bounds quantiles) {
    family.quantiles = {quantiles.data(), quantiles.size()};
    family.window = quantiles.window();
    return half.summary(family);
  }
};

template <class Sink, class Kind>
using DynamicFamilyOf =
    decltype(Kind::declare(std::declval<const DynamicHalfOf<Sink>&>(), FamilyDescriptor(),
                           std::declval<typename Kind::Bounds>()));

/// A dynamic instrument whose series may have bounds of their own: it keeps what it takes to
/// declare its family once more.
template <class Sink, class Kind>
class DynamicObserver
    : public DynamicInstrument<DynamicFamilyOf<Sink, Kind>, Kind::template Handle> {
  using Half = DynamicHalfOf<Sink>;
  using Name = MetricName<Kind::type>;
  using Bounds = typename Kind::Bounds;
  using Base = DynamicInstrument<DynamicFamilyOf<Sink, Kind>, Kind::template Handle>;

 public:
  using typename Base::handle_type;
  using typename Base::owned_type;

  // Copied when it is moved, so that what was moved from is as good as before.
  DynamicObserver(const DynamicObserver&) = default;
  DynamicObserver& operator=(const DynamicObserver&) = default;

  using Base::labels;
  using Base::own;

  /// The same with bounds of the series' own, for which the family is declared once more.
  handle_type labels(const SeriesLabels& labels, Bounds bounds) const {
    return this->find(declare_again(bounds), labels);
  }
  owned_type own(const SeriesLabels& labels, Bounds bounds) const {
    return this->acquire(declare_again(bounds), labels);
  }

 protected:
  DynamicObserver(const Sink& sink, const Name& name, Help help, Bounds bounds,
                  FamilyOptions options, SourceLocation declared_at)
      : DynamicObserver(name, help, dynamic_half_of(sink), bounds, options, declared_at) {}

 private:
  // The half is not the first: an AnySink can be made of it.
  DynamicObserver(const Name& name, Help help, Half half, Bounds bounds, FamilyOptions options,
                  SourceLocation declared_at)
      : Base(Kind::declare(half, describe(name, help, {}, options, declared_at), bounds),
             name.view()),
        half_(static_cast<Half&&>(half)),
        help_(help.view()),
        options_(options),
        declared_at_(declared_at) {}

  auto declare_again(Bounds bounds) const {
    FamilyDescriptor described = describe(Name(this->name(), Unchecked{}), Help(help_, Unchecked{}),
                                          {}, options_, declared_at_);
    described.is_declared_again = true;
    return Kind::declare(half_, described, bounds);
  }

  [[no_unique_address]] Half half_;
  std::string help_;
  FamilyOptions options_;
  SourceLocation declared_at_;
};

}  // namespace isometric::inline v1::detail
