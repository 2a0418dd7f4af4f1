#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/runtime_buckets.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>
#include <memory>
#include <random>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace test_support;
using isometric::BucketSample;
using isometric::Counter;
using isometric::ExpositionFormat;
using isometric::FamilySnapshot;
using isometric::Gauge;
using isometric::Histogram;
using isometric::HistogramSample;
using isometric::Info;
using isometric::LabelPairs;
using isometric::MetricType;
using isometric::RegistrySink;
using isometric::SampleValue;
using isometric::Snapshot;
using isometric::SummarySample;
using isometric::write_text;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Source>
std::string text_page(const Source& source) {
  std::string page;
  CHECK(write_text(source, page).empty());
  return page;
}

/// Leaves nothing out, and is read by the strict parser.
template <class Source>
std::string openmetrics_page(const Source& source) {
  std::string page;
  CHECK(write_text(source, page, ExpositionFormat::openmetrics).empty());
  if (!python_with_client().empty()) {
    const auto run = python_openmetrics_reading(page);
    CAPTURE(page, run.output);
    CHECK(run.exit_code == 0);
  }
  return page;
}

FamilySnapshot family(MetricType type, std::string name, SampleValue value, LabelPairs labels = {},
                      std::string help = "Help.") {
  return {std::move(name), std::move(help), type, {{std::move(labels), std::move(value)}}};
}

Snapshot gauge(double value) {
  return Snapshot({family(MetricType::gauge, "x", value)});
}

/// The value on the only line of a page that is no comment.
std::string value_on(const std::string& page) {
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line.front() != '#') return line.substr(line.rfind(' ') + 1);
  }
  return {};
}

/// What identifies the series on a page: each sample line up to its value.
std::multiset<std::string> series_on(const std::string& page) {
  std::multiset<std::string> series;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line.front() != '#') series.insert(line.substr(0, line.rfind(' ')));
  }
  return series;
}

struct Server {
  RegistrySink sink;
  Counter<RegistrySink, Zone, Way> moves{sink, "app_moves_total", "Moves, by \"way\"."};
  Gauge<RegistrySink> heat{sink, "app_heat_celsius", "Heat\\power\nof the day."};
  Histogram<RegistrySink, Group> waits{sink, "app_wait_seconds", "Waits.",
                                       isometric::checked_buckets(bounds)};
  Info<RegistrySink, Zone> build{sink, "app_build_info", "What was built."};
  static inline const std::vector<double> bounds{0.5, 1, 100'000};

  Server() {
    moves.labels("b", Direction::up).inc(2);
    moves.labels("a", Direction::down).inc(0.5);
    heat.set(-7);
    waits.labels("g").observe(0.7);
    waits.labels("g").observe(1);
    build.set("here");
  }
};

}  // namespace

TEST_CASE("a page has families by name, series by labels, and whole numbers as such") {
  CHECK(text_page(Server{}.sink) ==
        "# HELP app_build_info What was built.\n"
        "# TYPE app_build_info gauge\n"
        "app_build_info{zone=\"here\"} 1\n"
        "# HELP app_heat_celsius Heat\\\\power\\nof the day.\n"
        "# TYPE app_heat_celsius gauge\n"
        "app_heat_celsius -7\n"
        "# HELP app_moves_total Moves, by \"way\".\n"
        "# TYPE app_moves_total counter\n"
        "app_moves_total{direction=\"down\",zone=\"a\"} 0.5\n"
        "app_moves_total{direction=\"down\",zone=\"b\"} 0\n"
        "app_moves_total{direction=\"up\",zone=\"a\"} 0\n"
        "app_moves_total{direction=\"up\",zone=\"b\"} 2\n"
        "# HELP app_wait_seconds Waits.\n"
        "# TYPE app_wait_seconds histogram\n"
        "app_wait_seconds_bucket{group=\"g\",le=\"0.5\"} 0\n"
        "app_wait_seconds_bucket{group=\"g\",le=\"1\"} 2\n"
        "app_wait_seconds_bucket{group=\"g\",le=\"100000\"} 2\n"
        "app_wait_seconds_bucket{group=\"g\",le=\"+Inf\"} 2\n"
        "app_wait_seconds_sum{group=\"g\"} 1.7\n"
        "app_wait_seconds_count{group=\"g\"} 2\n");
}

