#include "support/allocations.hpp"
#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/client_metric.h>
#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace test_support;
using isometric::Counter;
using isometric::Gatherer;
using isometric::GatheringFault;
using isometric::GatheringProblem;
using isometric::Gauge;
using isometric::Histogram;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::SourceRegistration;
using isometric::testing::HasValue;
using isometric::testing::ValidExposition;

namespace {

/// A server as it is written once, on a registry of its own.
struct Server {
  RegistrySink sink{};
  Counter<RegistrySink, Way> moves{sink, "app_moves_total", "Moves."};
  Gauge<RegistrySink> load{sink, "app_load", "Load."};
};

std::string written(const Gatherer& gatherer) {
  std::string page;
  isometric::write_text(gatherer, page);
  return page;
}

isometric::SeriesSelector conflicts(std::string family) {
  return {"isometric_gathering_conflicts_total", {{"family", std::move(family)}}};
}
isometric::SeriesSelector lost(std::string source) {
  return {"isometric_lost_sources_total", {{"source", std::move(source)}}};
}

/// Other code's: yields what the function gives.
struct Yields final : prometheus::Collectable {
  using Function = std::function<std::vector<prometheus::MetricFamily>()>;
  explicit Yields(Function of) : function(std::move(of)) {}
  std::vector<prometheus::MetricFamily> Collect() const override { return function(); }
  Function function;
};

prometheus::MetricFamily collected(
    std::string name, const std::vector<std::pair<std::string, std::string>>& labels = {}) {
  prometheus::MetricFamily gauge{std::move(name), "Help.", prometheus::MetricType::Gauge, {{}}};
  for (const auto& [label, value] : labels) gauge.metric[0].label.push_back({label, value});
  gauge.metric[0].gauge.value = 1;
  return gauge;
}

/// Throws, or shows a counter.
struct Moody final : prometheus::Collectable {
  std::vector<prometheus::MetricFamily> Collect() const override {
    if (throws) throw std::runtime_error("not now");
    prometheus::MetricFamily family{"moody_total", "Moods.", prometheus::MetricType::Counter, {}};
    family.metric.emplace_back().counter.value = 1;
    return {family};
  }
  std::atomic<bool> throws = true;
};

}  // namespace

TEST_CASE("servers on registries of their own make one page, told apart by a label") {
  const Server a;
  const Server b;
  a.moves.labels(Direction::up).inc();
  b.moves.labels(Direction::up).inc(2);
  b.load.set(0.5);
  Gatherer gatherer;
  const auto second = gatherer.add(b.sink, {"server", "b"});
  const auto first = gatherer.add(a.sink, {"server", "a"});
  const std::string page =
      "# HELP app_load Load.\n"
      "# TYPE app_load gauge\n"
      "app_load{server=\"a\"} 0\n"
      "app_load{server=\"b\"} 0.5\n"
      "# HELP app_moves_total Moves.\n"
      "# TYPE app_moves_total counter\n"
      "app_moves_total{direction=\"down\",server=\"a\"} 0\n"
      "app_moves_total{direction=\"up\",server=\"a\"} 1\n"
      "app_moves_total{direction=\"down\",server=\"b\"} 0\n"
      "app_moves_total{direction=\"up\",server=\"b\"} 2\n";
  CHECK(written(gatherer) == page);
  CHECK(page_of(*gatherer.collectable()) == page);
  CHECK_THAT(snapshot(gatherer), HasValue({"app_load", {{"server", "b"}}}, 0.5));
  CHECK(gatherer.problems().empty());
}

TEST_CASE("a hundred servers, each on its own registry, are one page that promtool accepts") {
  std::vector<std::unique_ptr<Server>> servers;
  std::vector<SourceRegistration> registrations;
  Gatherer gatherer;
  for (int i = 0; i < 100; ++i) {
    servers.push_back(std::make_unique<Server>());
    servers.back()->load.set(i);
    registrations.push_back(gatherer.add(servers.back()->sink, {"server", std::to_string(i)}));
  }
  const auto now = snapshot(gatherer);
  REQUIRE(now.find_family("app_load") != nullptr);
  CHECK(now.find_family("app_load")->series.size() == 100);
  CHECK(now.find_family("app_moves_total")->series.size() == 200);
  CHECK_THAT(now, HasValue({"app_load", {{"server", "42"}}}, 42));
  if (!has_promtool()) return;
  const auto run = promtool_check(written(gatherer));
  CHECK(run.output == "");
  CHECK(run.exit_code == 0);
}

