#include "support/catch.hpp"
#include "support/snapshots.hpp"

#include <isometric/reading/snapshot_delta.hpp>
#include <isometric/testing/histogram_checks.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

// The checks of what a histogram observed, and word by word what they say when they do not hold.

using namespace isometric::testing;
using namespace test_support;
using isometric::FamilySnapshot;
using isometric::HistogramSample;
using isometric::MetricType;
using isometric::SeriesSelector;
using isometric::Snapshot;
using isometric::SnapshotDelta;
using isometric::SummarySample;

namespace {

const SeriesSelector size_series{"app_size"};
const SeriesSelector delay_series{"app_delay"};

/// A summary without labels.
FamilySnapshot delays(std::uint64_t count, double sum) {
  return {"app_delay", "Delays.", MetricType::summary, {{{}, SummarySample{count, sum, {}}}}};
}

/// What the buckets took (at most 1, at most 5, more), on top of what they had.
SnapshotDelta took(std::uint64_t to_1, std::uint64_t to_5, std::uint64_t more, double sum) {
  return Snapshot({sizes(to_1 + 3, to_5 + 2, more + 1, sum + 40)}) - Snapshot({sizes(3, 2, 1, 40)});
}

using Refused = std::invalid_argument;

}  // namespace

TEST_CASE("unique_sample holds for one observation of the value") {
  CHECK(unique_sample(took(0, 1, 0, 4), size_series, 4));
  CHECK(unique_sample(took(0, 1, 0, 5), size_series, 5));
  CHECK(unique_sample(took(0, 0, 1, 5.5), size_series, 5.5));
  CHECK(unique_sample(took(1, 0, 0, -2), size_series, -2));
  CHECK(unique_sample(Snapshot({sizes(1, 0, 0, 0.5)}), size_series, 0.5));
  CHECK_FALSE(unique_sample(took(0, 1, 0, 4), size_series, 3));    // the sum tells
  CHECK_FALSE(unique_sample(took(1, 0, 0, 4), size_series, 4));    // the bucket tells
  CHECK_FALSE(unique_sample(took(0, 2, 0, 4), size_series, 4));    // the count tells
  CHECK_FALSE(unique_sample(took(1, 1, 0, 4.5), size_series, 4));  // something else, too
  CHECK_FALSE(unique_sample(took(0, 0, 0, 0), size_series, 4));
}

TEST_CASE("unique_sample knows a sum up to rounding") {
  const Snapshot before({sizes(10, 0, 0, 0.7)});
  CHECK(unique_sample(Snapshot({sizes(11, 0, 0, 0.7 + 0.1)}) - before, size_series, 0.1));
  CHECK_FALSE(unique_sample(Snapshot({sizes(11, 0, 0, 0.8001)}) - before, size_series, 0.1));
}

TEST_CASE("unique_sample tells a time from another a few microseconds away") {
  const double time = 1.5e9 + 0.5;
  for (const double sum : {0.25, time}) {
    const auto delta = Snapshot({sizes(1, 0, 1, sum + time)}) - Snapshot({sizes(1, 0, 0, sum)});
    CHECK(unique_sample(delta, size_series, time));
    CHECK_FALSE(unique_sample(delta, size_series, time + 0.002));
    CHECK_FALSE(unique_sample(delta, size_series, time + 5e-6));
  }
}

TEST_CASE("unique_sample knows a value that is lost in the sum by its bucket") {
  const auto delta = Snapshot({sizes(1, 0, 1, 1e9 + 0.5)}) - Snapshot({sizes(0, 0, 1, 1e9 + 0.5)});
  CHECK(unique_sample(delta, size_series, 1e-9));
}

TEST_CASE("unique_sample says what was observed instead") {
  CHECK(unique_sample(took(0, 2, 1, 17), size_series, 0.5).explanation ==
        "expected app_size to observe 0.5 and nothing else, but: "
        "app_size count 6 -> 9, sum 40 -> 57 (+17), le=5 +2, le=+Inf +1 (+3)\n"
        "  le=1       0, expected 1\n"
        "  le=5    ## 2, expected 0\n"
        "  le=+Inf #  1, expected 0\n"
        "nothing else changed");
}

TEST_CASE("buckets_are lists all buckets that took something") {
  const auto delta = took(2, 0, 1, 11);
  CHECK(buckets_are(delta, size_series, {{1, 2}, {infinity, 1}}));
  CHECK(buckets_are(delta, size_series, {{infinity, 1}, {5, 0}, {1, 2}}));
  CHECK(buckets_are(took(0, 0, 0, 0), size_series, {}));
  CHECK_FALSE(buckets_are(delta, size_series, {}));
  CHECK_FALSE(buckets_are(delta, size_series, {{1, 2}}));
  CHECK_FALSE(buckets_are(delta, size_series, {{1, 2}, {infinity, 2}}));
  CHECK_FALSE(buckets_are(delta, size_series, {{1, 2}, {5, 1}, {infinity, 1}}));
}

