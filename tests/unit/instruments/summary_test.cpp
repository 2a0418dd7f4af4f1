#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/runtime_quantiles.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/instruments/timer.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>
#include <isometric/testing/change_checks.hpp>
#include <isometric/testing/manual_clock.hpp>
#include <isometric/testing/value_checks.hpp>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace test_support;
using isometric::NullSink;
using isometric::Quantile;
using isometric::quantiles;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::Summary;
using isometric::SummarySample;
using isometric::testing::IncreasedBy;
using isometric::testing::OnlyChanged;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double most = std::numeric_limits<double>::max();

const isometric::SeriesSelector refused{"isometric_refused_updates_total",
                                        {{"family", "app_size_bytes"}}};

template <class Instrument, class... Values>
SummarySample samples_of(const RegistrySink& sink, const Instrument& summary,
                         const Values&... values) {
  return snapshot(sink).summary(summary.series(values...));
}

}  // namespace

TEST_CASE("a summary counts and sums, and estimates no quantiles unless it is told which") {
  const RegistrySink sink;
  const Summary<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.");
  CHECK(samples_of(sink, sizes) == SummarySample{0, 0, {}});
  for (const double value : {1.0, 2.5, -0.5, 0.0}) sizes.observe(value);
  CHECK(samples_of(sink, sizes) == SummarySample{4, 3, {}});
}

TEST_CASE("a summary keeps its name, help, unit and type") {
  const RegistrySink sink;
  const Summary<RegistrySink> sizes(sink, "app_size_bytes", "Sizes, \\ and\nlines.");
  const auto seen = snapshot(sink);
  const auto* family = seen.find_family("app_size_bytes");
  REQUIRE(family != nullptr);
  CHECK(family->help == "Sizes, \\ and\nlines.");
  CHECK(family->unit == "bytes");
  CHECK(family->type == isometric::MetricType::summary);
}

TEST_CASE("the quantiles of a summary without observations are no numbers") {
  const RegistrySink sink;
  const Summary<RegistrySink, Way> sizes(sink, "app_size_bytes", "Sizes.",
                                         quantiles({{0.5, 0.05}, {0.99, 0.001}}));
  const auto samples = samples_of(sink, sizes, Direction::down);
  CHECK(samples.count == 0);
  REQUIRE(samples.quantiles.size() == 2);
  CHECK(samples.quantiles[0].quantile == 0.5);
  CHECK(samples.quantiles[1].quantile == 0.99);
  CHECK(std::isnan(samples.quantiles[0].value));
  CHECK(std::isnan(samples.quantiles[1].value));
}

TEST_CASE("a summary estimates its quantiles within their errors") {
  const RegistrySink sink;
  const Summary<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.",
                                    quantiles({{0.1, 0.02}, {0.5, 0.05}, {0.9, 0.01}}));
  constexpr int count = 10007;  // a prime, so that the steps below reach every number once
  for (int i = 0; i < count; ++i) sizes.observe(i * 4999 % count);
  const auto samples = samples_of(sink, sizes);
  CHECK(samples.count == count);
  REQUIRE(samples.quantiles.size() == 3);
  CHECK(std::abs(samples.quantiles[0].value / count - 0.1) <= 0.02);
  CHECK(std::abs(samples.quantiles[1].value / count - 0.5) <= 0.05);
  CHECK(std::abs(samples.quantiles[2].value / count - 0.9) <= 0.01);
}

TEST_CASE("a summary forgets what is older than its window, but neither count nor sum") {
  const RegistrySink sink;
  const Summary<RegistrySink> sizes(
      sink, "app_size_bytes", "Sizes.",
      quantiles({{0.5, 0.05}}, {.max_age_seconds = 0.002, .age_buckets = 2}));
  sizes.observe(7);
  while (!std::isnan(samples_of(sink, sizes).quantiles[0].value)) {
  }
  CHECK(samples_of(sink, sizes).count == 1);
  CHECK(samples_of(sink, sizes).sum == 7);
}

