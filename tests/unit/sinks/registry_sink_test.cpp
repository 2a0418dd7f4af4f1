#include "support/catch.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/registry.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace test_support;
using isometric::Counter;
using isometric::Gauge;
using isometric::Histogram;
using isometric::RegistryOptions;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;

namespace {

/// Label values that somebody might send to break the page.
std::vector<std::string> strange_values() {
  std::vector<std::string> values{
      "",
      " ",
      "\n",
      "\r\n",
      "\t",
      "\"",
      "\\",
      "\\n",
      "\\\"",
      "a\nb",
      "}",
      "\"} 1\nbogus_metric 2",
      "# EOF",
      "{group=\"a\"}",
      "\x01\x02\x1F\x7F",
      "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80",  // valid: umlaut, euro, emoji
      "\xEF\xBB\xBF"
      "bom",                               // byte order mark
      "\xE2\x80\xA8\xE2\x80\xA9\xC2\x85",  // Unicode's line and paragraph separators
      "\xEF\xBF\xBF",                      // U+FFFF, no character but valid
      "'; DROP TABLE metrics; --",
      "+Inf",
      "NaN",
  };
  for (int size = 1; size <= 40; ++size) values.push_back(std::string(std::size_t(size), 'x'));
  values.push_back(std::string(1 << 20, 'm'));
  return values;
}

/// Values that are no valid label values, and what they become.
std::vector<std::pair<std::string, std::string>> mended_values() {
  const std::string bad = "\xEF\xBF\xBD";
  using namespace std::string_literals;
  return {
      {"\xFF", bad},
      {"a\x80z", "a" + bad + "z"},
      {"cut \xE2\x82", "cut " + bad + bad},
      {"overlong \xC0\xAF", "overlong " + bad + bad},
      {"surrogate \xED\xA0\x80", "surrogate " + bad + bad + bad},
      {"beyond \xF4\x90\x80\x80", "beyond " + bad + bad + bad + bad},
      // A NUL ends the input for Prometheus's own parser, and the whole page is lost.
      {"a\0b"s, "a" + bad + "b"},
      {"\0"s, bad},
  };
}

}  // namespace

TEST_CASE("registry sinks are sinks and sources that a scrape can read") {
  STATIC_REQUIRE(isometric::MetricsSink<RegistrySink>);
  STATIC_REQUIRE(isometric::MetricsSource<RegistrySink>);
  STATIC_REQUIRE(isometric::CollectableSource<RegistrySink>);
}

TEST_CASE("a fresh registry sink is empty, and shows nothing of a family without series") {
  const RegistrySink sink;
  CHECK(snapshot(sink).families().empty());
  CHECK(page_of(*sink.collectable()).empty());
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
  CHECK(snapshot(sink).families().empty());
  CHECK(page_of(*sink.collectable()).empty());
}

TEST_CASE("two default registry sinks share nothing") {
  const RegistrySink a;
  const RegistrySink b;
  const Counter<RegistrySink> in_a(a, "app_moves_total", "Moves.");
  const Histogram<RegistrySink> in_b(b, isometric::legacy_name("app_moves_total"), "Other.");
  in_a.inc();
  in_b.observe(1);
  CHECK_THAT(snapshot(a), HasValue(in_a.series(), 1));
  CHECK(snapshot(b).histogram(in_b.series()).count == 1);
  CHECK(a.registry() != b.registry());
}

TEST_CASE("a registry sink on no registry is refused") {
  CHECK_THROWS_AS(RegistrySink{nullptr}, std::invalid_argument);
  CHECK_THROWS_AS(
      (RegistrySink{std::shared_ptr<prometheus::Registry>(), isometric::OnDuplicate::reject}),
      std::invalid_argument);
}

TEST_CASE("an adopted registry is the one that instruments write to") {
  const auto registry = std::make_shared<prometheus::Registry>();
  const RegistrySink sink{registry};
  const Counter<RegistrySink, Way> moves(sink, "app_moves_total", "Moves.");
  moves.labels(Direction::up).inc(2);
  CHECK(sink.registry() == registry);
  CHECK(contains(page_of(*registry), "app_moves_total{direction=\"up\"} 2\n"));
}