TEST_CASE("a source goes with its registration, and stays without one that was kept") {
  const Server a;
  Gatherer gatherer;
  {
    const auto registration = gatherer.add(a.sink);
    CHECK(snapshot(gatherer).find_family("app_load") != nullptr);
  }
  CHECK(snapshot(gatherer).families().empty());
  gatherer.add(a.sink).keep();
  CHECK(snapshot(gatherer).find_family("app_load") != nullptr);
}

TEST_CASE("a registration can be moved and replaced, and may outlive the gatherer") {
  const Server a;
  const Server b;
  SourceRegistration registration;
  {
    Gatherer gatherer;
    registration = gatherer.add(a.sink, {"server", "a"});
    SourceRegistration moved = std::move(registration);
    CHECK(snapshot(gatherer).find_series({"app_load", {{"server", "a"}}}) != nullptr);
    moved = gatherer.add(b.sink, {"server", "b"});
    CHECK(snapshot(gatherer).find_series({"app_load", {{"server", "a"}}}) == nullptr);
    CHECK(snapshot(gatherer).find_series({"app_load", {{"server", "b"}}}) != nullptr);
    registration = std::move(moved);
  }
}

TEST_CASE("a gatherer keeps alive what was added, and not what was added weakly") {
  Gatherer gatherer;
  std::optional<Server> strong(std::in_place);
  std::optional<Server> weak(std::in_place);
  const auto kept = gatherer.add(strong->sink, {"server", "strong"});
  const auto watched = gatherer.add_weakly(weak->sink, {"server", "weak"});
  CHECK(snapshot(gatherer).find_family("app_load")->series.size() == 2);
  strong.reset();
  weak.reset();
  const auto page = snapshot(gatherer);
  CHECK(page.find_family("app_load")->series.size() == 1);
  CHECK_THAT(page, HasValue(lost("server=\"weak\""), 1));
  CHECK(gatherer.problems().front().fault == GatheringFault::source_gone);
}

TEST_CASE("sources that come and go without end do not fill a gatherer's own metrics") {
  Gatherer gatherer;
  constexpr int count = 2100;
  std::vector<SourceRegistration> watched;
  {
    const Server server;
    for (int i = 0; i < count; ++i) {
      watched.push_back(gatherer.add_weakly(server.sink, {"server", std::to_string(i)}));
    }
  }
  const auto page = snapshot(gatherer);
  CHECK(page.find_family("isometric_lost_sources_total")->series.size() == 2000 + 1);
  CHECK_THAT(page, HasValue(lost("isometric_overflow"), count - 2000));
}

TEST_CASE("a source that is added weakly needs no label") {
  Gatherer gatherer;
  std::optional<Server> server(std::in_place);
  auto collectable = std::make_shared<Yields>([] { return std::vector{collected("x")}; });
  const auto sink = gatherer.add_weakly(server->sink);
  const auto other = gatherer.add_weakly(std::weak_ptr<prometheus::Collectable>(collectable));
  CHECK_THAT(snapshot(gatherer), HasValue({"app_load"}, 0));
  CHECK_THAT(snapshot(gatherer), HasValue({"x"}, 1));
  server.reset();
  collectable.reset();
  const auto page = snapshot(gatherer);
  CHECK(page.find_family("app_load") == nullptr);
  CHECK(page.find_family("x") == nullptr);
  CHECK_THAT(page, HasValue(lost("source 1"), 1));
  CHECK_THAT(page, HasValue(lost("source 2"), 1));
}