TEST_CASE("a summary without quantiles forgets nothing") {
  const RegistrySink sink;
  const Summary<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.");
  for (int i = 0; i < 100000; ++i) sizes.observe(1);
  CHECK(samples_of(sink, sizes) == SummarySample{100000, 100000, {}});
}

TEST_CASE("a summary copies its quantiles") {
  const RegistrySink sink;
  std::vector<Quantile> given{{0.5, 0.05}};
  const Summary<RegistrySink, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                           isometric::checked_quantiles(given));
  given = {{0.9, 0.01}};
  sizes.labels("a").observe(3);
  CHECK(samples_of(sink, sizes, "a") == SummarySample{1, 3, {{0.5, 3}}});
}

TEST_CASE("a summary's series are told apart by their labels") {
  const RegistrySink sink;
  const Summary<RegistrySink, Group, Way> sizes(sink, "app_size_bytes", "Sizes.",
                                                quantiles({{0.5, 0.05}}));
  const auto before = snapshot(sink);
  sizes.labels("a", Direction::up).observe(1);
  sizes.labels("b", Direction::up).observe(2);
  sizes.labels("b", Direction::up).observe(2);
  CHECK_THAT(snapshot(sink) - before, OnlyChanged({{sizes.series("a", Direction::up), 1},
                                                   {sizes.series("b", Direction::up), 2}}));
  CHECK(samples_of(sink, sizes, "b", Direction::up) == SummarySample{2, 4, {{0.5, 2}}});
}

TEST_CASE("the matchers take a summary by its count, and say what it is") {
  const RegistrySink sink;
  const Summary<RegistrySink, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                           quantiles({{0.5, 0.05}}));
  sizes.labels("a").observe(4);
  const auto before = snapshot(sink);
  sizes.labels("a").observe(4);
  sizes.labels("b").observe(1);
  const auto delta = snapshot(sink) - before;
  CHECK_THAT(delta, IncreasedBy(sizes.series("a"), 1));
  CHECK_THAT(delta, IncreasedBy(sizes.series("b"), 1));
  CHECK_THAT(delta, OnlyChanged({{sizes.series("a"), 1}, {sizes.series("b"), 1}}));
  CHECK_FALSE(isometric::testing::only_changed(delta, {{sizes.series("a"), 1}}));
  const auto verdict = isometric::testing::has_value(before, sizes.series("a"), 4);
  CHECK_FALSE(verdict);
  CHECK(verdict.explanation ==
        "app_size_bytes{group=\"a\"} is count 1 sum 4 quantile=0.5:4, expected 4; it is a summary: "
        "CountIs and SumWithin look at it");
}

TEST_CASE("a summary takes negative and huge values") {
  const RegistrySink sink;
  const Summary<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.", quantiles({{0.5, 0.05}}));
  for (const double value : {-most, most, -0.0}) sizes.observe(value);
  const auto seen = snapshot(sink);
  CHECK(seen.summary(sizes.series()).count == 3);
  CHECK(seen.summary(sizes.series()).sum == 0);
  CHECK(seen.find_series(refused) == nullptr);
}

TEST_CASE("a summary refuses NaN and infinities, and counts that") {
  const RegistrySink sink;
  const Summary<RegistrySink, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                           quantiles({{0.5, 0.05}}));
  sizes.labels("a").observe(1);
  const auto before = snapshot(sink);
  double events = 0;
  for (const double bad : {not_a_number, -not_a_number, infinity, -infinity}) {
    CAPTURE(bad);
    sizes.labels("a").observe(bad);
    CHECK_THAT(snapshot(sink) - before, OnlyChanged(refused, ++events));
  }
  CHECK(samples_of(sink, sizes, "a") == SummarySample{1, 1, {{0.5, 1}}});
}