TEST_CASE("the page of a registry sink does not depend on the order of declarations or uses") {
  const auto page = [](bool backwards) {
    const RegistrySink sink;
    std::optional<Counter<RegistrySink, Zone, Group>> moves;
    std::optional<Gauge<RegistrySink, Way>> nodes;
    std::optional<Histogram<RegistrySink>> sizes;
    const auto declare_moves = [&] {
      moves = Counter<RegistrySink, Zone, Group>(sink, "app_moves_total", "Moves.");
    };
    const auto declare_nodes = [&] {
      nodes = Gauge<RegistrySink, Way>(sink, "app_nodes", "Nodes.");
    };
    const auto declare_sizes = [&] {
      sizes = Histogram<RegistrySink>(sink, "app_size_bytes", "Sizes.");
    };
    if (backwards) {
      declare_sizes(), declare_nodes(), declare_moves();
    } else {
      declare_moves(), declare_nodes(), declare_sizes();
    }
    for (int i = 0; i < 50; ++i) {
      const int n = backwards ? 49 - i : i;
      moves->labels(std::to_string(n % 7), std::to_string(n / 7)).inc(n);
      if (n == 25) static_cast<void>(snapshot(sink));  // in between: order is kept between scrapes
    }
    return page_of(*sink.collectable());
  };
  const auto forwards = page(false);
  CHECK(page(true) == forwards);
  CHECK(forwards.find("app_moves_total{") < forwards.find("app_nodes{"));
  CHECK(forwards.find("app_moves_total{group=\"0\",zone=\"0\"}") <
        forwards.find("app_moves_total{group=\"0\",zone=\"1\"}"));
  CHECK(forwards.find("app_moves_total{group=\"0\",zone=\"6\"}") <
        forwards.find("app_moves_total{group=\"1\",zone=\"0\"}"));
}

TEST_CASE("label values are told apart byte by byte, whatever their lengths and prefixes") {
  const RegistrySink sink{RegistryOptions{.max_series = 100'000}};
  const Counter<RegistrySink, Group, Zone> moves(sink, "app_moves_total", "Moves.");
  std::vector<std::pair<std::string, std::string>> values;
  const std::string text = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string same = text.substr(0, size);
    values.emplace_back(same, "");
    values.emplace_back("", same);
    values.emplace_back(same.substr(0, size / 2), same.substr(size / 2));
    for (std::size_t i = 0; i < size; ++i) {
      std::string changed = same;
      changed[i] = '#';
      values.emplace_back(changed, "-");
    }
  }
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  double next = 0;
  for (const auto& [group, zone] : values) moves.labels(group, zone).inc(++next);
  const auto seen = snapshot(sink);
  CHECK(seen.find_family("app_moves_total")->series.size() == values.size());
  next = 0;
  for (const auto& [group, zone] : values) {
    CHECK(seen.value(moves.series(group, zone)) == ++next);
  }
}

TEST_CASE("a label value is not read beyond its end") {
  const RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
  for (std::size_t size = 0; size <= 40; ++size) {
    // On the heap and exactly as long as it is, for the address sanitizer.
    const std::unique_ptr<char[]> text(new char[size]);
    std::fill_n(text.get(), size, 'x');
    moves.labels(std::string_view(text.get(), size)).inc();
    moves.labels(std::string_view(text.get(), size)).inc();
    CHECK_THAT(snapshot(sink), HasValue(moves.series(std::string(size, 'x')), 2));
  }
}

TEST_CASE("valid label values arrive as they are, invalid ones mended") {
  const RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
  const auto value_of = [&](const std::string& group) {
    return snapshot(sink).find_series({"app_moves_total", {{"group", group}}});
  };
  for (const auto& value : strange_values()) {
    moves.labels(value).inc();
    const bool arrived = value_of(value) != nullptr;
    if (!arrived) FAIL_CHECK("lost: " << value.substr(0, 50));
  }
  for (const auto& [value, mended] : mended_values()) {
    const auto before = snapshot(sink);
    moves.labels(value).inc();
    moves.labels(value).inc();
    CHECK_THAT(snapshot(sink) - before, OnlyChanged({"app_moves_total", {{"group", mended}}}, 2));
    CHECK_THAT(snapshot(sink) - before, OnlyChanged(moves.series(value), 2));
  }
}

TEST_CASE("promtool reads a page with the strangest strings, and has nothing to say") {
  if (!has_promtool()) return;
  const RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total",
                                           "Help \\ with\nlines\n# EOF \"and\" quotes \\n.");
  const Gauge<RegistrySink, Group> nodes(sink, "app_nodes", "Nodes.");
  const Histogram<RegistrySink, Group> sizes(sink, "app_size_bytes", "Sizes.");
  for (const auto& value : strange_values()) moves.labels(value).inc();
  for (const auto& [value, mended] : mended_values()) sizes.labels(value).observe(1);
  nodes.labels("nan").set(std::nan(""));
  nodes.labels("inf").set(std::numeric_limits<double>::infinity());
  nodes.labels("-inf").set(-std::numeric_limits<double>::infinity());
  nodes.labels("refused").inc(std::nan(""));
  const auto run = promtool_check(page_of(*sink.collectable()));
  CAPTURE(run.output);
  CHECK(run.exit_code == 0);
}

