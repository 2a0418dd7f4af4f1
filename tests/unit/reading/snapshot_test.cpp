#include "support/catch.hpp"

#include <isometric/reading/snapshot.hpp>
// Says how assertions print a snapshot, which all files of one program have to agree on.
#include <isometric/testing/catch2.hpp>

#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using isometric::FamilySnapshot;
using isometric::HistogramSample;
using isometric::MetricType;
using isometric::SeriesSnapshot;
using isometric::Snapshot;
using isometric::SummarySample;

namespace {

FamilySnapshot counter(std::string name, std::vector<SeriesSnapshot> series) {
  return {std::move(name), "Help.", MetricType::counter, std::move(series)};
}

template <class Error, class Read>
std::string message_of(Read read) {
  try {
    read();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace

TEST_CASE("an empty snapshot has nothing, and says so") {
  const Snapshot none;
  CHECK(none.families().empty());
  CHECK(none.find_family("app_moves_total") == nullptr);
  CHECK(none.find_series({"app_moves_total"}) == nullptr);
  CHECK(message_of<std::out_of_range>([&] {
          static_cast<void>(none.value({"app_moves_total"}));
        }) == "isometric: no series app_moves_total in the snapshot, nor its family");
}

TEST_CASE("a snapshot sorts families, series and labels, however they come") {
  const Snapshot seen({counter("b_total", {{{{"z", "1"}, {"a", "2"}}, 1.0},
                                           {{{"z", "0"}, {"a", "2"}}, 2.0},
                                           {{{"a", "1"}, {"z", "9"}}, 3.0}}),
                       counter("a_total", {{{}, 4.0}})});
  REQUIRE(seen.families().size() == 2);
  CHECK(seen.families()[0].name == "a_total");
  const auto& series = seen.families()[1].series;
  REQUIRE(series.size() == 3);
  CHECK(series[0].labels == isometric::LabelPairs{{"a", "1"}, {"z", "9"}});
  CHECK(series[1].labels == isometric::LabelPairs{{"a", "2"}, {"z", "0"}});
  CHECK(series[2].labels == isometric::LabelPairs{{"a", "2"}, {"z", "1"}});
}

TEST_CASE("families of one name become one, and the first of equal series stays") {
  const Snapshot seen({counter("a_total", {{{{"x", "1"}}, 1.0}}), counter("b_total", {{{}, 5.0}}),
                       counter("a_total", {{{{"x", "1"}}, 2.0}, {{{"x", "0"}}, 3.0}}),
                       counter("a_total", {{{{"x", "1"}}, 4.0}})});
  REQUIRE(seen.families().size() == 2);
  CHECK(seen.families()[0].series.size() == 2);
  CHECK(seen.value({"a_total", {{"x", "1"}}}) == 1);
  CHECK(seen.value({"a_total", {{"x", "0"}}}) == 3);
  CHECK(seen.value({"b_total"}) == 5);
}

TEST_CASE("the first of equal series stays, however many there are") {
  std::vector<FamilySnapshot> families;
  for (int i = 0; i < 100; ++i) {
    const auto name = std::to_string(i % 3) + "_total";
    std::vector<SeriesSnapshot> series;
    for (int j = 0; j < 100; ++j) series.push_back({{{"x", std::to_string(j % 7)}}, 100.0 * i + j});
    families.push_back(counter(name, std::move(series)));
  }
  const Snapshot seen(std::move(families));
  REQUIRE(seen.families().size() == 3);
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 7; ++j) {
      CHECK(seen.value({std::to_string(i) + "_total", {{"x", std::to_string(j)}}}) ==
            100.0 * i + j);
    }
  }
}

TEST_CASE("a series is found by all of its labels in any order, and by nothing less") {
  const Snapshot seen({counter("a_total", {{{{"x", "1"}, {"y", "2"}}, 7.0}})});
  CHECK(seen.value({"a_total", {{"y", "2"}, {"x", "1"}}}) == 7);
  CHECK(seen.find_series({"a_total", {{"x", "1"}}}) == nullptr);
  CHECK(seen.find_series({"a_total", {{"x", "1"}, {"y", "2"}, {"z", ""}}}) == nullptr);
  CHECK(seen.find_series({"a_total", {{"x", "2"}, {"y", "1"}}}) == nullptr);
  CHECK(seen.find_series({"a_tota", {{"x", "1"}, {"y", "2"}}}) == nullptr);
  CHECK(seen.find_series({"a_totals", {{"x", "1"}, {"y", "2"}}}) == nullptr);
  CHECK(seen.find_series({"a_total"}) == nullptr);
}

TEST_CASE("a value that is not there is an error that lists the family's series") {
  const Snapshot seen({counter("a_total", {{{{"x", "1"}}, 1.0}, {{{"x", "2\n"}}, 1.0}})});
  CHECK(message_of<std::out_of_range>(
            [&] { static_cast<void>(seen.value({"a_total", {{"x", "3"}}})); }) ==
        "isometric: no series a_total{x=\"3\"} in the snapshot; its family has\n"
        "  a_total{x=\"1\"}\n"
        "  a_total{x=\"2\\n\"}");
  CHECK(message_of<std::out_of_range>([&] { static_cast<void>(seen.histogram({"a_total"})); }) ==
        "isometric: no series a_total in the snapshot; its family has\n"
        "  a_total{x=\"1\"}\n"
        "  a_total{x=\"2\\n\"}");
}

TEST_CASE("a value of another kind is an error that says which") {
  const Snapshot seen({{"h", "Help.", MetricType::histogram, {{{}, HistogramSample{}}}},
                       {"s", "Help.", MetricType::summary, {{{}, SummarySample{}}}},
                       {"g", "Help.", MetricType::gauge, {{{}, 1.0}}}});
  CHECK(message_of<std::invalid_argument>([&] { static_cast<void>(seen.value({"h"})); }) ==
        "isometric: h is a histogram, not a counter or gauge");
  CHECK(message_of<std::invalid_argument>([&] { static_cast<void>(seen.value({"s"})); }) ==
        "isometric: s is a summary, not a counter or gauge");
  CHECK(message_of<std::invalid_argument>([&] { static_cast<void>(seen.histogram({"g"})); }) ==
        "isometric: g is not a histogram");
  CHECK(message_of<std::invalid_argument>([&] { static_cast<void>(seen.histogram({"s"})); }) ==
        "isometric: s is not a histogram");
  CHECK(message_of<std::invalid_argument>([&] { static_cast<void>(seen.summary({"h"})); }) ==
        "isometric: h is not a summary");
}

TEST_CASE("the samples of histograms and summaries are found by their series") {
  const HistogramSample histogram{2, 3, {{1, 1}, {2, 2}}};
  const SummarySample summary{2, 3, {{0.5, 1}}};
  const Snapshot seen({{"h", "Help.", MetricType::histogram, {{{}, histogram}}},
                       {"s", "Help.", MetricType::summary, {{{}, summary}}}});
  CHECK(seen.histogram({"h"}) == histogram);
  CHECK(seen.summary({"s"}) == summary);
}

TEST_CASE("a snapshot prints a line for each series, in order") {
  const double infinity = std::numeric_limits<double>::infinity();
  const Snapshot seen(
      {counter("z_total", {{{}, 0.1}}),
       {"h",
        "Help.",
        MetricType::histogram,
        {{{{"x", "\"\\\n"}}, HistogramSample{3, 0.7, {{0.1, 1}, {1.0, 3}, {infinity, 3}}}}}},
       {"s",
        "Help.",
        MetricType::summary,
        {{{}, SummarySample{2, 1.5, {{0.5, 0.25}, {0.9, -infinity}}}}}},
       {"g", "Help.", MetricType::gauge, {{{}, std::numeric_limits<double>::quiet_NaN()}}}});
  std::ostringstream text;
  text << seen;
  CHECK(text.str() ==
        "g NaN\n"
        "h{x=\"\\\"\\\\\\n\"} count 3 sum 0.7 le=0.1:1 le=1:3 le=+Inf:3\n"
        "s count 2 sum 1.5 quantile=0.5:0.25 quantile=0.9:-Inf\n"
        "z_total 0.1\n");
}

TEST_CASE("snapshots are equal if nothing in them differs") {
  const Snapshot one({counter("a_total", {{{{"x", "1"}}, 1.0}})});
  CHECK(one == Snapshot({counter("a_total", {{{{"x", "1"}}, 1.0}})}));
  CHECK_FALSE(one == Snapshot({counter("a_total", {{{{"x", "1"}}, 2.0}})}));
  CHECK_FALSE(one == Snapshot({counter("a_total", {{{{"x", "2"}}, 1.0}})}));
  CHECK_FALSE(one == Snapshot({{"a_total", "Other.", MetricType::counter, {{{{"x", "1"}}, 1.0}}}}));
  CHECK_FALSE(one == Snapshot({{"a_total", "Help.", MetricType::gauge, {{{{"x", "1"}}, 1.0}}}}));
  CHECK_FALSE(one == Snapshot());
}
