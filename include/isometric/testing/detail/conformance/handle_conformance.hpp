#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/testing/detail/conformance/conformance_trial.hpp>

#include <optional>
#include <string_view>
#include <utility>

namespace isometric::inline v1::detail {

/// Checks of what updates do to values: each type of metric has its own.
class ValueConformance {
  using Trial = ConformanceTrial;

 public:
  static void run(ConformanceSubject& subject) {
    const auto run = [&](MetricType type, const ConformanceLabels& labels,
                         const ConformanceRule& rule) {
      run_trials(subject, {SinkHalf::fixed, type}, {rule}, {labels});
    };
    run(MetricType::counter, {}, {"increments add up", check_counter});
    run(MetricType::gauge, {}, {"set, inc and dec do what they say", check_gauge});
    run(MetricType::info, {{"conformance_version", {}}},
        {"an info is a gauge that shows as an info", check_info});
    run(MetricType::histogram, {}, {"a bucket holds what is not above its bound", check_histogram});
    run(MetricType::summary, {}, {"count and sum are those of the observations", check_summary});
  }

 private:
  static void check_counter(Trial& trial) {
    const auto series = trial.series(0);
    series->inc(0.25);
    trial.expect(0, 0.25);
    series->touch();
    series->inc(0);
    series->inc(2.5);
    series->inc(-0.0);
    trial.expect(0, 3.75);
    series->inc(1e300);
    trial.expect(0, 1e300);
  }

  static void check_gauge(Trial& trial) {
    const auto series = trial.series(0);
    series->set(5);
    series->inc(-2);
    series->dec(1.5);
    trial.expect(0, 1.5);
    for (const double value : {infinity, not_a_number, -3.0}) {
      series->set(value);
      trial.expect(0, value);
    }
  }

  static void check_info(Trial& trial) {
    trial.series(0)->set(1);
    trial.expect(0, 1);
    const auto seen = trial.read();
    if (!seen) return;
    const auto* shown = seen->find_family(trial.selector(trial.values, 0).family());
    if (shown != nullptr && shown->type != MetricType::info) {
      trial.subject.report.fail(joined({"it is shown as a ", to_string(shown->type)}));
    }
  }

  static void check_histogram(Trial& trial) {
    const auto series = trial.series(0);
    for (const double value : {-1.0, 1.0, 1.5, 2.0, 5.0, 5.5}) series->observe(value);
    trial.expect_sample(0, HistogramSample{6, 14, {{1, 2}, {2, 4}, {5, 5}, {infinity, 6}}});
  }

  static void check_summary(Trial& trial) {
    const auto series = trial.series(0);
    for (const double value : {-1.0, 2.5, 3.0}) series->observe(value);
    trial.expect_sample(0, SummarySample{3, 4.5, {}});
  }
};

/// Checks of what handles may have beside their updates, of a type of metric in one of the halves.
/// What a sink's have not is not checked.
class HandleConformance {
  using Trial = ConformanceTrial;

 public:
  static void run(ConformanceSubject& subject, ConformanceKind kind) {
    run_trials(subject, kind, {{"updates of an empty handle show nowhere", check_empty_handles}});
    if (subject.can_read) {
      run_trials(subject, kind, {{"a series is read by its handles", check_reading}});
    }
    if (kind.type == MetricType::histogram) {
      run_trials(subject, kind,
                 {{"a value that is observed several times is as many observations", check_times}});
    }
  }

 private:
  static void check_empty_handles(Trial& trial) {
    ConformanceReport& report = trial.subject.report;
    const auto touched = trial.series(0);
    auto none = touched->make_empty();
    if (none == nullptr) return;
    touched->touch();
    const auto before = trial.read();
    Copied<CheckedSeries> series(none.release());
    const auto copy = series;
    report.expect(copy->is_empty(), "is_empty() is false of a handle that was made of nothing");
    series->touch();
    copy->touch();
    copy->refuse();
    expect_value(trial, *copy, 0);
    trial.expect_unchanged_since(before);
    const auto after = trial.read();
    if (before && trial.subject.is_fresh) {
      report.expect(*before == *after, "an update of an empty handle was counted");
    }
    series->assign(std::move(*trial.series(0)));
    series->touch();
    trial.expect(0, 2);
    if (trial.subject.can_read) {
      report.expect(!series->is_empty(), "is_empty() is true of a handle of a series");
    }
    series->assign(*copy);
    series->touch();
    trial.expect(0, 2);
  }

  static void check_reading(Trial& trial) {
    const auto series = trial.series(trial.last);
    expect_value(trial, *series, 0);
    series->touch();
    series->touch();
    expect_value(trial, *series, 2);
    expect_value(trial, *trial.series(trial.last), 2);
    if (trial.last > 0) expect_value(trial, *trial.series(0), 0);
    trial.expect(trial.last, 2);
  }

  static void check_times(Trial& trial) {
    const auto series = trial.series(trial.last);
    if (!series->observe(1, 3)) return;
    series->observe(1, 1);
    trial.expect(trial.last, 4);
    trial.expect_sample(trial.last, HistogramSample{4, 4, {{1, 4}, {2, 4}, {5, 4}, {infinity, 4}}});
  }

  /// Of a series that was touched so many times, if it can be read.
  static void expect_value(Trial& trial, const CheckedSeries& series, double expected) {
    const CheckedReading reading = series.read();
    expect_equal(trial, "value()", reading.value, expected);
    expect_equal(trial, "count()", reading.count, expected);
    expect_equal(trial, "sum()", reading.sum, expected);
  }

  static void expect_equal(Trial& trial, std::string_view what, const std::optional<double>& value,
                           double expected) {
    if (!value) return;
    trial.subject.report.expect(is_equal(*value, expected),
                                joined({"expected ", what, " to be ", number_text(expected),
                                        ", but it is ", number_text(*value)}));
  }
};

}  // namespace isometric::inline v1::detail