TEST_CASE("promtool's check can fail: a page that is none, and one that breaks advice") {
  if (!has_promtool()) return;
  CHECK(promtool_check("no page at all{\n").exit_code == 1);
  CHECK(promtool_check("# TYPE camelCase gauge\ncamelCase 1\n").exit_code == 3);
}

TEST_CASE("the Python client reads from the page what was written, byte by byte") {
  if (python_with_client().empty()) return;
  const RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Help \\ with\nlines.");
  const auto values = strange_values();
  double next = 0;
  for (const auto& value : values) moves.labels(value).inc(++next);
  for (const auto& [value, mended] : mended_values()) moves.labels(value).inc(0.5);
  const auto run = python_samples(page_of(*sink.collectable()));
  REQUIRE(run.exit_code == 0);
  next = 0;
  for (const auto& value : values) {
    const std::string line = "app_moves_total{group=" + hex(value) + "} " +
                             std::to_string(static_cast<int>(++next)) + ".0\n";
    if (!contains(run.output, line)) FAIL_CHECK("not read: " << value.substr(0, 50));
  }
  for (const auto& [value, mended] : mended_values()) {
    CHECK(contains(run.output, "app_moves_total{group=" + hex(mended) + "} "));
  }
}

TEST_CASE("the collectable lives as long as the sink, its copies and its instruments") {
  std::optional<RegistrySink> sink(std::in_place);
  std::optional<RegistrySink> copy(*sink);
  std::optional moves = Counter<RegistrySink, Group>(*sink, "app_moves_total", "Moves.");
  std::optional nodes = Gauge<RegistrySink>(*sink, "app_nodes", "Nodes.");
  const std::weak_ptr<prometheus::Collectable> collectable = sink->collectable();
  sink.reset();
  CHECK_FALSE(collectable.expired());
  copy.reset();
  CHECK_FALSE(collectable.expired());
  moves->labels("a").inc();
  CHECK(contains(page_of(*collectable.lock()), "app_moves_total{group=\"a\"} 1\n"));
  moves.reset();
  CHECK_FALSE(collectable.expired());
  nodes.reset();
  CHECK(collectable.expired());
}

TEST_CASE("an adopted registry lives as long as what writes to it") {
  auto registry = std::make_shared<prometheus::Registry>();
  const std::weak_ptr<prometheus::Registry> watched = registry;
  {
    std::optional<Counter<RegistrySink>> moves;
    {
      const RegistrySink sink{std::move(registry)};
      moves = Counter<RegistrySink>(sink, "app_moves_total", "Moves.");
    }
    CHECK_FALSE(watched.expired());
    moves->inc();
  }
  CHECK(watched.expired());
}

TEST_CASE("a collectable that is kept shows the end of its sink's story") {
  std::shared_ptr<prometheus::Collectable> collectable;
  {
    const RegistrySink sink;
    collectable = sink.collectable();
    const Counter<RegistrySink> moves(sink, "app_moves_total", "Moves.");
    moves.inc(3);
  }
  CHECK(contains(page_of(*collectable), "app_moves_total 3\n"));
}

TEST_CASE("a snapshot is a picture: it does not change with what it shows") {
  const RegistrySink sink;
  const Counter<RegistrySink> moves(sink, "app_moves_total", "Moves.");
  const auto before = snapshot(sink);
  const auto copy = before;
  moves.inc();
  CHECK(before == copy);
  CHECK_FALSE(before == snapshot(sink));
}

TEST_CASE("reading changes nothing") {
  const RegistrySink sink;
  const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
  moves.labels("a").inc();
  const auto first = snapshot(sink);
  const auto page = page_of(*sink.collectable());
  CHECK(snapshot(sink) == first);
  CHECK(page_of(*sink.collectable()) == page);
}