TEST_CASE("a source that throws is left out and counted, and the scrape goes on") {
  const Server a;
  const auto moody = std::make_shared<Moody>();
  Gatherer gatherer;
  const auto one = gatherer.add(moody, {"server", "moody"});
  const auto two = gatherer.add(a.sink, {"server", "a"});
  const auto page = snapshot(gatherer);
  CHECK(page.find_family("app_load") != nullptr);
  CHECK_THAT(page, HasValue(lost("server=\"moody\""), 1));
  CHECK(gatherer.problems() ==
        std::vector<GatheringProblem>{
            {GatheringFault::source_failed, "server=\"moody\"", "", "not now", "", 1}});
  moody->throws = false;
  CHECK_THAT(snapshot(gatherer), HasValue({"moody_total", {{"server", "moody"}}}, 1));
}

TEST_CASE("a family of another type is left out and told by name, and counted") {
  const RegistrySink first;
  const RegistrySink second;
  const Gauge<RegistrySink> gauge(first, isometric::legacy_name("app_jobs"), "Jobs.");
  const Counter<RegistrySink> counter(second, isometric::legacy_name("app_jobs"), "Jobs.");
  Gatherer gatherer;
  const auto one = gatherer.add(first, {"server", "a"});
  const auto two = gatherer.add(second, {"server", "b"});
  CHECK(snapshot(gatherer).find_family("app_jobs")->series.size() == 1);
  CHECK_THAT(snapshot(gatherer), HasValue(conflicts("app_jobs"), 2));
  REQUIRE(gatherer.problems().size() == 1);
  std::ostringstream text;
  text << gatherer.problems().front();
  CHECK(text.str() ==
        "server=\"b\": app_jobs has another type: counter instead of gauge (2 times)");
}

TEST_CASE("of two helps the first stays and is told; other label names and buckets are valid") {
  static constexpr auto seconds = isometric::buckets(1, 2);
  static constexpr auto minutes = isometric::buckets(60);
  const RegistrySink first;
  const RegistrySink second;
  const Gauge<RegistrySink> help_1(first, "app_load", "Load.");
  const Gauge<RegistrySink> help_2(second, "app_load", "The load.");
  const Counter<RegistrySink, Way> names_1(first, "app_moves_total", "Moves.");
  const Counter<RegistrySink> names_2(second, "app_moves_total", "Moves.");
  const Histogram<RegistrySink> buckets_1(first, "app_time_seconds", "Time.", seconds);
  const Histogram<RegistrySink> buckets_2(second, "app_time_seconds", "Time.", minutes);
  Gatherer gatherer;
  const auto one = gatherer.add(first, {"server", "a"});
  const auto two = gatherer.add(second, {"server", "b"});
  const auto page = snapshot(gatherer);
  CHECK(page.find_family("app_load")->help == "Load.");
  CHECK(page.find_family("app_load")->series.size() == 2);
  CHECK(page.find_family("app_moves_total")->series.size() == 3);
  CHECK(page.find_family("app_time_seconds")->series.size() == 2);
  REQUIRE(gatherer.problems().size() == 1);
  CHECK(gatherer.problems().front().fault == GatheringFault::help);
  const std::string text = written(gatherer);
  CHECK_THAT(text, isometric::testing::ValidExposition());
  CHECK(python_text_reading(text).exit_code == 0);
}

TEST_CASE("samples of two families never share a name: the source that came later yields") {
  static constexpr auto seconds = isometric::buckets(1);
  const RegistrySink first;
  const RegistrySink second;
  const Histogram<RegistrySink> histogram(first, "app_time_seconds", "Time.", seconds);
  const Gauge<RegistrySink> gauge(second, isometric::legacy_name("app_time_seconds_count"), "No.");
  const bool is_histogram_first = GENERATE(true, false);
  Gatherer gatherer;
  const auto one = gatherer.add(is_histogram_first ? first : second, {"server", "a"});
  const auto two = gatherer.add(is_histogram_first ? second : first, {"server", "b"});
  const auto page = snapshot(gatherer);
  CHECK((page.find_family("app_time_seconds") != nullptr) == is_histogram_first);
  CHECK((page.find_family("app_time_seconds_count") != nullptr) == !is_histogram_first);
  REQUIRE(gatherer.problems().size() == 1);
  CHECK(gatherer.problems().front().fault == GatheringFault::derived_name);
  CHECK(gatherer.problems().front().source == "server=\"b\"");
}