TEST_CASE("an OpenMetrics page has its own names, units, canonical bounds and an end") {
  CHECK(openmetrics_page(Server{}.sink) ==
        "# HELP app_build What was built.\n"
        "# TYPE app_build info\n"
        "app_build_info{zone=\"here\"} 1\n"
        "# HELP app_heat_celsius Heat\\\\power\\nof the day.\n"
        "# TYPE app_heat_celsius gauge\n"
        "# UNIT app_heat_celsius celsius\n"
        "app_heat_celsius -7\n"
        "# HELP app_moves Moves, by \\\"way\\\".\n"
        "# TYPE app_moves counter\n"
        "app_moves_total{direction=\"down\",zone=\"a\"} 0.5\n"
        "app_moves_total{direction=\"down\",zone=\"b\"} 0\n"
        "app_moves_total{direction=\"up\",zone=\"a\"} 0\n"
        "app_moves_total{direction=\"up\",zone=\"b\"} 2\n"
        "# HELP app_wait_seconds Waits.\n"
        "# TYPE app_wait_seconds histogram\n"
        "# UNIT app_wait_seconds seconds\n"
        "app_wait_seconds_bucket{group=\"g\",le=\"0.5\"} 0\n"
        "app_wait_seconds_bucket{group=\"g\",le=\"1.0\"} 2\n"
        "app_wait_seconds_bucket{group=\"g\",le=\"100000.0\"} 2\n"
        "app_wait_seconds_bucket{group=\"g\",le=\"+Inf\"} 2\n"
        "app_wait_seconds_sum{group=\"g\"} 1.7\n"
        "app_wait_seconds_count{group=\"g\"} 2\n"
        "# EOF\n");
}

TEST_CASE("a sink, its snapshot, and a source that gives that snapshot make the same page") {
  struct Source {
    Snapshot taken;
    Snapshot snapshot() const { return taken; }
  };
  const Server server;
  const Snapshot taken = server.sink.snapshot();
  for (const auto format : {ExpositionFormat::text, ExpositionFormat::openmetrics}) {
    std::string of_sink, of_snapshot, of_source;
    write_text(server.sink, of_sink, format);
    write_text(taken, of_snapshot, format);
    write_text(Source{taken}, of_source, format);
    CHECK(of_sink == of_snapshot);
    CHECK(of_sink == of_source);
  }
}

TEST_CASE("a page is appended") {
  std::string page = "before\n";
  write_text(gauge(1), page);
  CHECK(page == "before\n# HELP x Help.\n# TYPE x gauge\nx 1\n");
}

TEST_CASE("a family without series is left out, and a page may be empty") {
  const RegistrySink sink;
  const Counter<RegistrySink, Zone> moves{sink, "app_moves_total", "Moves."};
  CHECK(text_page(sink).empty());
  CHECK(openmetrics_page(sink) == "# EOF\n");
}

TEST_CASE("a family without help has no HELP line") {
  CHECK(text_page(Snapshot({family(MetricType::gauge, "x", 1.0, {}, "")})) ==
        "# TYPE x gauge\nx 1\n");
}

