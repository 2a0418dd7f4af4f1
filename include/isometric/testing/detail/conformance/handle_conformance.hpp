#pragma once

#include <isometric/contract/bulk_series.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>

#include <cstddef>
#include <string>
#include <string_view>

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
      trial.expect_sample(0, HistogramSample{6, 14, {{1, 2}, {2, 4}, {5, 5}, {infinity, 6}}});
    });
    subject.report.run("summaries: count and sum are those of the observations", [&] {
      const Trial<SummaryConformance> trial(subject, none);
      const auto series = trial.series(0);
      for (const double value : {-1.0, 2.5, 3.0}) series.observe(value);
      trial.expect_sample(0, SummarySample{3, 4.5, {}});
    });
  }

 private:
  static void check_info(Subject& subject) {
    const auto sink = subject.make();
    const ConformanceFamily declared(MetricType::info, {{"conformance_version", {}}});
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
};

/// Checks of what handles may have beside their updates, for one type of metric. What a sink's have
/// not is not checked.
template <class Type, class Subject>
class HandleConformance {
  using Trial = ConformanceTrial<Type, Subject>;
  using Series = SeriesOf<typename Trial::Family>;

 public:
  /// `kind` begins the sentences of another kind of families than fixed ones.
  static void run(Subject& subject, std::string_view kind = "") {
    const auto run = [&](std::string_view sentence, void (*check)(Trial&)) {
      run_trials(subject, kind, sentence, check);
    };
    if constexpr (EmptiableSeries<Series>) {
      run("updates of an empty handle show nowhere", check_empty_handles);
    }
    if constexpr (is_readable) run("a series is read by its handles", check_reading);
    if constexpr (BulkObservingSeries<Series> && Type::type == MetricType::histogram) {
      run("a value that is observed several times is as many observations", check_times);
    }
  }

 private:
  static constexpr bool is_number =
      Type::type == MetricType::counter || Type::type == MetricType::gauge;
  static constexpr bool is_readable =
      is_number ? ReadableNumberSeries<Series> : ReadableObservingSeries<Series>;

  static void check_empty_handles(Trial& trial) {
    ConformanceReport& report = trial.subject.report;
    Type::touch(trial.series(0));
    const auto before = trial.read();
    Series series{};
    const Series copy = series;
    report.expect(is_empty_series(copy),
                  "is_empty() is false of a handle that was made of nothing");
    Type::touch(series);
    Type::touch(copy);
    copy.refuse();
    expect_value(trial, copy, 0);
    trial.expect_unchanged_since(before);
    const auto after = trial.read();
    if (before && trial.subject.is_fresh) {
      report.expect(*before == *after, "an update of an empty handle was counted");
    }
    series = trial.series(0);
    Type::touch(series);
    trial.expect(0, 2);
    if (trial.subject.can_read()) {
      report.expect(!is_empty_series(series), "is_empty() is true of a handle of a series");
    }
    series = copy;
    Type::touch(series);
    trial.expect(0, 2);
  }

  static void check_reading(Trial& trial) {
    if (!trial.subject.can_read()) return;
    const auto series = trial.series(trial.last);
    expect_value(trial, series, 0);
    Type::touch(series);
    Type::touch(series);
    expect_value(trial, series, 2);
    expect_value(trial, trial.series(trial.last), 2);
    if (trial.last > 0) expect_value(trial, trial.series(0), 0);
    trial.expect(trial.last, 2);
  }

  static void check_times(Trial& trial) {
    const auto series = trial.series(trial.last);
    series.observe(1, std::uint64_t{3});
    series.observe(1, std::uint64_t{1});
    trial.expect(trial.last, 4);
    trial.expect_sample(trial.last, HistogramSample{4, 4, {{1, 4}, {2, 4}, {5, 4}, {infinity, 4}}});
  }

  /// Of a series that was touched so many times, if it can be read.
  static void expect_value(Trial& trial, const Series& series, double expected) {
    if constexpr (is_readable && is_number) {
      expect_equal(trial, "value()", series.value(), expected);
    } else if constexpr (is_readable) {
      expect_equal(trial, "count()", static_cast<double>(series.count()), expected);
      expect_equal(trial, "sum()", series.sum(), expected);
    }
  }

  static void expect_equal(Trial& trial, std::string_view what, double value, double expected) {
    trial.subject.report.expect(is_equal(value, expected),
                                joined({"expected ", what, " to be ", number_text(expected),
                                        ", but it is ", number_text(value)}));
  }
};

}  // namespace isometric::inline v1::detail
