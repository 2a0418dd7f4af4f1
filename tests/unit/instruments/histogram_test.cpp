#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/runtime_buckets.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

using namespace test_support;
using isometric::BucketSample;
using isometric::Histogram;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::OnlyChanged;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double most = std::numeric_limits<double>::max();
constexpr double least = std::numeric_limits<double>::denorm_min();

const isometric::SeriesSelector refused{"isometric_refused_updates_total",
                                        {{"family", "app_size_bytes"}}};

}  // namespace

TEST_CASE("a histogram counts a value in the first bucket whose bound is not below it") {
  RegistrySink sink;
  const Histogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.", isometric::buckets(1, 2));
  for (const double value : {-1.0, 1.0, 1.0000000000000002, 2.0, 2.0000000000000004, 100.0}) {
    sizes.observe(value);
  }
  const auto seen = snapshot(sink);
  const auto& samples = seen.histogram(sizes.series());
  CHECK(samples.buckets == std::vector<BucketSample>{{1.0, 2}, {2.0, 4}, {infinity, 6}});
  CHECK(samples.count == 6);
  CHECK(std::abs(samples.sum - 105) < 1e-9);
}

TEST_CASE("a histogram without observations has all of its buckets, at 0") {
  RegistrySink sink;
  const Histogram<RegistrySink, Way> sizes(sink, "app_size_bytes", "Sizes.",
                                           isometric::linear_buckets(1, 1, 3));
  const auto seen = snapshot(sink);
  const auto& samples = seen.histogram(sizes.series(Direction::down));
  CHECK(samples.buckets == std::vector<BucketSample>{{1.0, 0}, {2.0, 0}, {3.0, 0}, {infinity, 0}});
  CHECK(samples.sum == 0);
}

TEST_CASE("a histogram that is given no buckets has the default ones") {
  RegistrySink sink;
  const Histogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.");
  const auto seen = snapshot(sink);
  const auto& samples = seen.histogram(sizes.series());
  REQUIRE(samples.buckets.size() == 12);
  CHECK(samples.buckets.front().upper_bound == 0.005);
  CHECK(samples.buckets[10].upper_bound == 10);
  CHECK(samples.buckets.back().upper_bound == infinity);
}

TEST_CASE("a histogram copies its buckets") {
  RegistrySink sink;
  std::vector<double> bounds{1, 2};
  const Histogram<RegistrySink, Group> sizes(sink, "app_size_bytes", "Sizes.",
                                             isometric::checked_buckets(bounds));
  bounds = {7, 8};
  sizes.labels("a").observe(1.5);
  const auto seen = snapshot(sink);
  CHECK(seen.histogram(sizes.series("a")).buckets ==
        std::vector<BucketSample>{{1.0, 0}, {2.0, 1}, {infinity, 1}});
}

TEST_CASE("a histogram takes negative, tiny and huge values") {
  RegistrySink sink;
  const Histogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.", isometric::buckets(0, 1));
  for (const double value : {-most, most, least, -least, 0.0, -0.0}) sizes.observe(value);
  const auto seen = snapshot(sink);
  const auto& samples = seen.histogram(sizes.series());
  CHECK(samples.buckets == std::vector<BucketSample>{{0.0, 4}, {1.0, 5}, {infinity, 6}});
  CHECK(samples.sum == 0);
  CHECK(seen.find_series(refused) == nullptr);
}

TEST_CASE("a histogram refuses NaN and infinities, and counts that") {
  RegistrySink sink;
  const Histogram<RegistrySink, Group> sizes(sink, "app_size_bytes", "Sizes.");
  sizes.labels("a").observe(1);
  const auto before = snapshot(sink);
  double events = 0;
  for (const double bad : {not_a_number, -not_a_number, infinity, -infinity}) {
    CAPTURE(bad);
    sizes.labels("a").observe(bad);
    CHECK_THAT(snapshot(sink) - before, OnlyChanged(refused, ++events));
  }
}

TEST_CASE("an enumerator outside of the closed set leaves a histogram's series alone") {
  RegistrySink sink;
  const Histogram<RegistrySink, Way> sizes(sink, "app_size_bytes", "Sizes.");
  const auto before = snapshot(sink);
  sizes.labels(static_cast<Direction>(-1)).observe(1);
  CHECK_THAT(
      snapshot(sink) - before,
      OnlyChanged({"isometric_rejected_label_values_total", {{"family", "app_size_bytes"}}}, 1));
}

TEST_CASE("a histogram's handle is two words at most, trivially copyable and never throws") {
  using Handle = Histogram<RegistrySink, Group>::handle_type;
  STATIC_REQUIRE(sizeof(Handle) <= 2 * sizeof(void*));
  STATIC_REQUIRE(std::is_trivially_copyable_v<Handle>);
  STATIC_REQUIRE(noexcept(std::declval<Handle>().observe(1.0)));
}

TEST_CASE("a histogram on a sink that keeps nothing takes everything") {
  const Histogram<NullSink, Group> sizes(NullSink{}, "app_size_bytes", "Sizes.");
  sizes.labels("a").observe(1);
  sizes.labels("a").observe(not_a_number);
  STATIC_REQUIRE(std::is_empty_v<Histogram<NullSink, Group>::handle_type>);
}
