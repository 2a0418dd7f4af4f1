#pragma once

#include <isometric/description/buckets.hpp>
#include <isometric/description/family_options.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/detail/dynamic_instrument.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/series_labels.hpp>
#include <isometric/instruments/summary.hpp>

#include <string>

// Instruments whose labels are known only at run time: tags from a configuration, metrics that a
// plug-in or a script declares. Who knows the labels when the program is written uses Counter and
// its like, whose mistakes the compiler finds and whose look-ups take no lock.
namespace isometric::inline v1 {

/// A counter each of whose series brings its own labels.
///
///     isometric::DynamicCounter<Sink> jobs{sink, configuration.name, configuration.help};
///     jobs.labels({{"queue", queue}, {configuration.tag, tag}}).inc();
///     jobs.labels(configuration.labels).inc();  // a std::map<std::string, std::string>
///
/// Series can be removed, and be owned. Constructing it registers the family with the sink; what
/// can go wrong there is the sink's to say. A name or a help that is no literal is checked then:
/// InvalidName. A family that has lost all of its series, and all instruments that declared it, is
/// forgotten: its name may be declared anew in any way. All functions are thread-safe.
template <class Sink>
class DynamicCounter
    : public detail::DynamicInstrument<detail::CounterFamilyOf<detail::DynamicHalfOf<Sink>>,
                                       CounterHandle> {
 public:
  DynamicCounter(Sink sink, const RuntimeName<MetricType::counter>& name, RuntimeHelp help,
                 FamilyOptions options = {}, SourceLocation declared_at = SourceLocation::current())
      : DynamicCounter::DynamicInstrument(
            detail::dynamic_half_of(sink).counter(
                detail::describe<MetricType::counter>(name, help, {}, options, declared_at)),
            name.view()) {}
};

/// A gauge each of whose series brings its own labels. See DynamicCounter.
template <class Sink>
class DynamicGauge
    : public detail::DynamicInstrument<detail::GaugeFamilyOf<detail::DynamicHalfOf<Sink>>,
                                       GaugeHandle> {
 public:
  DynamicGauge(Sink sink, const RuntimeName<MetricType::gauge>& name, RuntimeHelp help,
               FamilyOptions options = {}, SourceLocation declared_at = SourceLocation::current())
      : DynamicGauge::DynamicInstrument(
            detail::dynamic_half_of(sink).gauge(
                detail::describe<MetricType::gauge>(name, help, {}, options, declared_at)),
            name.view()) {}
};

/// A histogram each of whose series brings its own labels, and may have its own buckets.
///
///     isometric::DynamicHistogram<Sink> sizes{sink, name, help, isometric::default_buckets};
///     sizes.labels({{"kind", "mail"}}).observe(size);
///     sizes.labels({{"kind", "film"}}, isometric::checked_buckets(bounds)).observe(size);
///
/// A series that is looked up with other buckets than it has throws RegistrationConflict. Series of
/// one family with different buckets are valid, but Prometheus cannot add them up. Otherwise as
/// DynamicCounter.
template <class Sink>
class DynamicHistogram
    : public detail::DynamicInstrument<detail::HistogramFamilyOf<detail::DynamicHalfOf<Sink>>,
                                       HistogramHandle> {
  using Half = detail::DynamicHalfOf<Sink>;
  using Base = detail::DynamicInstrument<detail::HistogramFamilyOf<Half>, HistogramHandle>;

 public:
  using typename Base::handle_type;
  using typename Base::owned_type;

  DynamicHistogram(Sink sink, const RuntimeName<MetricType::histogram>& name, RuntimeHelp help,
                   Buckets buckets = default_buckets, FamilyOptions options = {},
                   SourceLocation declared_at = SourceLocation::current())
      : DynamicHistogram(name, help, detail::dynamic_half_of(sink), buckets, options, declared_at) {
  }

  using Base::labels;
  using Base::own;

  /// The same with buckets of the series' own, for which the family is declared once more.
  handle_type labels(const SeriesLabels& labels, Buckets buckets) const {
    return this->find(declare_again(buckets), labels);
  }
  owned_type own(const SeriesLabels& labels, Buckets buckets) const {
    return this->acquire(declare_again(buckets), labels);
  }

 private:
  // The half is not the first: an AnySink can be made of it.
  DynamicHistogram(const HistogramName& name, Help help, Half half, Buckets buckets,
                   FamilyOptions options, SourceLocation declared_at)
      : Base(declare(half, name, help, buckets, options, declared_at), name.view()),
        half_(static_cast<Half&&>(half)),
        help_(help.view()),
        options_(options),
        declared_at_(declared_at) {}

  static auto declare(const Half& half, const HistogramName& name, Help help, Buckets buckets,
                      FamilyOptions options, SourceLocation declared_at) {
    return half.histogram(
        detail::describe(name, help, {}, options, declared_at, {buckets.data(), buckets.size()}));
  }
  auto declare_again(Buckets buckets) const {
    return declare(half_, {this->name(), detail::Unchecked{}}, {help_, detail::Unchecked{}},
                   buckets, options_, declared_at_);
  }

  [[no_unique_address]] Half half_;
  std::string help_;
  FamilyOptions options_;
  SourceLocation declared_at_;
};

/// A summary each of whose series brings its own labels, and may have its own quantiles. See
/// DynamicHistogram; how a summary differs from a histogram, Summary says.
template <class Sink>
class DynamicSummary
    : public detail::DynamicInstrument<detail::SummaryFamilyOf<detail::DynamicHalfOf<Sink>>,
                                       SummaryHandle> {
  using Half = detail::DynamicHalfOf<Sink>;
  using Base = detail::DynamicInstrument<detail::SummaryFamilyOf<Half>, SummaryHandle>;

 public:
  using typename Base::handle_type;
  using typename Base::owned_type;

  DynamicSummary(Sink sink, const RuntimeName<MetricType::summary>& name, RuntimeHelp help,
                 Quantiles quantiles = {}, FamilyOptions options = {},
                 SourceLocation declared_at = SourceLocation::current())
      : DynamicSummary(name, help, detail::dynamic_half_of(sink), quantiles, options, declared_at) {
  }

  using Base::labels;
  using Base::own;

  /// The same with quantiles of the series' own, for which the family is declared once more.
  handle_type labels(const SeriesLabels& labels, Quantiles quantiles) const {
    return this->find(declare_again(quantiles), labels);
  }
  owned_type own(const SeriesLabels& labels, Quantiles quantiles) const {
    return this->acquire(declare_again(quantiles), labels);
  }

 private:
  // The half is not the first: an AnySink can be made of it.
  DynamicSummary(const SummaryName& name, Help help, Half half, Quantiles quantiles,
                 FamilyOptions options, SourceLocation declared_at)
      : Base(declare(half, name, help, quantiles, options, declared_at), name.view()),
        half_(static_cast<Half&&>(half)),
        help_(help.view()),
        options_(options),
        declared_at_(declared_at) {}

  static auto declare(const Half& half, const SummaryName& name, Help help, Quantiles quantiles,
                      FamilyOptions options, SourceLocation declared_at) {
    FamilyDescriptor family = detail::describe(name, help, {}, options, declared_at);
    family.quantiles = {quantiles.data(), quantiles.size()};
    family.window = quantiles.window();
    return half.summary(family);
  }
  auto declare_again(Quantiles quantiles) const {
    return declare(half_, {this->name(), detail::Unchecked{}}, {help_, detail::Unchecked{}},
                   quantiles, options_, declared_at_);
  }

  [[no_unique_address]] Half half_;
  std::string help_;
  FamilyOptions options_;
  SourceLocation declared_at_;
};

}  // namespace isometric::inline v1
