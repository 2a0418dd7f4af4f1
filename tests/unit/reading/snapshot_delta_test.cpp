#include "support/catch.hpp"

#include <isometric/reading/snapshot_delta.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using isometric::FamilySnapshot;
using isometric::HistogramSample;
using isometric::MetricType;
using isometric::SampleValue;
using isometric::SeriesSnapshot;
using isometric::Snapshot;
using isometric::SnapshotDelta;
using isometric::SummarySample;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

Snapshot with(SampleValue value) {
  return Snapshot({{"x", "Help.", MetricType::gauge, {{{}, std::move(value)}}}});
}

Snapshot groups(std::vector<std::pair<std::string, double>> values) {
  FamilySnapshot family{"x_total", "Help.", MetricType::counter, {}};
  for (auto& [group, value] : values) {
    family.series.push_back(SeriesSnapshot{{{"group", group}}, value});
  }
  return Snapshot({family});
}

std::string text_of(const SnapshotDelta& delta) {
  std::ostringstream text;
  text << delta;
  return text.str();
}

}  // namespace

TEST_CASE("the difference of a snapshot and itself has all series, none changed") {
  const auto seen = groups({{"a", 1}, {"b", not_a_number}});
  const auto delta = seen - seen;
  CHECK(delta.series().size() == 2);
  CHECK(delta.changes().empty());
  CHECK(text_of(delta) == "nothing changed");
}

TEST_CASE("a difference knows what rose, fell, came and went, in order") {
  const auto delta =
      groups({{"b", 5}, {"d", 4}, {"c", 1}}) - groups({{"c", 3}, {"b", 2}, {"a", 7}});
  REQUIRE(delta.series().size() == 4);
  CHECK(delta.series()[0].series == isometric::SeriesSelector("x_total", {{"group", "a"}}));
  CHECK(delta.series()[0].increase() == -7);
  CHECK(delta.series()[1].increase() == 3);
  CHECK(delta.series()[2].increase() == -2);
  CHECK(delta.series()[3].increase() == 4);
  CHECK(text_of(delta) ==
        "4 series changed\n"
        "  x_total{group=\"a\"} 7 -> absent (-7)\n"
        "  x_total{group=\"b\"} 2 -> 5 (+3)\n"
        "  x_total{group=\"c\"} 3 -> 1 (-2)\n"
        "  x_total{group=\"d\"} absent -> 4 (+4)");
}

TEST_CASE("a series that is made in advance, at 0, is no change") {
  const auto delta = groups({{"a", 0}}) - Snapshot();
  REQUIRE(delta.find({"x_total", {{"group", "a"}}}) != nullptr);
  CHECK_FALSE(delta.find({"x_total", {{"group", "a"}}})->before.has_value());
  CHECK(delta.changes().empty());
  CHECK((with(HistogramSample{0, 0, {{infinity, 0}}}) - Snapshot()).changes().empty());
  CHECK((with(SummarySample{0, 0, {{0.5, not_a_number}}}) - Snapshot()).changes().empty());
  CHECK((with(not_a_number) - Snapshot()).changes().size() == 1);
}

TEST_CASE("a series that goes is a change, whatever its value was") {
  CHECK(text_of(Snapshot() - groups({{"a", 0}})) ==
        "1 series changed\n  x_total{group=\"a\"} 0 -> absent (+0)");
  CHECK((Snapshot() - with(HistogramSample{0, 0, {{infinity, 0}}})).changes().size() == 1);
  CHECK((Snapshot() - with(SummarySample{0, 0, {}})).changes().size() == 1);
  CHECK((Snapshot() - with(not_a_number)).changes().size() == 1);
}

TEST_CASE("a histogram's increase is that of its count, and any bucket is a change") {
  const HistogramSample before{1, 2, {{1, 0}, {infinity, 1}}};
  const HistogramSample other_bucket{1, 2, {{1, 1}, {infinity, 1}}};
  const HistogramSample more{4, 9, {{1, 1}, {infinity, 4}}};
  CHECK((with(other_bucket) - with(before)).changes().size() == 1);
  const auto delta = with(more) - with(before);
  CHECK(delta.series()[0].increase() == 3);
  CHECK(text_of(delta) ==
        "1 series changed\n"
        "  x count 1 -> 4, sum 2 -> 9 (+7), le=1 +1, le=+Inf +2 (+3)");
  const HistogramSample other_sum{1, 3, {{1, 0}, {infinity, 1}}};
  CHECK((with(other_sum) - with(before)).changes().size() == 1);
}