TEST_CASE("buckets_are draws the histogram, and what was expected where it differs") {
  CHECK(buckets_are(took(6, 0, 1, 14), size_series, {{1, 6}, {5, 2}}).explanation ==
        "expected app_size to fill its buckets by le=1 +6, le=5 +2 only, but: "
        "app_size count 6 -> 13, sum 40 -> 54 (+14), le=1 +6, le=+Inf +1 (+7)\n"
        "  le=1    ###### 6\n"
        "  le=5           0, expected 2\n"
        "  le=+Inf #      1, expected 0\n"
        "nothing else changed");
  CHECK(buckets_are(took(1, 0, 0, 1), size_series, {})
            .explanation.starts_with("expected app_size to observe nothing, but: "));
}

TEST_CASE("buckets_include looks at the listed buckets only") {
  const auto delta = took(2, 0, 1, 11);
  CHECK(buckets_include(delta, size_series, {{1, 2}}));
  CHECK(buckets_include(delta, size_series, {{5, 0}, {infinity, 1}}));
  CHECK_FALSE(buckets_include(delta, size_series, {{1, 0}}));
  CHECK_FALSE(buckets_include(delta, size_series, {{1, 2}, {5, 1}}));
  CHECK(buckets_include(delta, size_series, {{5, 1}}).explanation ==
        "expected app_size to fill its buckets by le=5 +1, but: "
        "app_size count 6 -> 9, sum 40 -> 51 (+11), le=1 +2, le=+Inf +1 (+3)\n"
        "  le=1    ## 2\n"
        "  le=5       0, expected 1\n"
        "  le=+Inf #  1\n"
        "nothing else changed");
}

TEST_CASE("count_is counts what a histogram or summary observed") {
  CHECK(count_is(took(2, 0, 1, 11), size_series, 3));
  CHECK(count_is(took(0, 0, 0, 0), size_series, 0));
  CHECK_FALSE(count_is(took(2, 0, 1, 11), size_series, 9));
  CHECK(count_is(Snapshot({delays(5, 1)}) - Snapshot({delays(3, 0.5)}), delay_series, 2));
  CHECK(count_is(Snapshot({delays(5, 1)}), delay_series, 4).explanation ==
        "expected app_delay to observe 4 values, but: "
        "app_delay absent -> count 5 sum 1 (+5)\n"
        "nothing else changed");
  // Less than before: the registry was another one.
  const auto fewer = Snapshot({delays(2, 1)}) - Snapshot({delays(3, 1)});
  CHECK_FALSE(count_is(fewer, delay_series, static_cast<std::uint64_t>(-1)));
}

TEST_CASE("sum_within looks at what was added to the sum") {
  CHECK(sum_within(took(2, 0, 1, 11), size_series, 11, 0));
  CHECK(sum_within(took(2, 0, 1, 11), size_series, 10.5, 0.5));
  CHECK_FALSE(sum_within(took(2, 0, 1, 11), size_series, 10.4, 0.5));
  CHECK_FALSE(sum_within(took(2, 0, 1, 11), size_series, 51, 0.5));
  CHECK(sum_within(Snapshot({delays(5, 1.25)}), delay_series, 1.25, 0));
  CHECK(sum_within(took(0, 1, 0, 2), size_series, 7, 0.5).explanation ==
        "expected app_size to observe a sum of 7 +- 0.5, but: "
        "app_size count 6 -> 7, sum 40 -> 42 (+2), le=5 +1 (+1)\n"
        "  le=1      0\n"
        "  le=5    # 1\n"
        "  le=+Inf   0\n"
        "nothing else changed");
}

TEST_CASE("observed_between holds if all observations are between two bounds") {
  CHECK(observed_between(took(0, 2, 0, 6), size_series, 1, 5));
  CHECK(observed_between(took(0, 2, 4, 99), size_series, 1, infinity));
  CHECK(observed_between(took(2, 1, 0, 4), size_series, -infinity, 5));
  CHECK_FALSE(observed_between(took(1, 2, 0, 6), size_series, 1, 5));
  CHECK_FALSE(observed_between(took(0, 2, 1, 16), size_series, 1, 5));
  CHECK_FALSE(observed_between(took(0, 0, 0, 0), size_series, 1, 5));  // nothing is not enough
  CHECK(observed_between(took(1, 2, 0, 6), size_series, 1, 5).explanation ==
        "expected app_size to observe only above 1 and up to 5, but: "
        "app_size count 6 -> 9, sum 40 -> 46 (+6), le=1 +1, le=5 +2 (+3)\n"
        "  le=1    #  1, expected 0\n"
        "  le=5    ## 2\n"
        "  le=+Inf    0\n"
        "nothing else changed");
}