TEST_CASE("a family is not left out for the sake of one that is left out itself") {
  static constexpr auto one = isometric::buckets(1);
  const RegistrySink first;
  const RegistrySink second;
  const RegistrySink third;
  const Gauge<RegistrySink> gauge(first, isometric::legacy_name("app_a_count_sum"), "A.");
  const Histogram<RegistrySink> middle(second, isometric::legacy_name("app_a_count"), "A.", one);
  const Histogram<RegistrySink> last(third, "app_a", "A.", one);
  Gatherer gatherer;
  const auto a = gatherer.add(first);
  const auto b = gatherer.add(second);
  const auto c = gatherer.add(third);
  const auto page = snapshot(gatherer);
  CHECK(page.find_family("app_a_count_sum") != nullptr);
  CHECK(page.find_family("app_a_count") == nullptr);
  CHECK(page.find_family("app_a") != nullptr);
  CHECK(gatherer.problems().size() == 1);
}

TEST_CASE("a series that two sources show is shown once, and told") {
  const Server a;
  const Server b;
  a.load.set(1);
  b.load.set(2);
  Gatherer gatherer;
  const auto one = gatherer.add(a.sink);
  const auto two = gatherer.add(b.sink);
  const auto again = gatherer.add(a.sink, {"server", "a"});
  const auto and_again = gatherer.add(a.sink, {"server", "a"});
  const auto page = snapshot(gatherer);
  CHECK(page.find_family("app_load")->series.size() == 2);
  CHECK_THAT(page, HasValue({"app_load"}, 1));
  CHECK_THAT(page, HasValue({"app_load", {{"server", "a"}}}, 1));
  if (has_promtool()) CHECK(promtool_check(written(gatherer)).exit_code == 0);
  for (const auto& problem : gatherer.problems()) {
    CHECK(problem.fault == GatheringFault::duplicate_series);
  }
}

TEST_CASE("a series that has the source's label already is left out") {
  const RegistrySink sink;
  const Counter<RegistrySink, isometric::Label<"server">> moves(sink, "app_moves_total", "Moves.");
  moves.labels("x").inc();
  Gatherer gatherer;
  const auto registration = gatherer.add(sink, {"server", "a"});
  CHECK(snapshot(gatherer).find_family("app_moves_total") == nullptr);
  CHECK(gatherer.problems().front().fault == GatheringFault::source_label);
}

TEST_CASE("plain collectables are gathered, mended, and merged if they repeat a family") {
  const auto registry = std::make_shared<prometheus::Registry>();
  auto& family = prometheus::BuildCounter().Name("other_total").Help("a\nb").Register(*registry);
  family.Add({{"x", "\xFF"}}).Increment();
  struct Twice final : prometheus::Collectable {
    explicit Twice(std::shared_ptr<prometheus::Registry> of) : registry(std::move(of)) {}
    std::vector<prometheus::MetricFamily> Collect() const override {
      auto families = registry->Collect();
      families.push_back(families.front());
      return families;
    }
    std::shared_ptr<prometheus::Registry> registry;
  };
  Gatherer gatherer;
  const auto one = gatherer.add(std::make_shared<Twice>(registry));
  const auto two =
      gatherer.add_weakly(std::weak_ptr<prometheus::Collectable>(registry), {"server", "b"});
  CHECK(page_of(*gatherer.collectable()) ==
        "# HELP other_total a\\nb\n"
        "# TYPE other_total counter\n"
        "other_total{x=\"\xEF\xBF\xBD\"} 1\n"
        "other_total{server=\"b\",x=\"\xEF\xBF\xBD\"} 1\n");
}

