#pragma once

#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/dynamic_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/conformance/callback_conformance.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>
#include <isometric/testing/detail/conformance/handle_conformance.hpp>
#include <isometric/testing/detail/conformance/removable_conformance.hpp>
#include <isometric/testing/detail/conformance/series_conformance.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace isometric::inline v1 {
namespace detail {

template <class Subject, class... Types>
void check_series(Subject& subject) {
  (SeriesConformance<Types, Subject>::run(subject), ...);
  (HandleConformance<Types, Subject>::run(subject), ...);
  if (!subject.has_optional_halves) return;
  if constexpr (RemovableSink<typename Subject::Sink>) {
    (RemovableConformance<Types, Subject>::run(subject), ...);
    (HandleConformance<RemovableType<Types>, Subject>::run(subject, "removable "), ...);
  }
  if constexpr (DynamicSink<typename Subject::Sink>) {
    (DynamicConformance<Types, Subject>::run(subject), ...);
  }
}

template <class Subject>
bool check_freshness(Subject& subject) {
  return subject.report.run("sinks that are made anew share nothing", [&] {
    const ConformanceFamily declared(MetricType::counter, {});
    const auto first = subject.make();
    const auto second = subject.make();
    const auto ours = subject.template declare<CounterConformance>(first, declared);
    const auto theirs = subject.template declare<CounterConformance>(second, declared);
    subject.series(ours, {}, 0).inc();
    static_cast<void>(subject.series(theirs, {}, 0));
    if (const auto seen = subject.read(second, theirs, declared)) {
      subject.expect_extent(*seen, subject.selector(theirs, declared, {}, 0), 0);
    }
  });
}

/// The one check that reads all that the sink shows, if others use it, too.
template <class Subject>
void check_one_family(Subject& subject) {
  if constexpr (MetricsSource<typename Subject::Sink>) {
    if (!subject.is_read_back) return;
    subject.report.run("the snapshot of a family is its part of that of all", [&] {
      const auto sink = subject.make();
      const ConformanceFamily declared(MetricType::histogram, conformance_shapes().back());
      const auto family = subject.template declare<HistogramConformance>(sink, declared);
      subject.series(family, conformance_values(declared.open_count(), 0), 1).observe(1);
      const auto name = subject.shown_name(family, declared);
      const Snapshot all = sink.snapshot();
      const FamilySnapshot* shown = all.find_family(name);
      subject.report.expect(shown != nullptr && snapshot(sink, name) == Snapshot({*shown}),
                            joined({"snapshot(\"", name, "\") differs"}));
    });
  }
}

}  // namespace detail

namespace testing {

/// What a sink's type does not say.
struct SinkConformanceOptions {
  /// Whether the sinks that are made share nothing with one another.
  bool makes_fresh_sinks = true;
  /// Whether what was declared and updated can be read, if the sink is a MetricsSource. Not so for
  /// one that drops families, and an AnySink over one that cannot be read.
  bool is_read_back = true;
  /// Whether the optional halves that the type has work. Not so for an AnySink over a sink without.
  bool has_optional_halves = true;
};

/// Checks a sink against the contract, by what it does: every type of metric with labels of every
/// kind, copies, lifetimes, strange strings, many threads, and, if the sink can be read, every
/// value; also removable and dynamic families, callbacks, and what handles may have beside updates,
/// if the sink has them. Returns what is wrong, a sentence each; nothing if the sink conforms.
///
///     for (const auto& failure : check_sink_conformance([] { return MySink{}; })) FAIL(failure);
///
/// `make_sink` is called for each check. It may give the same sink each time: each family that is
/// declared has a name of its own, conformance_... Run it under sanitizers as well: they see a race
/// where the values happen to be right.
template <class MakeSink>
[[nodiscard]] std::vector<std::string> check_sink_conformance(const MakeSink& make_sink,
                                                              SinkConformanceOptions options = {}) {
  using namespace detail;
  using Sink = std::remove_cvref_t<std::invoke_result_t<const MakeSink&>>;
  using Subject = ConformanceSubject<Sink>;
  static_assert(diagnose_sink<Sink>());
  Subject subject{make_sink,
                  {},
                  {},
                  options.makes_fresh_sinks,
                  options.is_read_back,
                  options.has_optional_halves};
  // First, since what turns out to be shared may be large.
  if (subject.is_fresh) subject.is_fresh = check_freshness(subject);
  check_series<Subject, CounterConformance, GaugeConformance, HistogramConformance,
               SummaryConformance>(subject);
  ValueConformance<Subject>::run(subject);
  if constexpr (CallbackSink<Sink>) {
    if (options.has_optional_halves) {
      CallbackConformance<CallbackCounterConformance, Subject>::run(subject);
      CallbackConformance<CallbackGaugeConformance, Subject>::run(subject);
    }
  }
  check_one_family(subject);
  return subject.report.take();
}

}  // namespace testing
}  // namespace isometric::inline v1
