#pragma once

#include <isometric/description/detail/double_bits.hpp>
#include <isometric/description/metric_type.hpp>
#include <isometric/reading/detail/sample_text.hpp>
#include <isometric/reading/family_snapshot.hpp>
#include <isometric/reading/sample.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/testing/detail/conformance/conformance_family.hpp>
#include <isometric/testing/detail/conformance/conformance_subject.hpp>

#include <string>

// Checks of what updates do to values: each type of metric has its own.
namespace isometric::inline v1::testing::internal {

template <class Subject>
class ValueConformance {
  using Sink = typename Subject::Sink;

 public:
  explicit ValueConformance(Subject& subject) noexcept : subject_(subject) {}

  void run() {
    subject_.report.run("counters: increments add up", [&] {
      check_updates<CounterConformance>([&](const auto& series, auto expect) {
        series.inc();
        series.inc(0);
        series.inc(2.5);
        series.inc(-0.0);
        series.inc(1e300);
        expect(1e300);
      });
      check_updates<CounterConformance>([&](const auto& series, auto expect) {
        series.inc(0.25);
        expect(0.25);
      });
    });
    subject_.report.run("gauges: set, inc and dec do what they say", [&] {
      check_updates<GaugeConformance>([&](const auto& series, auto expect) {
        series.set(5);
        series.inc(-2);
        series.dec(1.5);
        expect(1.5);
        series.set(detail::infinity);
        expect(detail::infinity);
        series.set(detail::not_a_number);
        expect(detail::not_a_number);
        series.set(-3);
        expect(-3);
      });
    });
    subject_.report.run("infos: an info is a gauge that shows as an info", [&] { check_info(); });
    subject_.report.run("histograms: a bucket holds what is not above its bound",
                        [&] { check_histogram(); });
    subject_.report.run("summaries: count and sum are those of the observations",
                        [&] { check_summary(); });
  }

 private:
  template <class Type, class Update>
  void check_updates(Update update) {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(Type::type, {});
    const auto family = subject_.template declare<Type>(sink, declared);
    update(subject_.series(family, {}, 0), [&](double expected) {
      const auto seen = subject_.read(sink, family, declared);
      if (seen) {
        subject_.expect_extent(*seen, subject_.selector(family, declared, {}, 0), expected);
      }
    });
  }

  void check_info() {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(MetricType::info, {{"version", {}}});
    const auto family = subject_.template declare<GaugeConformance>(sink, declared);
    subject_.series(family, {"1.0"}, 0).set(1);
    const auto seen = subject_.read(sink, family, declared);
    if (!seen) return;
    const auto selector = subject_.selector(family, declared, {"1.0"}, 0);
    subject_.expect_extent(*seen, selector, 1);
    const auto* shown = seen->find_family(selector.family());
    if (shown != nullptr && shown->type != MetricType::info) {
      subject_.report.fail(std::string("it is shown as a ").append(to_string(shown->type)));
    }
  }

  void check_histogram() {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(MetricType::histogram, {});
    const auto family = subject_.template declare<HistogramConformance>(sink, declared);
    const auto series = subject_.series(family, {}, 0);
    for (const double value : {-1.0, 1.0, 1.5, 2.0, 5.0, 5.5}) series.observe(value);
    expect_sample(sink, family, declared,
                  HistogramSample{6, 14, {{1, 2}, {2, 4}, {5, 5}, {detail::infinity, 6}}});
  }

  void check_summary() {
    const Sink sink = subject_.make();
    const ConformanceFamily declared(MetricType::summary, {});
    const auto family = subject_.template declare<SummaryConformance>(sink, declared);
    const auto series = subject_.series(family, {}, 0);
    for (const double value : {-1.0, 2.5, 3.0}) series.observe(value);
    expect_sample(sink, family, declared, SummarySample{3, 4.5, {}});
  }

  template <class Family>
  void expect_sample(const Sink& sink, const Family& family, const ConformanceFamily& declared,
                     const SampleValue& expected) {
    const auto seen = subject_.read(sink, family, declared);
    if (!seen) return;
    const SeriesSnapshot* series = seen->find_series(subject_.selector(family, declared, {}, 0));
    subject_.report.expect(
        series != nullptr && series->value == expected,
        "expected " + detail::sample_text(expected) + ", but it is " +
            (series == nullptr ? "not there" : detail::sample_text(series->value)));
  }

  Subject& subject_;
};

}  // namespace isometric::inline v1::testing::internal