TEST_CASE("gatherers gather one another, but never themselves") {
  const Server a;
  Gatherer inner;
  Gatherer outer;
  const auto in = inner.add(a.sink, {"server", "a"});
  const auto out = outer.add(inner, {"site", "home"});
  CHECK_THAT(snapshot(outer), HasValue({"app_load", {{"server", "a"}, {"site", "home"}}}, 0));
  CHECK_THROWS_AS(outer.add(outer), std::invalid_argument);
  CHECK_THROWS_AS(outer.add(outer.collectable()), std::invalid_argument);
  CHECK_THROWS_AS(outer.add(std::shared_ptr<prometheus::Collectable>()), std::invalid_argument);

  const auto circle = inner.add(outer, {"loop", "1"});
  CHECK_THAT(snapshot(outer), HasValue({"app_load", {{"server", "a"}, {"site", "home"}}}, 0));
  CHECK(inner.problems().front().fault == GatheringFault::source_failed);
  CHECK(inner.problems().front().source == "loop=\"1\"");
}

TEST_CASE("a source's label may be any text") {
  const Server a;
  Gatherer gatherer;
  const auto registration = gatherer.add(a.sink, {"server", "a\n\"\xFF"});
  CHECK(written(gatherer).find("app_load{server=\"a\\n\\\"\xEF\xBF\xBD\"} 0\n") !=
        std::string::npos);
}

TEST_CASE("the global sink and a snapshot are sources like others", "[global_registry]") {
  const isometric::GlobalSink global;
  const Gauge<isometric::GlobalSink> load(global, "app_gatherer_test_load", "Load.");
  load.set(3);
  const Server a;
  Gatherer gatherer;
  const auto one = gatherer.add(global);
  const auto two = gatherer.add(snapshot(a.sink), {"server", "then"});
  CHECK_THAT(snapshot(gatherer), HasValue({"app_gatherer_test_load"}, 3));
  CHECK_THAT(snapshot(gatherer), HasValue({"app_load", {{"server", "then"}}}, 0));
}

TEST_CASE("what a collectable has that no page can show is left out, told and counted") {
  Gatherer gatherer;
  const auto registration = gatherer.add(
      std::make_shared<Yields>([] {
        auto label = collected("bad_label", {{"a b", "1"}});
        label.metric.push_back(collected("", {{"a", "1"}}).metric[0]);
        label.metric.push_back(collected("", {{"__name__", "other"}}).metric[0]);
        prometheus::MetricFamily histogram{
            "bad_buckets", "Help.", prometheus::MetricType::Histogram, {{}, {}, {}, {}, {}}};
        constexpr const char* numbers[] = {"0", "1", "2", "3", "4"};
        for (std::size_t i = 0; i < 5; ++i) {
          histogram.metric[i].label.push_back({"a", numbers[i]});
          histogram.metric[i].histogram.sample_count = 5;
        }
        const double nan = std::numeric_limits<double>::quiet_NaN();
        histogram.metric[0].histogram.bucket = {{3, 2.0}, {4, 1.0}};  // bounds that fall
        histogram.metric[1].histogram.bucket = {{3, 1.0}, {2, 2.0}};  // counts that fall
        histogram.metric[2].histogram.bucket = {{3, nan}};            // a bound that is no number
        histogram.metric[3].histogram.bucket = {{9, 1.0}};            // more than there are
        histogram.metric[4].histogram.bucket = {{3, 1.0}};
        prometheus::MetricFamily summary{
            "bad_quantile", "Help.", prometheus::MetricType::Summary, {{}}};
        summary.metric[0].summary.quantile = {{nan, 1.0}};
        return std::vector{collected("same_label_twice", {{"a", "1"}, {"a", "2"}}),
                           label,
                           histogram,
                           summary,
                           collected("bad name\n1"),
                           collected("good")};
      }),
      {"s", "1"});
  const std::string page = written(gatherer);
  CHECK(
      page.starts_with("# HELP bad_buckets Help.\n# TYPE bad_buckets histogram\n"
                       "bad_buckets_bucket{a=\"4\",s=\"1\",le=\"1\"} 3\n"
                       "bad_buckets_bucket{a=\"4\",s=\"1\",le=\"+Inf\"} 5\n"
                       "bad_buckets_sum{a=\"4\",s=\"1\"} 0\n"
                       "bad_buckets_count{a=\"4\",s=\"1\"} 5\n"
                       "# HELP bad_label Help.\n# TYPE bad_label gauge\n"
                       "bad_label{a=\"1\",s=\"1\"} 1\n"
                       "# HELP good Help.\n# TYPE good gauge\ngood{s=\"1\"} 1\n"
                       "# HELP isometric_gathering_conflicts_total "));
  CHECK_THAT(page, ValidExposition());
  if (has_promtool()) CHECK(promtool_check(page).exit_code == 0);
  std::vector<std::string> families;
  for (const auto& problem : gatherer.problems()) {
    CHECK(problem.fault == GatheringFault::malformed);
    families.push_back(problem.family);
  }
  CHECK(families == std::vector<std::string>{"same_label_twice", "bad_label", "bad_buckets",
                                             "bad_quantile", "bad name\n1"});
  CHECK_THAT(snapshot(gatherer), HasValue(conflicts("bad_label"), 2));
}