TEST_CASE("if a source throws, the page is as it was, however much was written") {
  struct Source {
    Snapshot snapshot() const { throw std::runtime_error("no"); }
  };
  std::string page = "before";
  CHECK_THROWS_AS(write_text(Source{}, page), std::runtime_error);
  CHECK(page == "before");

  /// A family with more series than fit into the writer's block, then one that cannot be read.
  struct Broken : isometric::ScrapeSource, isometric::Scrape {
    struct Family : isometric::ScrapedFamily {
      isometric::FamilyDescriptor described;
      int series = 0;
      const isometric::FamilyDescriptor& descriptor() const noexcept override { return described; }
      void read(isometric::SeriesVisitor& visitor) override {
        if (series == 0) throw std::runtime_error("no");
        for (int i = 0; i < series; ++i) visitor.number({}, i);
      }
    };
    Family good, bad;
    std::vector<isometric::ScrapedFamily*> readers{&good, &bad};
    std::span<isometric::ScrapedFamily* const> families() const noexcept override {
      return readers;
    }
    std::unique_ptr<Scrape> scrape() override {
      auto copy = std::make_unique<Broken>();
      copy->good.described.name = "a";
      copy->good.series = 5000;
      copy->bad.described.name = "b";
      return copy;
    }
  };
  struct DirectSource {
    std::shared_ptr<isometric::ScrapeSource> scrape_source() const {
      return std::make_shared<Broken>();
    }
  };
  CHECK_THROWS_AS(write_text(DirectSource{}, page), std::runtime_error);
  CHECK(page == "before");
}