TEST_CASE("counts that a double does not tell apart are told apart") {
  constexpr std::uint64_t many = 9'007'199'254'740'992;  // 2^53
  const auto histogram = [](std::uint64_t below, std::uint64_t count) {
    return with(HistogramSample{count, 1, {{1, below}, {infinity, count}}});
  };
  const auto delta = histogram(many + 1, many + 2) - histogram(many, many + 1);
  CHECK(delta.series()[0].increase() == 1);
  CHECK(text_of(delta) ==
        "1 series changed\n  x count 9007199254740993 -> 9007199254740994, sum 1 -> 1 (+0), "
        "le=1 +1 (+1)");
  CHECK((histogram(1, 1) - histogram(many, many + 1)).series()[0].increase() ==
        -9007199254740992.0);
  const auto all = std::numeric_limits<std::uint64_t>::max();
  CHECK(SnapshotDelta(histogram(0, all)).series()[0].increase() == 18446744073709551615.0);
  CHECK((with(SummarySample{many + 1, 0, {}}) - with(SummarySample{many, 0, {}}))
            .series()[0]
            .increase() == 1);
}

TEST_CASE("the rise of a sum is printed without what rounding adds to it") {
  const auto rise = [](double before, double after) {
    const auto text = text_of(with(HistogramSample{2, after, {{infinity, 2}}}) -
                              with(HistogramSample{1, before, {{infinity, 1}}}));
    return text.substr(text.find("sum"), text.find(", le") - text.find("sum"));
  };
  CHECK(rise(153, 153.3) == "sum 153 -> 153.3 (+0.3)");
  CHECK(rise(0.1, 0.1 + 0.2) == "sum 0.1 -> 0.30000000000000004 (+0.2)");
  CHECK(rise(1.7e9, 1.7e9 + 0.001) == "sum 1700000000 -> 1700000000.001 (+0.001)");
  CHECK(rise(-2.5, -4.25) == "sum -2.5 -> -4.25 (-1.75)");
  CHECK(rise(1e-9, 3e-9) == "sum 1e-09 -> 3e-09 (+2e-09)");
  CHECK(rise(1e300, 3e300) == "sum 1e+300 -> 3e+300 (+2e+300)");
  CHECK(rise(1, infinity) == "sum 1 -> +Inf (+Inf)");
  CHECK(rise(1, not_a_number) == "sum 1 -> NaN (NaN)");
  CHECK(rise(1.5, std::nextafter(1.5, 2)) == "sum 1.5 -> 1.5000000000000002 (+2e-16)");
  CHECK(rise(1, 1) == "sum 1 -> 1 (+0)");
  CHECK(rise(0, 1.5) == "sum 0 -> 1.5");  // what rose from 0 says it already
}

TEST_CASE("a histogram whose buckets are others than before is printed whole") {
  CHECK(text_of(with(HistogramSample{2, 3, {{5, 2}, {infinity, 2}}}) -
                with(HistogramSample{1, 1, {{1, 1}, {infinity, 1}}})) ==
        "1 series changed\n"
        "  x count 1 sum 1 le=1:1 le=+Inf:1 -> count 2 sum 3 le=5:2 le=+Inf:2 (+1)");
}

TEST_CASE("a summary's increase is that of its count") {
  const auto delta = with(SummarySample{3, 4.5, {{0.5, 1.5}}}) -
                     with(SummarySample{1, 1.5, {{0.5, not_a_number}}});
  CHECK(delta.series()[0].increase() == 2);
  CHECK(text_of(delta) ==
        "1 series changed\n"
        "  x count 1 sum 1.5 quantile=0.5:NaN -> count 3 sum 4.5 quantile=0.5:1.5 (+2)");
  CHECK((with(SummarySample{3, 4.5, {}}) - with(SummarySample{3, 1.5, {}})).changes().size() == 1);
}

TEST_CASE("a summary's quantiles change by the passing of time, so that they change is none") {
  const SummarySample before{1, 2, {{0.5, 2}}};
  CHECK((with(SummarySample{1, 2, {{0.5, not_a_number}}}) - with(before)).changes().empty());
  CHECK((with(SummarySample{1, 2, {{0.5, 3}}}) - with(before)).changes().empty());
  CHECK((with(SummarySample{1, 2, {{0.9, 2}}}) - with(before)).changes().size() == 1);
  CHECK((with(SummarySample{1, 2, {}}) - with(before)).changes().size() == 1);
}