TEST_CASE("an enumerator outside of the closed set leaves a summary's series alone") {
  const RegistrySink sink;
  const Summary<RegistrySink, Way> sizes(sink, "app_size_bytes", "Sizes.",
                                         quantiles({{0.5, 0.05}}));
  const auto before = snapshot(sink);
  sizes.labels(static_cast<Direction>(-1)).observe(1);
  CHECK_THAT(
      snapshot(sink) - before,
      OnlyChanged({"isometric_rejected_label_values_total", {{"family", "app_size_bytes"}}}, 1));
}

TEST_CASE("a timer measures into a summary") {
  const RegistrySink sink;
  const isometric::ManualClock clock;
  const Summary<RegistrySink, Way> delay(sink, "app_delay_seconds", "Delay.");
  {
    const isometric::Timer timer{delay.labels(Direction::up), clock};
    clock.advance(std::chrono::milliseconds(250));
  }
  CHECK(samples_of(sink, delay, Direction::up) == SummarySample{1, 0.25, {}});
}

TEST_CASE("a summary prints as the text format has it, which promtool accepts") {
  const RegistrySink sink;
  const Summary<RegistrySink, Way> delay(sink, "app_delay_seconds", "Delay.",
                                         quantiles({{0.5, 0.05}, {0.9, 0.01}}));
  delay.labels(Direction::up).observe(2);
  const auto page = page_of(*sink.collectable());
  CHECK(page ==
        "# HELP app_delay_seconds Delay.\n"
        "# TYPE app_delay_seconds summary\n"
        "app_delay_seconds_count{direction=\"down\"} 0\n"
        "app_delay_seconds_sum{direction=\"down\"} 0\n"
        "app_delay_seconds{direction=\"down\",quantile=\"0.5\"} Nan\n"
        "app_delay_seconds{direction=\"down\",quantile=\"0.9\"} Nan\n"
        "app_delay_seconds_count{direction=\"up\"} 1\n"
        "app_delay_seconds_sum{direction=\"up\"} 2\n"
        "app_delay_seconds{direction=\"up\",quantile=\"0.5\"} 2\n"
        "app_delay_seconds{direction=\"up\",quantile=\"0.9\"} 2\n");
  if (!has_promtool()) return;
  const auto run = promtool_check(page);
  CAPTURE(run.output);
  CHECK(run.exit_code == 0);
}

TEST_CASE("threads observe into one summary while others read it, and none is lost") {
  const RegistrySink sink;
  const Summary<RegistrySink, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                           quantiles({{0.5, 0.05}, {0.9, 0.01}}));
  in_threads(4, [&](std::size_t index) {
    for (int i = 0; i < 1000; ++i) {
      sizes.labels(i % 2 == 0 ? "a" : "b").observe(1);
      if (index == 0 && i % 50 == 0) static_cast<void>(snapshot(sink));
    }
  });
  CHECK(samples_of(sink, sizes, "a") == SummarySample{2000, 2000, {{0.5, 1}, {0.9, 1}}});
  CHECK(samples_of(sink, sizes, "b").count == 2000);
}

TEST_CASE("a summary's handle is two words at most, trivially copyable and never throws") {
  using Handle = Summary<RegistrySink, Group>::handle_type;
  STATIC_REQUIRE(sizeof(Handle) <= 2 * sizeof(void*));
  STATIC_REQUIRE(std::is_trivially_copyable_v<Handle>);
  STATIC_REQUIRE(noexcept(std::declval<Handle>().observe(1.0)));
}

TEST_CASE("a summary on a sink that keeps nothing takes everything") {
  const Summary<NullSink, Group> sizes(NullSink{}, "app_size_bytes", "Sizes.",
                                       quantiles({{0.5, 0.05}}));
  sizes.labels("a").observe(1);
  sizes.labels("a").observe(not_a_number);
  STATIC_REQUIRE(std::is_empty_v<Summary<NullSink, Group>::handle_type>);
}