TEST_CASE("values: whole numbers as such, others as short as they can be, none as words") {
  const std::pair<double, const char*> values[] = {
      {0.0, "0"},
      {-0.0, "-0"},
      {1.0, "1"},
      {-12.0, "-12"},
      {1e5, "100000"},
      {123'456'789'012.0, "123456789012"},
      {9'007'199'254'740'991.0, "9007199254740991"},
      {9'007'199'254'740'992.0, "9007199254740992"},
      {-9'007'199'254'740'994.0, "-9007199254740994"},
      {1e16, "1e+16"},
      {1e100, "1e+100"},
      {0.5, "0.5"},
      {0.1, "0.1"},
      {0.1 + 0.2, "0.30000000000000004"},
      {1.5e-9, "1.5e-09"},
      {1'234'567.8, "1234567.8"},
      {5e-324, "5e-324"},
      {1.7976931348623157e308, "1.7976931348623157e+308"},
      {infinity, "+Inf"},
      {-infinity, "-Inf"},
      {not_a_number, "NaN"},
      {-not_a_number, "NaN"},
  };
  for (const auto& [value, text] : values) {
    CHECK(value_on(text_page(gauge(value))) == text);
    CHECK(value_on(openmetrics_page(gauge(value))) == text);
  }
}

TEST_CASE("any value reads back as the same double") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t bits = random();
    double value;
    std::memcpy(&value, &bits, sizeof value);
    if (i % 2 == 0) value = static_cast<double>(static_cast<std::int64_t>(bits) >> (i / 2 % 64));
    if (value != value) continue;
    const std::string text = value_on(text_page(gauge(value)));
    const double back = std::strtod(text.c_str(), nullptr);
    CAPTURE(text);
    REQUIRE(std::memcmp(&back, &value, sizeof value) == 0);
  }
}

TEST_CASE("no series is called otherwise than by prometheus-cpp's serializer") {
  const Server server;
  CHECK(series_on(text_page(server.sink)) == series_on(page_of(*server.sink.collectable())));

  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> exponent(-12, 20);
  std::vector<double> bounds;
  for (int i = 0; i < 400; ++i) bounds.push_back(std::pow(10, exponent(random)));
  for (int i = 1; i <= 100; ++i) bounds.push_back(i * 0.1);  // some of which take 17 digits
  for (int i = -10; i <= 20; ++i) bounds.push_back(std::pow(10, i));
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  const RegistrySink sink;
  const Histogram<RegistrySink> histogram{sink, "x", "Help.", isometric::checked_buckets(bounds)};
  CHECK(series_on(text_page(sink)) == series_on(page_of(*sink.collectable())));
}

TEST_CASE("bounds that 16 digits do not tell apart are told apart") {
  const double third = 1.0 / 3;
  std::vector<double> bounds{0.1, std::nextafter(0.1, 1), third, std::nextafter(third, 1), 5};
  const RegistrySink sink;
  const Histogram<RegistrySink> histogram{sink, "x", "Help.", isometric::checked_buckets(bounds)};
  for (const auto& page : {text_page(sink), openmetrics_page(sink)}) {
    const auto series = series_on(page);
    CAPTURE(page);
    CHECK(std::set(series.begin(), series.end()).size() == series.size());
    CHECK(series.count("x_bucket{le=\"0.10000000000000002\"}") == 1);
  }
}

TEST_CASE("bounds have one value in both formats, and canonical spelling in OpenMetrics") {
  const std::pair<double, const char*> bounds[] = {
      {1e-10, "1e-10"},      {1e-5, "1e-05"},
      {0.0001, "0.0001"},    {0.001, "0.001"},
      {0.1, "0.1"},          {0.1 + 0.2, "0.3"},
      {0.999, "0.999"},      {1, "1.0"},
      {1.7, "1.7"},          {10, "10.0"},
      {100'000, "100000.0"}, {1e6, "1e+06"},
      {1e10, "1e+10"},       {12'345'678, "1.2345678e+07"}};
  for (const auto& [bound, text] : bounds) {
    const std::vector<double> one{bound};
    const RegistrySink sink;
    const Histogram<RegistrySink> histogram{sink, "x", "Help.", isometric::checked_buckets(one)};
    const std::string line = std::string("x_bucket{le=\"") + text + "\"} 0\n";
    CAPTURE(line);
    CHECK(contains(openmetrics_page(sink), line));
  }
}

TEST_CASE("series of one histogram family may have bounds of their own") {
  const HistogramSample narrow{1, 2, {{1, 1}, {infinity, 1}}};
  const HistogramSample wide{4, 5, {{10, 3}, {20, 4}, {infinity, 4}}};
  const FamilySnapshot x{"x",
                         "Help.",
                         MetricType::histogram,
                         {{{{"a", "1"}}, narrow}, {{{"a", "2"}}, wide}, {{{"a", "3"}}, narrow}}};
  CHECK(text_page(Snapshot({x})) ==
        "# HELP x Help.\n# TYPE x histogram\n"
        "x_bucket{a=\"1\",le=\"1\"} 1\nx_bucket{a=\"1\",le=\"+Inf\"} 1\n"
        "x_sum{a=\"1\"} 2\nx_count{a=\"1\"} 1\n"
        "x_bucket{a=\"2\",le=\"10\"} 3\nx_bucket{a=\"2\",le=\"20\"} 4\n"
        "x_bucket{a=\"2\",le=\"+Inf\"} 4\nx_sum{a=\"2\"} 5\nx_count{a=\"2\"} 4\n"
        "x_bucket{a=\"3\",le=\"1\"} 1\nx_bucket{a=\"3\",le=\"+Inf\"} 1\n"
        "x_sum{a=\"3\"} 2\nx_count{a=\"3\"} 1\n");
}

TEST_CASE("series of one family may have labels of their own") {
  const FamilySnapshot x{"x",
                         "Help.",
                         MetricType::gauge,
                         {{{}, 1.0},
                          {{{"a", "1"}}, 2.0},
                          {{{"a", "2"}, {"b", "3"}}, 3.0},
                          {{{"a", "4"}}, 4.0},
                          {{{"c", std::string(5000, 'x')}}, 5.0},
                          {{{"d", ""}}, 6.0}}};
  CHECK(text_page(Snapshot({x})) ==
        "# HELP x Help.\n# TYPE x gauge\nx 1\nx{a=\"1\"} 2\nx{a=\"2\",b=\"3\"} 3\nx{a=\"4\"} 4\n"
        "x{c=\"" +
            std::string(5000, 'x') + "\"} 5\nx{d=\"\"} 6\n");
}

TEST_CASE("a histogram without a last bucket gets one") {
  const HistogramSample sample{3, 4, {{1, 2}}};
  const std::string page = text_page(Snapshot({family(MetricType::histogram, "x", sample)}));
  CHECK(contains(page, "x_bucket{le=\"1\"} 2\nx_bucket{le=\"+Inf\"} 3\nx_sum 4\nx_count 3\n"));
  CHECK(contains(text_page(Snapshot({family(MetricType::histogram, "x", HistogramSample{})})),
                 "x_bucket{le=\"+Inf\"} 0\nx_sum 0\nx_count 0\n"));
}

TEST_CASE("a histogram's count is that of its last bucket, however it was put together") {
  const HistogramSample sample{3, 4, {{1, 2}, {infinity, 5}}};
  const std::string page = openmetrics_page(Snapshot({family(MetricType::histogram, "x", sample)}));
  CHECK(contains(page, "x_bucket{le=\"+Inf\"} 5\nx_sum 4\nx_count 5\n"));
}

TEST_CASE("a summary has its quantiles, then its sum and count") {
  const SummarySample sample{3, 1.5, {{0.5, 0.25}, {0.99, not_a_number}, {1, 7}}};
  const Snapshot summary({family(MetricType::summary, "x", sample, {{"a", "1"}})});
  CHECK(text_page(summary) ==
        "# HELP x Help.\n# TYPE x summary\n"
        "x{a=\"1\",quantile=\"0.5\"} 0.25\nx{a=\"1\",quantile=\"0.99\"} NaN\n"
        "x{a=\"1\",quantile=\"1\"} 7\nx_sum{a=\"1\"} 1.5\nx_count{a=\"1\"} 3\n");
  CHECK(contains(openmetrics_page(summary), "x{a=\"1\",quantile=\"1.0\"} 7\n"));
}

TEST_CASE("an info is called _info in both formats") {
  const Snapshot info({family(MetricType::info, "app_build_info", 1.0, {{"version", "2"}})});
  CHECK(text_page(info) ==
        "# HELP app_build_info Help.\n# TYPE app_build_info gauge\n"
        "app_build_info{version=\"2\"} 1\n");
  CHECK(openmetrics_page(info) ==
        "# HELP app_build Help.\n# TYPE app_build info\n"
        "app_build_info{version=\"2\"} 1\n# EOF\n");
}

TEST_CASE("an info whose name must stay keeps it, as a gauge, beside one of the longer name") {
  const RegistrySink sink;
  const isometric::Info<RegistrySink, isometric::Label<"version">> info(
      sink, isometric::legacy_name("app_build"), "Build.");
  info.set("2");
  const isometric::Gauge<RegistrySink> gauge(sink, "app_build_info", "Another.");
  const std::string page =
      "# HELP app_build Build.\n# TYPE app_build gauge\napp_build{version=\"2\"} 1\n"
      "# HELP app_build_info Another.\n# TYPE app_build_info gauge\napp_build_info 0\n";
  CHECK(text_page(sink) == page);
  CHECK(openmetrics_page(sink) == page + "# EOF\n");
  CHECK(text_page(snapshot(sink)) == page);
  CHECK(page_of(*sink.collectable()) == page);
}

TEST_CASE("what has no type says so") {
  const Snapshot unknown({family(MetricType::unknown, "x", 3.0)});
  CHECK(text_page(unknown) == "# HELP x Help.\n# TYPE x untyped\nx 3\n");
  CHECK(openmetrics_page(unknown) == "# HELP x Help.\n# TYPE x unknown\nx 3\n# EOF\n");
}

TEST_CASE("OpenMetrics: a counter that has no name of its own there is unknown") {
  SECTION("its shorter name is taken by another family") {
    for (const auto type : {MetricType::gauge, MetricType::unknown, MetricType::info}) {
      const Snapshot both({family(type, "x", 1.0), family(MetricType::counter, "x_total", 2.0)});
      CHECK(contains(openmetrics_page(both), "# TYPE x_total unknown\nx_total 2\n"));
    }
  }
  SECTION("its name does not end in _total") {
    const Snapshot counter({family(MetricType::counter, "x", 2.0)});
    CHECK(contains(openmetrics_page(counter), "# TYPE x unknown\nx 2\n"));
    CHECK(contains(text_page(counter), "# TYPE x counter\nx 2\n"));
  }
  SECTION("there is nothing but the suffix") {
    const Snapshot counter({family(MetricType::counter, "_total", 2.0)});
    CHECK(contains(openmetrics_page(counter), "# TYPE _total unknown\n_total 2\n"));
  }
  SECTION("its shorter name is that of a histogram's samples") {
    const Snapshot both({family(MetricType::histogram, "x", HistogramSample{}),
                         family(MetricType::counter, "x_count_total", 2.0)});
    CHECK(contains(openmetrics_page(both), "# TYPE x_count_total unknown\nx_count_total 2\n"));
  }
  SECTION("its shorter name is that of another counter's samples") {
    const Snapshot both({family(MetricType::counter, "x_total", 1.0),
                         family(MetricType::counter, "x_total_total", 2.0)});
    CHECK(contains(openmetrics_page(both), "# TYPE x counter\nx_total 1\n"));
    CHECK(contains(openmetrics_page(both), "# TYPE x_total_total unknown\nx_total_total 2\n"));
  }
}

TEST_CASE("OpenMetrics: a counter with a value that no counter has is unknown") {
  for (const double value : {-1.0, not_a_number, -infinity}) {
    const FamilySnapshot counter{"x_seconds_total",
                                 "Help.",
                                 MetricType::counter,
                                 {{{{"a", "1"}}, 2.0}, {{{"a", "2"}}, value}, {{{"a", "3"}}, 3.0}},
                                 "seconds"};
    const Snapshot page(
        {family(MetricType::gauge, "a", 0.0), counter, family(MetricType::gauge, "z", 0.0)});
    CHECK(contains(openmetrics_page(page),
                   "a 0\n# HELP x_seconds_total Help.\n# TYPE x_seconds_total unknown\n"
                   "x_seconds_total{a=\"1\"} 2\n"));
    CHECK(contains(text_page(page), "# TYPE x_seconds_total counter\n"));
  }
  const Snapshot endless({family(MetricType::counter, "x_total", infinity)});
  CHECK(contains(openmetrics_page(endless), "# TYPE x counter\nx_total +Inf\n"));
}

TEST_CASE("OpenMetrics: an info that cannot be one is a gauge") {
  SECTION("a counter has its shorter name") {
    const Snapshot both(
        {family(MetricType::counter, "x_total", 2.0), family(MetricType::info, "x_info", 1.0)});
    CHECK(contains(openmetrics_page(both), "# TYPE x counter\nx_total 2\n"));
    CHECK(contains(openmetrics_page(both), "# TYPE x_info gauge\nx_info 1\n"));
  }
  SECTION("another family has it") {
    const Snapshot both(
        {family(MetricType::gauge, "x", 2.0), family(MetricType::info, "x_info", 1.0)});
    CHECK(contains(openmetrics_page(both), "# TYPE x_info gauge\nx_info 1\n"));
  }
  SECTION("its value is not 1") {
    const Snapshot info({family(MetricType::info, "x_info", 2.0)});
    CHECK(contains(openmetrics_page(info), "# TYPE x_info gauge\nx_info 2\n"));
  }
}

TEST_CASE("OpenMetrics: what goes by the name of another family's samples is left out and named") {
  const FamilySnapshot owners[] = {family(MetricType::counter, "x_total", 1.0),
                                   family(MetricType::histogram, "x", HistogramSample{}),
                                   family(MetricType::summary, "x", SummarySample{})};
  for (const auto& owner : owners) {
    const Snapshot both({owner, family(MetricType::gauge, "x_created", 2.0)});
    std::string page;
    CHECK(write_text(both, page, ExpositionFormat::openmetrics) ==
          std::vector<std::string>{"x_created"});
    CHECK_FALSE(contains(page, "x_created"));
    if (!python_with_client().empty()) CHECK(python_openmetrics_reading(page).exit_code == 0);
    CHECK(contains(text_page(both), "x_created 2\n"));
  }
  const Snapshot apart(
      {family(MetricType::gauge, "x", 1.0), family(MetricType::gauge, "x_created", 2.0)});
  CHECK(contains(openmetrics_page(apart), "x_created 2\n"));
}

TEST_CASE("OpenMetrics: a histogram whose sum can fall has neither sum nor count") {
  const HistogramSample below_zero{2, -1, {{-5, 1}, {0, 1}, {infinity, 2}}};
  const HistogramSample negative_sum{2, -1, {{1, 2}, {infinity, 2}}};
  const HistogramSample no_sum{2, not_a_number, {{1, 2}, {infinity, 2}}};
  for (const auto& sample : {below_zero, negative_sum, no_sum}) {
    const Snapshot histogram({family(MetricType::histogram, "x", sample)});
    const std::string page = openmetrics_page(histogram);
    CHECK_FALSE(contains(page, "x_sum"));
    CHECK_FALSE(contains(page, "x_count"));
    CHECK(contains(page, "x_bucket{le=\"+Inf\"} 2\n"));
    CHECK(contains(text_page(histogram), "x_count 2\n"));
  }
}

TEST_CASE("OpenMetrics: a summary shows no negative sum and no negative quantile") {
  const SummarySample sample{3, -1, {{0.5, -2}, {0.9, 1}, {2, 1}}};
  const Snapshot summary({family(MetricType::summary, "x", sample)});
  CHECK(openmetrics_page(summary) ==
        "# HELP x Help.\n# TYPE x summary\nx{quantile=\"0.9\"} 1\nx_count 3\n# EOF\n");
  CHECK(contains(text_page(summary), "x{quantile=\"0.5\"} -2\n"));
}

TEST_CASE("OpenMetrics: a unit is told where the name ends in it") {
  const auto page_with = [](MetricType type, std::string name, std::string unit) {
    FamilySnapshot x = family(type, std::move(name), 1.0);
    x.unit = std::move(unit);
    return openmetrics_page(Snapshot({x}));
  };
  CHECK(contains(page_with(MetricType::gauge, "x_bytes", "bytes"), "# UNIT x_bytes bytes\n"));
  CHECK(contains(page_with(MetricType::counter, "x_bytes_total", "bytes"), "# UNIT x_bytes bytes"));
  CHECK_FALSE(contains(page_with(MetricType::gauge, "x_size", "bytes"), "UNIT"));
  CHECK_FALSE(contains(page_with(MetricType::gauge, "xbytes", "bytes"), "UNIT"));
  CHECK_FALSE(contains(page_with(MetricType::gauge, "bytes", "bytes"), "UNIT"));
  CHECK_FALSE(contains(page_with(MetricType::counter, "x_bytes", "seconds"), "UNIT"));
  CHECK_FALSE(contains(page_with(MetricType::gauge, "x_bytes", ""), "UNIT"));
  CHECK_FALSE(contains(page_with(MetricType::info, "x_bytes_info", "bytes"), "UNIT"));
}

namespace {

/// Strings of any bytes, with many of those that mean something on a page.
std::string random_string(std::mt19937_64& random) {
  static constexpr std::string_view pieces[] = {"\\",
                                                "\"",
                                                "\n",
                                                "\\n",
                                                "{",
                                                "}",
                                                ",",
                                                "=",
                                                " ",
                                                "#",
                                                "# EOF",
                                                "\t",
                                                "\r",
                                                "a",
                                                "zone-1",
                                                "\xC3\xA4",
                                                "\xE2\x82\xAC",
                                                "\xF0\x9F\x98\x80",
                                                "\x7F",
                                                "\xEF\xBF\xBD"};
  std::string text;
  for (auto count = random() % 12; count > 0; --count) {
    if (random() % 8 == 0) {
      text += static_cast<char>(random());
    } else {
      text += pieces[random() % std::size(pieces)];
    }
  }
  if (random() % 16 == 0) text.append(random() % 9000, 'x');
  return text;
}

}  // namespace

TEST_CASE("any label value, help and value reads back through other people's parsers") {
  if (python_with_client().empty()) return;
  std::mt19937_64 random(2112);
  for (int page_number = 0; page_number < 4; ++page_number) {
    std::vector<FamilySnapshot> families;
    std::multiset<std::string> expected;
    for (int i = 0; i < 40; ++i) {
      const std::string name = "x" + std::to_string(i);
      // Not at its ends, where the parser of the text format strips it.
      const std::string help = "a" + random_string(random) + "z";
      FamilySnapshot x{name, help, MetricType::gauge, {}};
      for (int j = 0; j < 5; ++j) {
        const std::string a = random_string(random);
        const std::string b = random_string(random);
        const double value =
            std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100);
        x.series.push_back({{{"a", a}, {"b", b}, {"j", std::to_string(j)}}, value});
        std::ostringstream line;
        line.precision(17);
        line << name << "{a=" << hex(isometric::detail::to_valid_text(a))
             << ",b=" << hex(isometric::detail::to_valid_text(b)) << ",j=" << hex(std::to_string(j))
             << "} " << value;
        expected.insert(line.str());
      }
      expected.insert(name + " gauge unit= help=" + hex(isometric::detail::to_valid_text(help)));
      families.push_back(std::move(x));
    }
    const Snapshot snapshot(std::move(families));
    const auto samples_of = [](const ToolRun& run) {
      std::multiset<std::string> lines;
      std::istringstream output(run.output);
      for (std::string line; std::getline(output, line);) {
        const auto space = line.rfind(' ');
        if (line.find(" unit=") == line.npos) {
          std::ostringstream same;
          same.precision(17);
          same << line.substr(0, space + 1) << std::strtod(line.c_str() + space, nullptr);
          line = same.str();
        }
        lines.insert(line);
      }
      return lines;
    };
    const auto text = python_text_reading(text_page(snapshot));
    CHECK(text.exit_code == 0);
    CHECK(samples_of(text) == expected);
    const auto openmetrics = python_openmetrics_reading(openmetrics_page(snapshot));
    CHECK(openmetrics.exit_code == 0);
    CHECK(samples_of(openmetrics) == expected);
  }
}

TEST_CASE("promtool accepts a page") {
  if (!has_promtool()) return;
  const auto run = promtool_check(text_page(Server{}.sink));
  CAPTURE(run.output);
  CHECK(run.exit_code == 0);
}

TEST_CASE("a page is written while series come and change") {
  const RegistrySink sink;
  const Counter<RegistrySink, Zone> moves{sink, "app_moves_total", "Moves."};
  const Histogram<RegistrySink, Zone> waits{sink, "app_wait_seconds", "Waits."};
  std::atomic<int> writers = 2;
  std::atomic<bool> is_well_formed = true;
  in_threads(4, [&](std::size_t index) {
    if (index < 2) {
      for (int i = 0; i < 500; ++i) {
        const std::string zone = std::to_string(i % 100);
        moves.labels(zone).inc();
        waits.labels(zone).observe(i);
      }
      --writers;
      return;
    }
    std::string page;
    while (writers > 0) {
      page.clear();
      write_text(sink, page, ExpositionFormat::openmetrics);
      if (!page.ends_with("\n# EOF\n") && page != "# EOF\n") is_well_formed = false;
    }
  });
  CHECK(is_well_formed);
  std::string page;
  write_text(sink, page);
  CHECK(contains(page, "app_moves_total{zone=\"7\"} 10\n"));
}