TEST_CASE("NaN that stays NaN is no change, wherever it is") {
  CHECK((with(not_a_number) - with(not_a_number)).changes().empty());
  CHECK((with(not_a_number) - with(1.0)).changes().size() == 1);
  CHECK((with(1.0) - with(not_a_number)).changes().size() == 1);
  // prometheus-cpp prints NaN for the quantiles of a summary that has seen nothing lately, and the
  // sum of a histogram of other code that has seen NaN.
  const SummarySample summary{0, 0, {{0.5, not_a_number}, {0.9, not_a_number}}};
  CHECK((with(summary) - with(summary)).changes().empty());
  const HistogramSample histogram{1, not_a_number, {{1, 1}, {infinity, 1}}};
  CHECK((with(histogram) - with(histogram)).changes().empty());
  CHECK((with(SummarySample{1, 0, {{0.5, not_a_number}, {0.9, not_a_number}}}) - with(summary))
            .changes()
            .size() == 1);
  CHECK((with(SummarySample{0, 0, {{0.5, not_a_number}}}) - with(summary)).changes().size() == 1);
  CHECK((with(HistogramSample{1, not_a_number, {{1, 0}, {infinity, 1}}}) - with(histogram))
            .changes()
            .size() == 1);
}

TEST_CASE("0 and -0 are one value, infinities are values") {
  CHECK((with(0.0) - with(-0.0)).changes().empty());
  CHECK((with(infinity) - with(infinity)).changes().empty());
  const auto delta = with(infinity) - with(1.0);
  CHECK(delta.series()[0].increase() == infinity);
  CHECK(text_of(delta) == "1 series changed\n  x 1 -> +Inf (+Inf)");
  CHECK(text_of(with(-infinity) - with(1.0)) == "1 series changed\n  x 1 -> -Inf (-Inf)");
  CHECK(text_of(with(not_a_number) - with(1.0)) == "1 series changed\n  x 1 -> NaN (NaN)");
}

TEST_CASE("a difference finds series by all of their labels") {
  const auto delta = groups({{"a", 1}}) - Snapshot();
  CHECK(delta.find({"x_total", {{"group", "a"}}}) != nullptr);
  CHECK(delta.find({"x_total", {{"group", "b"}}}) == nullptr);
  CHECK(delta.find({"x_total"}) == nullptr);
  CHECK(delta.find({"x", {{"group", "a"}}}) == nullptr);
}

TEST_CASE("a family that changes its type changes, whatever its number") {
  const auto delta = with(HistogramSample{2, 2, {{infinity, 2}}}) - with(2.0);
  CHECK(delta.changes().size() == 1);
}

TEST_CASE("a snapshot is the difference to nothing") {
  const auto seen = groups({{"a", 1}, {"b", 0}});
  const SnapshotDelta delta = seen;
  CHECK(delta.series().size() == 2);
  CHECK(text_of(delta) == "1 series changed\n  x_total{group=\"a\"} absent -> 1 (+1)");
  CHECK(text_of(seen) == text_of(seen - Snapshot()));
}

TEST_CASE("a difference, and what was copied out of it, needs neither snapshot") {
  const auto changes_of = [] {
    const SnapshotDelta copy = SnapshotDelta(groups({{"a", 3}, {"b", 1}}), groups({{"a", 1}}));
    return std::pair(copy, copy.changes());
  };
  const auto [delta, changes] = changes_of();
  CHECK(text_of(delta) ==
        "2 series changed\n  x_total{group=\"a\"} 1 -> 3 (+2)\n"
        "  x_total{group=\"b\"} absent -> 1 (+1)");
  REQUIRE(changes.size() == 2);
  CHECK(*changes[0].before == SampleValue(1));
  CHECK(*changes[0].after == SampleValue(3));
  CHECK_FALSE(changes[1].before.has_value());
}

TEST_CASE("the series of a difference are made once, whoever asks, from whatever thread") {
  const auto delta = groups({{"a", 3}}) - groups({{"a", 1}});
  const SnapshotDelta copy = delta;
  const std::vector<isometric::SeriesChange>* seen[4] = {};
  std::vector<std::thread> threads;
  for (auto& place : seen) threads.emplace_back([&] { place = &delta.series(); });
  for (auto& thread : threads) thread.join();
  for (const auto* series : seen) CHECK(series == &copy.series());
  CHECK(delta.find({"x_total", {{"group", "a"}}}) == &delta.series()[0]);
}