TEST_CASE("what a histogram's buckets cannot tell is refused, with the bounds that it has") {
  const auto delta = took(0, 2, 0, 6);
  CHECK_THROWS_AS(observed_between(delta, size_series, 0, 5), Refused);
  CHECK_THROWS_WITH(observed_between(delta, size_series, 0, 5),
                    "isometric: 0 is no bucket bound of app_size; its bounds are -Inf, 1, 5, +Inf");
  CHECK_THROWS_WITH(observed_between(delta, size_series, 1, 6),
                    "isometric: 6 is no bucket bound of app_size; its bounds are 1, 5, +Inf");
  CHECK_THROWS_WITH(buckets_are(delta, size_series, {{4, 2}}),
                    "isometric: 4 is no bucket bound of app_size; its bounds are 1, 5, +Inf");
  CHECK_THROWS_AS(buckets_include(delta, size_series, {{not_a_number, 0}}), Refused);
}

TEST_CASE("an expectation that is wrong by itself is refused") {
  const auto delta = took(0, 2, 0, 6);
  CHECK_THROWS_AS(buckets_include(delta, size_series, {}), Refused);
  CHECK_THROWS_WITH(buckets_are(delta, size_series, {{5, 2}, {5, 2}}),
                    "isometric: the bucket le=5 is expected twice");
  CHECK_THROWS_AS(count_is(delta, {"app_size{}"}, 0), Refused);
  CHECK_THROWS_AS(buckets_are(delta, {"app_size{}"}, {}), Refused);
  CHECK_THROWS_AS(unique_sample(delta, size_series, infinity), Refused);
  CHECK_THROWS_AS(unique_sample(delta, size_series, not_a_number), Refused);
  CHECK_THROWS_AS(sum_within(delta, size_series, 6, -1), Refused);
  CHECK_THROWS_AS(sum_within(delta, size_series, 6, infinity), Refused);
  CHECK_THROWS_AS(sum_within(delta, size_series, not_a_number, 1), Refused);
  CHECK_THROWS_AS(observed_between(delta, size_series, 5, 1), Refused);
  CHECK_THROWS_AS(observed_between(delta, size_series, 5, 5), Refused);
  CHECK_THROWS_AS(observed_between(delta, size_series, 1, not_a_number), Refused);
}

TEST_CASE("of a summary, count and sum tell, but no buckets") {
  const SnapshotDelta delta = Snapshot({delays(1, 0.5)});
  CHECK(unique_sample(delta, delay_series, 0.5));
  CHECK_FALSE(unique_sample(delta, delay_series, 0.4));
  CHECK_FALSE(unique_sample(Snapshot({delays(2, 0.5)}), delay_series, 0.5));
  CHECK(buckets_are(delta, delay_series, {{1, 1}}).explanation ==
        "expected app_delay to fill its buckets by le=1 +1 only, but it is a summary, which has no "
        "buckets: app_delay absent -> count 1 sum 0.5 (+1)\n"
        "nothing else changed");
  CHECK_FALSE(buckets_include(delta, delay_series, {{1, 0}}));
  CHECK_FALSE(observed_between(delta, delay_series, 0, 1));
}

TEST_CASE(
    "a series that is no histogram, or is misspelt, has observed nothing, not even 0 values") {
  const SnapshotDelta delta = Snapshot({nodes(1), sizes(0, 0, 0, 0)});
  CHECK(count_is(delta, nodes_series, 0).explanation ==
        "expected app_nodes to observe 0 values, but it is no histogram: app_nodes absent -> 1 "
        "(+1)\n"
        "nothing else changed");
  CHECK(count_is(delta, {"app_sizes"}, 0).explanation ==
        "expected app_sizes to observe 0 values, but it does not exist; no series of that "
        "family exists (with open labels there is none before its first use); similar names\n"
        "  app_size\n"
        "  app_nodes\n"
        "what else changed\n"
        "  app_nodes absent -> 1 (+1)");
  CHECK_FALSE(buckets_are(delta, {"app_sizes"}, {}));
  CHECK(count_is(Snapshot() - Snapshot({sizes(1, 0, 0, 1)}), size_series, 0)
            .explanation.starts_with("expected app_size to observe 0 values, but it is gone: "));
}

TEST_CASE("a histogram whose buckets are others than before cannot be compared") {
  const Snapshot other({{"app_size",
                         "",
                         MetricType::histogram,
                         {{{}, HistogramSample{7, 9, {{2, 7}, {infinity, 7}}}}}}});
  const auto delta = Snapshot({sizes(8, 0, 0, 9)}) - other;
  CHECK(count_is(delta, size_series, 1)
            .explanation.starts_with("expected app_size to observe 1 value, but it is not what it "
                                     "was before: app_size count 7"));
  CHECK_FALSE(
      count_is(Snapshot({sizes(8, 0, 0, 9)}) - Snapshot({{"app_size", "", {}, {{{}, 1.0}}}}),
               size_series, 8));
}