TEST_CASE("threads make the same series at once while others scrape, and none is lost") {
  for (int round = 0; round < 10; ++round) {
    const RegistrySink sink;
    const Counter<RegistrySink, Group, Way> moves(sink, "app_moves_total", "Moves.");
    constexpr std::size_t writers = 6;
    constexpr std::size_t groups = 60;
    std::atomic<std::size_t> running = writers;
    std::atomic<bool> is_sorted = true;
    in_threads(writers + 2, [&](std::size_t thread) {
      if (thread >= writers) {
        do {
          const auto seen = snapshot(sink);
          for (const auto& family : seen.families()) {
            if (!std::ranges::is_sorted(family.series, {}, &isometric::SeriesSnapshot::labels)) {
              is_sorted = false;
            }
          }
        } while (running > 0);
        return;
      }
      for (std::size_t i = 0; i < groups; ++i) {
        const auto group = std::to_string(thread % 2 == 0 ? i : groups - 1 - i);
        moves.labels(group, Direction::down).inc();
      }
      --running;
    });
    CHECK(is_sorted);
    const auto seen = snapshot(sink);
    CHECK(seen.find_family("app_moves_total")->series.size() == 2 * groups);
    for (std::size_t i = 0; i < groups; ++i) {
      CHECK(seen.value(moves.series(std::to_string(i), Direction::down)) == writers);
    }
  }
}

TEST_CASE("threads declare the same and different families at once while others scrape") {
  const RegistrySink sink;
  in_threads(8, [&](std::size_t thread) {
    for (int i = 0; i < 30; ++i) {
      const Counter<RegistrySink> same(sink, "app_moves_total", "Moves.");
      same.inc();
      const Counter<RegistrySink, Group> also_same(sink, "app_turns_total", "Turns.");
      also_same.labels(std::to_string(thread)).inc();
      if (i % 10 == 0) static_cast<void>(snapshot(sink));
    }
  });
  const auto seen = snapshot(sink);
  CHECK_THAT(seen, HasValue({"app_moves_total"}, 240));
  CHECK(seen.find_family("app_turns_total")->series.size() == 8);
}

TEST_CASE("threads that declare what cannot both be: exactly one kind wins") {
  for (int round = 0; round < 20; ++round) {
    const RegistrySink sink;
    std::atomic<int> gauges = 0;
    std::atomic<int> histograms = 0;
    in_threads(6, [&](std::size_t thread) {
      try {
        if (thread % 2 == 0) {
          const Gauge<RegistrySink> things(sink, "app_things", "Things.");
          ++gauges;
        } else {
          const Histogram<RegistrySink> things(sink, "app_things", "Things.");
          ++histograms;
        }
      } catch (const isometric::RegistrationConflict&) {
      }
    });
    const int winners = std::max(gauges.load(), histograms.load());
    CHECK(winners == 3);
    CHECK(gauges + histograms == 3);
  }
}

TEST_CASE("threads whose updates are refused at once count each of them") {
  for (int round = 0; round < 20; ++round) {
    const RegistrySink sink;
    const Counter<RegistrySink, Way> moves(sink, "app_moves_total", "Moves.");
    in_threads(8, [&](std::size_t thread) {
      for (int i = 0; i < 25; ++i) {
        moves.labels(Direction::up).inc(-1);
        moves.labels(static_cast<Direction>(7)).inc();
        if (thread == 0) static_cast<void>(snapshot(sink));
      }
    });
    const isometric::LabelPairs family{{"family", "app_moves_total"}};
    const auto seen = snapshot(sink);
    CHECK_THAT(seen, HasValue({"isometric_refused_updates_total", family}, 200));
    CHECK_THAT(seen, HasValue({"isometric_rejected_label_values_total", family}, 200));
    CHECK_THAT(seen, HasValue(moves.series(Direction::up), 0));
  }
}

TEST_CASE("threads hand out a registry, register there and scrape at once") {
  const RegistrySink sink;
  in_threads(6, [&](std::size_t thread) {
    for (int i = 0; i < 30; ++i) {
      if (thread % 3 == 0) {
        prometheus::BuildGauge()
            .Name("their_gauge_" + std::to_string(i))
            .Register(*sink.registry())
            .Add({})
            .Set(1);
      } else if (thread % 3 == 1) {
        const Counter<RegistrySink, Group> moves(sink, "app_moves_total", "Moves.");
        moves.labels(std::to_string(i)).inc();
      } else {
        static_cast<void>(snapshot(sink));
      }
    }
  });
  CHECK(snapshot(sink).families().size() == 31);
}
