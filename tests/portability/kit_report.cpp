// What needs no library of prometheus-cpp: descriptions, instruments on sinks without a backend,
// adaptors, pages written and read back, and the test kit.
#include "report.hpp"
#include "telling.hpp"

#include <homecluster/in_memory_cluster.hpp>
#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/catalogue/catalogue_json.hpp>
#include <isometric/catalogue/catalogue_markdown.hpp>
#include <isometric/description/runtime_buckets.hpp>
#include <isometric/description/runtime_quantiles.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/testing/change_checks.hpp>
#include <isometric/testing/histogram_checks.hpp>
#include <isometric/testing/page_checks.hpp>
#include <isometric/testing/parse_page.hpp>
#include <isometric/testing/value_checks.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

void tell_of_recordings() {
  const isometric::RecordingSink sink;
  const Instruments<isometric::RecordingSink> instruments{sink};
  const auto before = sink.snapshot();
  instruments.update();
  const auto after = sink.snapshot();
  instruments.update();
  title("what a recorder was told");
  tell(sink.log());
  title("what it shows");
  tell(after);
  tell_pages(after);
  title("what changed");
  tell(after - before);
  tell(sink.snapshot() - after);
  report += (after - after).changes().empty() ? "nothing\n" : "something\n";
  report += after == after ? "equal\n" : "not equal\n";  // NaN is not
  Instruments<isometric::NullSink>{isometric::NullSink{}}.update();
}

void tell_of_descriptions() {
  title("descriptions");
  const isometric::CatalogueSink sink;
  const Instruments<isometric::CatalogueSink> instruments{sink};
  instruments.update();
  using Histogram = isometric::Histogram<isometric::CatalogueSink>;
  static constexpr auto linear_bounds = isometric::linear_buckets(-0.5, 0.1, 12);
  static constexpr auto exponential_bounds = isometric::exponential_buckets(0.001, 10, 9);
  const Histogram linear(sink, "app_linear", "Linear.", linear_bounds);
  const Histogram exponential(sink, "app_exponential", "Exponential.", exponential_bounds);
  report += to_json(sink.catalogue());
  report += to_markdown(sink.catalogue());

  title("buckets and quantiles at run time");
  for (const double number : numbers()) {
    const double bounds[] = {0.1, number};
    tell_refusal([&] { static_cast<void>(isometric::checked_buckets(bounds)); });
    const isometric::Quantile by_rank[] = {{0.1, 0.01}, {number, 0.01}};
    tell_refusal([&] { static_cast<void>(isometric::checked_quantiles(by_rank)); });
    const isometric::Quantile by_error[] = {{0.5, number}};
    tell_refusal([&] { static_cast<void>(isometric::checked_quantiles(by_error)); });
    const isometric::Quantile median[] = {{0.5, 0.1}};
    tell_refusal([&] {
      static_cast<void>(isometric::checked_quantiles(median, {.max_age_seconds = number}));
    });
  }

  title("conflicts");
  const double bounds[] = {-0.0, 1};
  const double same[] = {0.0, 1};
  const double others[] = {0.0, 1, 2};
  const isometric::RecordingSink recorder;
  using Recorded = isometric::Histogram<isometric::RecordingSink>;
  const auto declare = [&](isometric::Buckets buckets) {
    tell_refusal([&] { const Recorded recorded(recorder, "app_zeros", "Zeros.", buckets); });
  };
  declare(isometric::checked_buckets(bounds));
  declare(isometric::checked_buckets(same));
  declare(isometric::checked_buckets(others));
}