TEST_CASE("a series that a collectable has twice is shown once, told and counted") {
  Gatherer gatherer;
  const auto registration = gatherer.add(std::make_shared<Yields>([] {
    auto two_orders = collected("two_orders", {{"a", "1"}, {"b", "2"}});
    two_orders.metric.push_back(collected("", {{"b", "2"}, {"a", "1"}}).metric[0]);
    two_orders.metric.push_back(collected("", {{"b", "2"}, {"a", "2"}}).metric[0]);
    auto empty_label = collected("empty_label", {{"ok", ""}});
    empty_label.metric.push_back(collected("").metric[0]);
    empty_label.metric.push_back(collected("", {{"ok", "1"}}).metric[0]);
    return std::vector{two_orders, empty_label};
  }));
  const std::string page = written(gatherer);
  CHECK(
      page.starts_with("# HELP empty_label Help.\n# TYPE empty_label gauge\n"
                       "empty_label 1\nempty_label{ok=\"1\"} 1\n"
                       "# HELP isometric_gathering_conflicts_total "));
  CHECK(contains(page,
                 "# TYPE two_orders gauge\n"
                 "two_orders{a=\"1\",b=\"2\"} 1\ntwo_orders{b=\"2\",a=\"2\"} 1\n"));
  CHECK_THAT(page, ValidExposition());
  REQUIRE(gatherer.problems().size() == 2);
  CHECK(gatherer.problems()[0].family == "two_orders");
  CHECK(gatherer.problems()[0].fault == GatheringFault::malformed);
  CHECK_THAT(snapshot(gatherer), HasValue(conflicts("empty_label"), 2));
}

TEST_CASE("a collectable's count is what its bucket of +Inf counts, on all pages") {
  Gatherer gatherer;
  const auto registration = gatherer.add(std::make_shared<Yields>([] {
    prometheus::MetricFamily histogram{"sizes", "Help.", prometheus::MetricType::Histogram, {{}}};
    histogram.metric[0].histogram.sample_count = 5;
    histogram.metric[0].histogram.bucket = {{3, 1.0}, {9, std::numeric_limits<double>::infinity()}};
    return std::vector{histogram};
  }));
  CHECK(contains(written(gatherer), "sizes_count 9\n"));
  CHECK(contains(page_of(*gatherer.collectable()), "sizes_count 9\n"));
  CHECK(gatherer.problems().empty());
}

TEST_CASE("timestamps and untyped families of other code stay as they are") {
  Gatherer gatherer;
  const auto registration = gatherer.add(std::make_shared<Yields>([] {
                                           auto stamped = collected("x");
                                           stamped.metric[0].timestamp_ms = 1'395'066'363'123;
                                           auto untyped = collected("y");
                                           untyped.type = prometheus::MetricType::Untyped;
                                           untyped.metric[0].untyped.value = 7;
                                           return std::vector{stamped, untyped};
                                         }),
                                         {"s", "1"});
  CHECK(contains(written(gatherer), "\nx{s=\"1\"} 1 1395066363123\n"));
  CHECK(contains(written(gatherer), "# TYPE y untyped\ny{s=\"1\"} 7\n"));
  std::string page;
  isometric::write_text(gatherer, page, isometric::ExpositionFormat::openmetrics);
  CHECK(contains(page, "\nx{s=\"1\"} 1 1395066363.123\n"));
  CHECK(contains(page_of(*gatherer.collectable()), "\nx{s=\"1\"} 1 1395066363123\n"));
  CHECK(contains(page_of(*gatherer.collectable()), "# TYPE y untyped\ny{s=\"1\"} 7\n"));
}

