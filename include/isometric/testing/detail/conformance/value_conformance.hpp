#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>

#include <string>

namespace isometric::inline v1::detail {

/// Checks of what updates do to values: each type of metric has its own.
template <class Subject>
class ValueConformance {
  template <class Type>
  using Trial = ConformanceTrial<Type, Subject>;

 public:
  static void run(Subject& subject) {
    const ConformanceLabels none;
    subject.report.run("counters: increments add up", [&] {
      const Trial<CounterConformance> trial(subject, none);
      const auto series = trial.series(0);
      series.inc(0.25);
      trial.expect(0, 0.25);
      series.inc();
      series.inc(0);
      series.inc(2.5);
      series.inc(-0.0);
      trial.expect(0, 3.75);
      series.inc(1e300);
      trial.expect(0, 1e300);
    });
    subject.report.run("gauges: set, inc and dec do what they say", [&] {
      const Trial<GaugeConformance> trial(subject, none);
      const auto series = trial.series(0);
      series.set(5);
      series.inc(-2);
      series.dec(1.5);
      trial.expect(0, 1.5);
      for (const double value : {infinity, not_a_number, -3.0}) {
        series.set(value);
        trial.expect(0, value);
      }
    });
    subject.report.run("infos: an info is a gauge that shows as an info",
                       [&] { check_info(subject); });
    subject.report.run("histograms: a bucket holds what is not above its bound", [&] {
      const Trial<HistogramConformance> trial(subject, none);
      const auto series = trial.series(0);
      for (const double value : {-1.0, 1.0, 1.5, 2.0, 5.0, 5.5}) series.observe(value);
      expect_sample(trial, HistogramSample{6, 14, {{1, 2}, {2, 4}, {5, 5}, {infinity, 6}}});
    });
    subject.report.run("summaries: count and sum are those of the observations", [&] {
      const Trial<SummaryConformance> trial(subject, none);
      const auto series = trial.series(0);
      for (const double value : {-1.0, 2.5, 3.0}) series.observe(value);
      expect_sample(trial, SummarySample{3, 4.5, {}});
    });
  }

 private:
  static void check_info(Subject& subject) {
    const auto sink = subject.make();
    const ConformanceFamily declared(MetricType::info, {{"version", {}}});
    const auto family = subject.template declare<GaugeConformance>(sink, declared);
    subject.series(family, {"1.0"}, 0).set(1);
    const auto seen = subject.read(sink, family, declared);
    if (!seen) return;
    const auto selector = subject.selector(family, declared, {"1.0"}, 0);
    subject.expect_extent(*seen, selector, 1);
    const auto* shown = seen->find_family(selector.family());
    if (shown != nullptr && shown->type != MetricType::info) {
      subject.report.fail(joined({"it is shown as a ", to_string(shown->type)}));
    }
  }

  static void expect_sample(const auto& trial, const SampleValue& expected) {
    const auto seen = trial.read();
    if (!seen) return;
    const SeriesSnapshot* series = seen->find_series(trial.selector({}, 0));
    trial.subject.report.expect(
        series != nullptr && series->value == expected,
        joined({"expected ", sample_text(expected), ", but it is ",
                series == nullptr ? "not there" : sample_text(series->value)}));
  }
};

}  // namespace isometric::inline v1::detail