void tell_of_pages() {
  title("pages that are read");
  for (const std::string_view number :
       {"1",   "+1",   "1.5e3", "1e400", "-1e400", "1e-400",    "0x10", "nan",
        "NaN", "+NaN", "inf",   "+Inf",  "-Inf",   "-INFINITY", "1e",   ".",
        "1.",  ".5",   "-0",    "1,5",   "1_0",    ""}) {
    const std::string text(number);
    const std::string page = "# TYPE a counter\na_total " + text + "\n# TYPE b gauge\nb " + text +
                             " 1\n# TYPE c histogram\nc_bucket{le=\"" + text +
                             "\"} 1\nc_bucket{le=\"+Inf\"} " + text + "\nc_sum " + text +
                             "\nc_count " + text + "\n# TYPE d summary\nd{quantile=\"" + text +
                             "\"} " + text + "\nd_sum " + text + "\nd_count 1\n";
    for (const auto& whole : {page, page + "# EOF\n"}) {
      const auto parsed = isometric::testing::parse_page(whole);
      tell("the number '" + text + "'");
      tell(parsed.snapshot);
      for (const auto& problem : parsed.problems) tell(problem);
    }
  }
}

void tell_of_adaptors() {
  title("adaptors");
  const isometric::RecordingSink recorder;
  const isometric::PrefixedSink prefixed(isometric::AnySink(recorder), "their_");
  const isometric::LabeledSink labeled(prefixed, {{"zone", "eu"}});
  const isometric::FilterSink filtered(
      labeled, [](isometric::MetricType type) { return type != isometric::MetricType::summary; });
  const isometric::TeeSink tee(isometric::NullSink{}, filtered);
  Instruments{tee}.update();
  using Removable = isometric::Removable<isometric::RecordingSink>;
  const isometric::Gauge<Removable, Number> level(recorder, "app_removable", "Removable.");
  for (std::size_t i = 0; i < numbers().size(); ++i) {
    level.labels(std::to_string(i)).set(numbers()[i]);
  }
  level.remove("1");
  tell_pages(recorder.snapshot());
}

void tell_of_checks() {
  namespace testing = isometric::testing;
  title("checks");
  isometric::HistogramSample sample{3, 0.3, {{0.1, 1}, {1, 2}, {infinity, 3}}};
  for (const double number : numbers()) {
    const isometric::SeriesSelector level{"app_level"};
    const isometric::SeriesSelector sizes{"app_sizes"};
    const auto snapshot_with = [&](double value, double sum) {
      sample.sum = sum;
      return isometric::Snapshot(
          {{"app_level", "Level.", isometric::MetricType::gauge, {{{}, value}}},
           {"app_sizes", "Sizes.", isometric::MetricType::histogram, {{{}, sample}}}});
    };
    const auto snapshot = snapshot_with(number, number);
    for (const double other : {0.0, 1.0, infinity, not_a_number, number}) {
      const auto delta = snapshot_with(other, other) - snapshot;
      tell(delta);
      tell(testing::has_value(snapshot, level, other));
      tell_refusal([&] { tell(testing::at_least(snapshot, level, other)); });
      tell_refusal([&] { tell(testing::at_most(snapshot, level, other)); });
      tell_refusal([&] { tell(testing::within(snapshot, level, number, other)); });
      tell_refusal([&] { tell(testing::increased_by(delta, level, other)); });
      tell_refusal([&] { tell(testing::decreased_by(delta, level, other)); });
      tell_refusal([&] { tell(testing::only_changed(delta, {{level, other}, {sizes, 0}})); });
      tell_refusal([&] { tell(testing::sum_within(snapshot, sizes, number, other)); });
      tell_refusal([&] { tell(testing::unique_sample(snapshot, sizes, number)); });
      tell_refusal([&] { tell(testing::observed_between(snapshot, sizes, other, number)); });
      tell_refusal([&] { tell(testing::buckets_are(snapshot, sizes, {{number, 3}, {other, 3}})); });
    }
    tell(testing::exposes_text(testing::ExposedPage(snapshot), "app_level 1\n", {"app_level"}));
    tell_refusal([&] {
      homecluster::Group group;
      group.name = "rack";
      homecluster::Node node;
      node.name = "node";
      node.group = group.name;
      node.pricing.hourly_rate = number;
      const homecluster::InMemoryCluster cluster({group}, {node});
    });
  }
}

}  // namespace

namespace portability::ISOMETRIC_REPORT {

std::string kit_report() {
  report.clear();
  tell_of_recordings();
  tell_of_descriptions();
  tell_of_adaptors();
  tell_of_pages();
  tell_of_checks();
  return portable_report();
}

}  // namespace portability::ISOMETRIC_REPORT