TEST_CASE("timestamps of other code are shown to the last digit") {
  const std::pair<std::int64_t, std::string> times[] = {
      {1, "0.001"},
      {-1, "-0.001"},
      {1'050, "1.05"},
      {-60'000, "-60"},
      {9'007'199'254'740'993, "9007199254740.993"},
      {1'700'000'000'000'000'001, "1700000000000000.001"},
      {std::numeric_limits<std::int64_t>::max(), "9223372036854775.807"},
      {std::numeric_limits<std::int64_t>::min(), "-9223372036854775.808"}};
  for (const auto& [milliseconds, seconds] : times) {
    Gatherer gatherer;
    const auto registration = gatherer.add(std::make_shared<Yields>([milliseconds = milliseconds] {
                                             auto stamped = collected("x");
                                             stamped.metric[0].timestamp_ms = milliseconds;
                                             return std::vector{stamped};
                                           }),
                                           {"s", "1"});
    const std::string text = written(gatherer);
    CHECK(contains(text, "\nx{s=\"1\"} 1 " + std::to_string(milliseconds) + "\n"));
    std::string page;
    isometric::write_text(gatherer, page, isometric::ExpositionFormat::openmetrics);
    CHECK(contains(page, "\nx{s=\"1\"} 1 " + seconds + "\n"));
    CHECK(isometric::testing::parse_page(text).problems.empty());
    CHECK(isometric::testing::parse_page(page).problems.empty());
    CHECK(gatherer.collectable()->Collect().front().metric.front().timestamp_ms == milliseconds);
  }
}

TEST_CASE("each line of a histogram or summary of other code has its timestamp") {
  Gatherer gatherer;
  const auto registration = gatherer.add(
      std::make_shared<Yields>([] {
        prometheus::MetricFamily sizes{"sizes", "Help.", prometheus::MetricType::Histogram, {{}}};
        sizes.metric[0].histogram = {2, 3.5, {{1, 1.0}}};
        sizes.metric[0].timestamp_ms = 1'500;
        prometheus::MetricFamily times{"times", "Help.", prometheus::MetricType::Summary, {{}}};
        times.metric[0].summary = {2, 3.5, {{0.5, 1.25}}};
        times.metric[0].timestamp_ms = 1'500;
        return std::vector{sizes, times};
      }),
      {"s", "1"});
  CHECK(contains(written(gatherer),
                 "sizes_bucket{s=\"1\",le=\"1\"} 1 1500\n"
                 "sizes_bucket{s=\"1\",le=\"+Inf\"} 2 1500\n"
                 "sizes_sum{s=\"1\"} 3.5 1500\n"
                 "sizes_count{s=\"1\"} 2 1500\n"));
  CHECK(contains(written(gatherer),
                 "times{s=\"1\",quantile=\"0.5\"} 1.25 1500\n"
                 "times_sum{s=\"1\"} 3.5 1500\n"
                 "times_count{s=\"1\"} 2 1500\n"));
}

TEST_CASE("a label without a value tells no source apart, so it is refused") {
  const Server a;
  Gatherer gatherer;
  CHECK_THROWS_AS(gatherer.add(a.sink, {"server", ""}), std::invalid_argument);
  CHECK_THROWS_AS(gatherer.add(a.sink.collectable(), {"server", ""}), std::invalid_argument);
  CHECK_THROWS_AS(gatherer.add_weakly(a.sink, {"server", ""}), std::invalid_argument);
}

TEST_CASE("series that differ in empty labels only are one") {
  Gatherer gatherer;
  const auto one = gatherer.add(
      std::make_shared<Yields>([] { return std::vector{collected("x", {{"a", ""}})}; }));
  const auto two =
      gatherer.add(std::make_shared<Yields>([] { return std::vector{collected("x")}; }));
  CHECK(snapshot(gatherer).find_family("x")->series.size() == 1);
}

TEST_CASE("a page of a hundred servers is valid OpenMetrics, too") {
  if (python_with_client().empty()) return;
  const std::vector<Server> servers(100);
  Gatherer gatherer;
  std::vector<SourceRegistration> registrations;
  for (const auto& server : servers) {
    registrations.push_back(
        gatherer.add(server.sink, {"server", std::to_string(registrations.size())}));
  }
  std::string page;
  isometric::write_text(gatherer, page, isometric::ExpositionFormat::openmetrics);
  const auto run = python_openmetrics_reading(page);
  CAPTURE(run.output);
  CHECK(run.exit_code == 0);
}

TEST_CASE("a page of gathered sinks allocates nothing for a series") {
  if (!are_allocations_counted) return skip("allocations are not counted here");
  const RegistrySink sinks[3];
  Gatherer gatherer;
  std::deque<Gauge<RegistrySink, Zone>> nodes;
  std::vector<SourceRegistration> registrations;
  for (const auto& sink : sinks) {
    nodes.emplace_back(sink, isometric::checked_name<isometric::MetricType::gauge>("app_nodes"),
                       isometric::checked_help("Nodes."));
    registrations.push_back(gatherer.add(sink, {"server", std::to_string(nodes.size())}));
  }
  const auto allocations = [&](int zones) {
    for (const auto& gauge : nodes) {
      for (int i = 0; i < zones; ++i) gauge.labels(std::to_string(i)).set(i);
    }
    std::string page;
    isometric::write_text(gatherer, page);
    page.clear();
    const std::size_t before = allocation_count();
    isometric::write_text(gatherer, page);
    return allocation_count() - before;
  };
  const std::size_t with_few = allocations(5);
  CHECK(allocations(1000) == with_few);
}

TEST_CASE("a source may take itself out, and add others, while it is gathered") {
  Gatherer gatherer;
  SourceRegistration itself;
  SourceRegistration other;
  itself = gatherer.add(std::make_shared<Yields>([&] {
    itself = SourceRegistration();
    other = gatherer.add(std::make_shared<Yields>([] { return std::vector{collected("later")}; }));
    return std::vector{collected("x")};
  }));
  CHECK(contains(written(gatherer), "x 1\n"));
  CHECK(written(gatherer) == "# HELP later Help.\n# TYPE later gauge\nlater 1\n");
}

TEST_CASE("a source may own its registration, and go in the middle of a scrape") {
  struct Owner final : prometheus::Collectable {
    std::vector<prometheus::MetricFamily> Collect() const override { return {collected("owned")}; }
    SourceRegistration registration;
  };
  Gatherer gatherer;
  std::atomic<bool> is_done = false;
  in_threads(2, [&](std::size_t index) {
    if (index == 0) {
      for (int i = 0; i < 300; ++i) {
        const auto owner = std::make_shared<Owner>();
        owner->registration = gatherer.add_weakly(std::weak_ptr<prometheus::Collectable>(owner),
                                                  {"s", std::to_string(i)});
      }
      is_done = true;
    } else {
      while (!is_done) static_cast<void>(snapshot(gatherer));
    }
  });
  CHECK_FALSE(contains(written(gatherer), "owned"));
}

TEST_CASE("sources come, go and are destroyed while others scrape") {
  Gatherer gatherer;
  const Server stays;
  const auto registration = gatherer.add(stays.sink, {"server", "stays"});
  in_threads(4, [&](std::size_t thread) {
    for (int i = 0; i < 150; ++i) {
      if (thread < 2) {
        Server server;
        const auto strong = gatherer.add(server.sink, {"server", std::to_string(thread)});
        const auto weak = gatherer.add_weakly(server.sink, {"copy", std::to_string(thread)});
        server.moves.labels(Direction::up).inc();
      } else if (thread == 2) {
        const auto page = snapshot(gatherer);
        if (page.find_series({"app_load", {{"server", "stays"}}}) == nullptr) {
          throw std::runtime_error("the source that stays is gone");
        }
      } else {
        static_cast<void>(gatherer.collectable()->Collect());
        static_cast<void>(gatherer.problems());
      }
    }
  });
  CHECK(snapshot(gatherer).find_family("app_load")->series.size() == 1);
}
