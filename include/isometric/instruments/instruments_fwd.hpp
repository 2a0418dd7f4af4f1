#pragma once

/// Names the instruments and their guards without what they are made of, for members and parameters
/// that are pointers or references:
///
///     std::unique_ptr<isometric::Counter<isometric::RegistrySink>> requests_;
///
/// Labels are types, and come with <isometric/description/label.hpp>; names of sinks with
/// <isometric/sinks/forward.hpp>. Who makes, destroys or uses an instrument includes its header.
namespace isometric::inline v1 {

template <class Sink, class... Labels>
class Counter;
template <class Sink, class... Labels>
class Gauge;
template <class Sink, class... Labels>
class Histogram;
template <class Sink, class... Labels>
class Summary;
template <class Sink, class... Labels>
class Info;
template <class Sink, class... Labels>
class CallbackCounter;
template <class Sink, class... Labels>
class CallbackGauge;
template <class Sink>
class BuildInfo;

template <class Sink>
class DynamicCounter;
template <class Sink>
class DynamicGauge;
template <class Sink>
class DynamicHistogram;
template <class Sink>
class DynamicSummary;

template <class Series>
class CounterHandle;
template <class Series>
class GaugeHandle;
template <class Series>
class HistogramHandle;
template <class Series>
class SummaryHandle;

template <class Handle>
class ExceptionCounter;
template <class Handle>
class InFlight;
template <class SuccessHandle, class FailureHandle>
class OutcomeCounter;

}  // namespace isometric::inline v1
