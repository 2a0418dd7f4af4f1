#pragma once

#include <isometric/description/buckets.hpp>
#include <isometric/description/family_options.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/detail/dynamic_instrument.hpp>
#include <isometric/instruments/detail/dynamic_observer.hpp>
#include <isometric/instruments/detail/mistaken_declarations.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/series_labels.hpp>

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

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(DynamicCounter, RuntimeName<MetricType::counter>,
                                         RuntimeHelp);
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

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(DynamicGauge, RuntimeName<MetricType::gauge>, RuntimeHelp);
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
class DynamicHistogram : public detail::DynamicObserver<Sink, detail::DynamicHistograms> {
 public:
  DynamicHistogram(Sink sink, const RuntimeName<MetricType::histogram>& name, RuntimeHelp help,
                   Buckets buckets = default_buckets, FamilyOptions options = {},
                   SourceLocation declared_at = SourceLocation::current())
      : DynamicHistogram::DynamicObserver(sink, name, help, buckets, options, declared_at) {}

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(DynamicHistogram, RuntimeName<MetricType::histogram>,
                                         RuntimeHelp);
  ISOMETRIC_DETAIL_OPTIONS_TOO_EARLY(DynamicHistogram, RuntimeName<MetricType::histogram>,
                                     RuntimeHelp,
                                     "options come after the buckets, such as default_buckets",
                                     options_come_after_the_buckets_such_as_default_buckets);
};

/// A summary each of whose series brings its own labels, and may have its own quantiles. See
/// DynamicHistogram; how a summary differs from a histogram, Summary says.
template <class Sink>
class DynamicSummary : public detail::DynamicObserver<Sink, detail::DynamicSummaries> {
 public:
  DynamicSummary(Sink sink, const RuntimeName<MetricType::summary>& name, RuntimeHelp help,
                 Quantiles quantiles = {}, FamilyOptions options = {},
                 SourceLocation declared_at = SourceLocation::current())
      : DynamicSummary::DynamicObserver(sink, name, help, quantiles, options, declared_at) {}

  ISOMETRIC_DETAIL_MISTAKEN_DECLARATIONS(DynamicSummary, RuntimeName<MetricType::summary>,
                                         RuntimeHelp);
  ISOMETRIC_DETAIL_OPTIONS_TOO_EARLY(DynamicSummary, RuntimeName<MetricType::summary>, RuntimeHelp,
                                     "options come after the quantiles, {} for none",
                                     options_come_after_the_quantiles_for_none);
};

}  // namespace isometric::inline v1
