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
#include <isometric/testing/detail/conformance/checked_sink.hpp>
#include <isometric/testing/detail/conformance/checked_sink_of.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_trial.hpp>
#include <isometric/testing/detail/conformance/handle_conformance.hpp>
#include <isometric/testing/detail/conformance/removable_conformance.hpp>
#include <isometric/testing/detail/conformance/series_conformance.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace isometric::inline v1 {
namespace detail {

inline bool check_freshness(ConformanceSubject& subject) {
  return subject.report.run("sinks that are made anew share nothing", [&] {
    const ConformanceFamily declared(MetricType::counter, {});
    const auto first = subject.make();
    const auto second = subject.make();
    const auto ours = subject.declare(*first, SinkHalf::fixed, MetricType::counter, declared);
    const auto theirs = subject.declare(*second, SinkHalf::fixed, MetricType::counter, declared);
    subject.series(*ours, {}, 0)->touch();
    static_cast<void>(subject.series(*theirs, {}, 0));
    if (const auto seen = subject.read(*second, *theirs, declared)) {
      subject.expect_extent(*seen, subject.selector(*theirs, declared, {}, 0), 0);
    }
  });
}

/// The one check that reads all that the sink shows, if others use it, too.
inline void check_one_family(ConformanceSubject& subject) {
  if (!subject.can_read) return;
  subject.report.run("the snapshot of a family is its part of that of all", [&] {
    const auto labels = conformance_shapes().back();
    const ConformanceTrial trial(subject, {SinkHalf::fixed, MetricType::histogram}, labels);
    trial.series(1)->touch();
    const auto name = subject.shown_name(*trial.family, trial.declared);
    const Snapshot all = trial.sink->read();
    const FamilySnapshot* shown = all.find_family(name);
    subject.report.expect(shown != nullptr && trial.sink->read(name) == Snapshot({*shown}),
                          joined({"snapshot(\"", name, "\") differs"}));
  });
}

inline void check_conformance(ConformanceSubject& subject) {
  // First, since what turns out to be shared may be large.
  if (subject.is_fresh) subject.is_fresh = check_freshness(subject);
  for (const MetricType type :
       {MetricType::counter, MetricType::gauge, MetricType::histogram, MetricType::summary}) {
    SeriesConformance::run(subject, type);
    HandleConformance::run(subject, {SinkHalf::fixed, type});
    if (subject.has_removable) {
      RemovableConformance::run(subject, type);
      HandleConformance::run(subject, {SinkHalf::removable, type});
    }
    if (subject.has_dynamic) DynamicConformance::run(subject, type);
  }
  ValueConformance::run(subject);
  if (subject.has_callbacks) {
    CallbackConformance::run(subject, MetricType::counter);
    CallbackConformance::run(subject, MetricType::gauge);
  }
  check_one_family(subject);
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
/// `make_sink` is called for each check, at least once for each kind of labels. It may give
/// the same sink each time: each family that is declared has a name of its own, conformance_... Run
/// it under sanitizers as well: they see a race where the values happen to be right.
template <class MakeSink>
[[nodiscard]] std::vector<std::string> check_sink_conformance(const MakeSink& make_sink,
                                                              SinkConformanceOptions options = {}) {
  using namespace detail;
  using Sink = std::remove_cvref_t<std::invoke_result_t<const MakeSink&>>;
  static_assert(diagnose_sink<Sink>());
  ConformanceSubject subject{
      .make = [&make_sink] { return Copied<CheckedSink>(new CheckedSinkOf<Sink>(make_sink())); },
      .is_fresh = options.makes_fresh_sinks,
      .can_read = MetricsSource<Sink> && options.is_read_back,
      .has_removable = RemovableSink<Sink> && options.has_optional_halves,
      .has_dynamic = DynamicSink<Sink> && options.has_optional_halves,
      .has_callbacks = CallbackSink<Sink> && options.has_optional_halves};
  check_conformance(subject);
  return subject.report.take();
}

}  // namespace testing
}  // namespace isometric::inline v1
