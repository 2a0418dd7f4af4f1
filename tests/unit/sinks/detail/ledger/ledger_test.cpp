#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/labels.hpp"
#include "support/text_matchers.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/errors.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <string_view>

// Registering is checked against a ledger: what the same declaration may meet, and that a refusal
// leaves everything as it was.

using namespace test_support;
using isometric::Counter;
using isometric::FamilyDescriptor;
using isometric::FamilyOptions;
using isometric::Field;
using isometric::Gauge;
using isometric::Histogram;
using isometric::Label;
using isometric::MetricType;
using isometric::OnDuplicate;
using isometric::RegistrationConflict;
using isometric::RegistryOptions;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::Summary;
using isometric::testing::HasValue;
using isometric::testing::IncreasedBy;
using isometric::testing::OnlyChanged;

namespace {

enum class Weekday { monday, tuesday };
consteval auto label_values(Weekday) {
  return isometric::closed<Weekday>({{Weekday::monday, "monday"}, {Weekday::tuesday, "tuesday"}});
}

enum class OtherDirection { up, down };
consteval auto label_values(OtherDirection) {
  return isometric::closed<OtherDirection>(
      {{OtherDirection::up, "up"}, {OtherDirection::down, "sideways"}});
}

constexpr auto mismatches = "isometric_description_mismatches_total";

isometric::SeriesSelector event(std::string counter, std::string family) {
  return {std::move(counter), {{"family", std::move(family)}}};
}

/// Requires that `declare` is refused, and that no snapshot could tell.
template <class Declare>
RegistrationConflict refused(const RegistrySink& sink, Declare declare) {
  const auto before = snapshot(sink);
  const auto registry = sink.registry();
  const auto collected_before = registry->Collect().size();
  auto conflict = conflict_of(declare);
  CHECK(snapshot(sink) == before);
  CHECK(registry->Collect().size() == collected_before);
  CHECK(registry == sink.registry());
  return conflict;
}

/// Whether the registry has no family of this name, of whatever type and with or without series.
bool is_free(const RegistrySink& sink, const std::string& name) {
  const auto registry = sink.registry();
  prometheus::Family<prometheus::Gauge>* probe = nullptr;
  try {
    probe = &prometheus::BuildGauge()
                 .Name(name)
                 .Labels({{"probe_of_the_test", "1"}})
                 .Register(*registry);
  } catch (const std::invalid_argument&) {
    return false;
  }
  return registry->Remove(*probe);
}

}  // namespace

TEST_CASE("the same declaration finds the same family") {
  RegistrySink sink;
  const Counter<RegistrySink, Group, Way> first(sink, "app_moves_total", "Moves.");
  const Counter<RegistrySink, Group, Way> second(sink, "app_moves_total", "Moves.");
  first.labels("a", Direction::up).inc();
  second.labels("a", Direction::up).inc();
  CHECK_THAT(snapshot(sink), HasValue(first.series("a", Direction::up), 2));
  CHECK(snapshot(sink).families().size() == 1);
}

TEST_CASE("a family of another type is a conflict over the type") {
  RegistrySink sink;
  const unsigned there = __LINE__ + 1;
  const Gauge<RegistrySink> nodes(sink, "app_nodes", "Nodes.");
  nodes.set(3);
  unsigned here = 0;
  const auto conflict = refused(sink, [&] {
    here = __LINE__ + 1;
    const Histogram<RegistrySink> sizes(sink, "app_nodes", "Nodes.");
  });
  CHECK(conflict.field() == Field::type);
  CHECK(conflict.metric() == "app_nodes");
  CHECK(conflict.existing() == "gauge");
  CHECK(conflict.requested() == "histogram");
  const std::string file = __FILE__;
  CHECK(conflict.existing_site() == file + ":" + std::to_string(there));
  CHECK(conflict.requested_site() == file + ":" + std::to_string(here));
  CHECK(conflict.what() ==
        "isometric: metric family 'app_nodes' is in conflict over its type: "
        "registered is gauge (" +
            conflict.existing_site() + "), asked for is histogram (" + conflict.requested_site() +
            ")");
  nodes.inc();
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 4));
}

TEST_CASE("other label names are a conflict, be they more, fewer, others or in another order") {
  RegistrySink sink;
  const Counter<RegistrySink, Group, Zone> errors(sink, "app_errors_total", "Errors.");
  errors.labels("a", "b").inc();

  const auto none = refused(
      sink, [&] { const Counter<RegistrySink> other(sink, "app_errors_total", "Errors."); });
  CHECK(none.field() == Field::label_names);
  CHECK(none.existing() == "(group, zone)");
  CHECK(none.requested() == "()");

  const auto fewer = refused(
      sink, [&] { const Counter<RegistrySink, Group> other(sink, "app_errors_total", "Errors."); });
  CHECK(fewer.requested() == "(group)");

  const auto more = refused(sink, [&] {
    const Counter<RegistrySink, Group, Zone, Ready> other(sink, "app_errors_total", "Errors.");
  });
  CHECK(more.requested() == "(group, zone, ready)");

  const auto swapped = refused(sink, [&] {
    const Counter<RegistrySink, Zone, Group> other(sink, "app_errors_total", "Errors.");
  });
  CHECK(swapped.field() == Field::label_names);
  CHECK(swapped.requested() == "(zone, group)");
}

TEST_CASE("closed label values that differ are a conflict, openness included") {
  RegistrySink sink;
  const Counter<RegistrySink, Way> moves(sink, "app_moves_total", "Moves.");

  const auto open = refused(sink, [&] {
    const Counter<RegistrySink, isometric::Label<"direction">> other(sink, "app_moves_total",
                                                                     "Moves.");
  });
  CHECK(open.field() == Field::label_values);
  CHECK(open.existing() == "'direction' one of (up, down)");
  CHECK(open.requested() == "'direction' open");

  const auto renamed = refused(sink, [&] {
    const Counter<RegistrySink, isometric::Label<"direction", OtherDirection>> other(
        sink, "app_moves_total", "Moves.");
  });
  CHECK(renamed.field() == Field::label_values);
  CHECK(renamed.requested() == "'direction' one of (up, sideways)");

  const auto other_set = refused(sink, [&] {
    const Counter<RegistrySink, isometric::Label<"direction", Weekday>> other(
        sink, "app_moves_total", "Moves.");
  });
  CHECK(other_set.requested() == "'direction' one of (monday, tuesday)");
}

TEST_CASE("other buckets are a conflict, however little they differ") {
  RegistrySink sink;
  const Histogram<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.",
                                      isometric::buckets(0.1, 1, 10));
  sizes.observe(1);

  const auto longer = refused(sink, [&] {
    const Histogram<RegistrySink> other(sink, "app_size_bytes", "Sizes.",
                                        isometric::buckets(0.1, 1, 10, 100));
  });
  CHECK(longer.field() == Field::buckets);
  CHECK(longer.existing() == "(0.1, 1, 10)");
  CHECK(longer.requested() == "(0.1, 1, 10, 100)");

  const auto by_one_bit = refused(sink, [&] {
    const Histogram<RegistrySink> other(sink, "app_size_bytes", "Sizes.",
                                        isometric::buckets(0.10000000000000002, 1, 10));
  });
  CHECK(by_one_bit.existing() == "(0.1, 1, 10)");
  CHECK(by_one_bit.requested() == "(0.10000000000000002, 1, 10)");
}

TEST_CASE("other quantiles, errors and windows are a conflict, however little they differ") {
  RegistrySink sink;
  const Summary<RegistrySink> sizes(sink, "app_size_bytes", "Sizes.",
                                    isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}}));
  sizes.observe(1);
  const auto conflict_over = [&](isometric::Quantiles quantiles) {
    const auto conflict = refused(sink, [&] {
      const Summary<RegistrySink> other(sink, "app_size_bytes", "Sizes.", quantiles);
    });
    CHECK(conflict.field() == Field::quantiles);
    CHECK(conflict.existing() == "(0.5 +- 0.05, 0.9 +- 0.01) over 60 s in 5 age buckets");
    return conflict.requested();
  };
  CHECK(conflict_over(isometric::quantiles({{0.5, 0.05}})) ==
        "(0.5 +- 0.05) over 60 s in 5 age buckets");
  CHECK(conflict_over(isometric::quantiles({{0.5, 0.05}, {0.9, 0.02}})) ==
        "(0.5 +- 0.05, 0.9 +- 0.02) over 60 s in 5 age buckets");
  CHECK(conflict_over(isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}}, {60.001, 5})) ==
        "(0.5 +- 0.05, 0.9 +- 0.01) over 60.001 s in 5 age buckets");
  CHECK(conflict_over(isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}}, {60, 4})) ==
        "(0.5 +- 0.05, 0.9 +- 0.01) over 60 s in 4 age buckets");
  CHECK(conflict_over({}) == "none");
  const Summary<RegistrySink> same(sink, "app_size_bytes", "Sizes.",
                                   isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}}));
  same.observe(1);
  CHECK(snapshot(sink).summary(sizes.series()).count == 2);
}

TEST_CASE("the windows of summaries without quantiles are no conflict, as they tell nothing") {
  RegistrySink sink;
  FamilyDescriptor descriptor;
  descriptor.type = MetricType::summary;
  descriptor.name = "app_size_bytes";
  descriptor.help = "Sizes.";
  descriptor.window = {.max_age_seconds = 0, .age_buckets = 0};
  sink.summary(descriptor).block({}).series(0).observe(1);
  descriptor.window = {.max_age_seconds = 5, .age_buckets = -1};
  sink.summary(descriptor).block({}).series(0).observe(1);
  CHECK(snapshot(sink).summary({"app_size_bytes"}).count == 2);
}

TEST_CASE("quantiles and windows that nobody has checked are refused, by whatever way they come") {
  const RegistrySink fresh;
  const auto registry = std::make_shared<prometheus::Registry>();
  const RegistrySink adopted{registry};
  const auto message_of = [](const auto& declare) {
    try {
      declare();
    } catch (const isometric::InvalidQuantiles& error) {
      return std::string(error.what());
    }
    return std::string("no InvalidQuantiles thrown");
  };
  const isometric::Quantile good[] = {{0.5, 0.05}};
  const isometric::Quantile bad[] = {{0.5, 0.05}, {1, 0.05}};
  FamilyDescriptor descriptor;
  descriptor.type = MetricType::summary;
  descriptor.name = "app_size_bytes";
  descriptor.help = "Sizes.";
  descriptor.quantiles = bad;
  descriptor.declared_at = {"server.cpp", 7};

  const std::string family =
      "isometric: metric family 'app_size_bytes', declared at server.cpp:7, ";
  CHECK(message_of([&] { fresh.summary(descriptor); }) ==
        family +
            "has invalid quantiles: quantile 1 is 1 +- 0.05 after 0.5 +- 0.05: "
            "quantile must be above 0 and below 1");
  CHECK(message_of([&] { adopted.summary(descriptor); }) ==
        message_of([&] { fresh.removable().summary(descriptor); }));
  descriptor.quantiles = good;
  for (const isometric::QuantileWindow window : {isometric::QuantileWindow{60, 0},
                                                 {60, -1},
                                                 {60, 1000000000},
                                                 {0, 5},
                                                 {-1, 5},
                                                 {0.004, 5},
                                                 {1e300, 5},
                                                 {std::nan(""), 5}}) {
    CAPTURE(window.max_age_seconds, window.age_buckets);
    descriptor.window = window;
    CHECK_THAT(message_of([&] { fresh.summary(descriptor); }),
               StartsWith(family + "has invalid quantiles: the window is "));
  }
  CHECK(snapshot(fresh).families().empty());
  CHECK(is_free(fresh, "app_size_bytes"));
  CHECK(is_free(adopted, "app_size_bytes"));

  descriptor.window = {};
  fresh.summary(descriptor).block({}).series(0).observe(1);
  CHECK(snapshot(fresh).summary({"app_size_bytes"}).count == 1);
}

TEST_CASE("other constant labels are a conflict, but their order is none") {
  RegistrySink sink;
  const std::array<isometric::ConstantLabel, 2> site{{{"site", "ber"}, {"rack", "1"}}};
  FamilyDescriptor descriptor;
  descriptor.type = MetricType::gauge;
  descriptor.name = "app_nodes";
  descriptor.help = "Nodes.";
  descriptor.constant_labels = site;
  sink.gauge(descriptor).block({}).series(0).set(2);
  CHECK_THAT(snapshot(sink), HasValue({"app_nodes", {{"site", "ber"}, {"rack", "1"}}}, 2));

  const std::array<isometric::ConstantLabel, 2> reordered{{{"rack", "1"}, {"site", "ber"}}};
  descriptor.constant_labels = reordered;
  sink.gauge(descriptor).block({}).series(0).inc(1);
  CHECK_THAT(snapshot(sink), HasValue({"app_nodes", {{"site", "ber"}, {"rack", "1"}}}, 3));

  const std::array<isometric::ConstantLabel, 2> other{{{"site", "ber"}, {"rack", "2"}}};
  descriptor.constant_labels = other;
  const auto conflict = refused(sink, [&] { sink.gauge(descriptor); });
  CHECK(conflict.field() == Field::constant_labels);
  CHECK(conflict.existing() == "(site='ber', rack='1')");
  CHECK(conflict.requested() == "(site='ber', rack='2')");

  descriptor.constant_labels = {};
  CHECK(refused(sink, [&] { sink.gauge(descriptor); }).field() == Field::constant_labels);
}

TEST_CASE("a declaration whose text has to be mended is no conflict with itself") {
  RegistrySink sink;
  const std::array<isometric::ConstantLabel, 1> site{{{"site", "b\xFFr"}}};
  FamilyDescriptor descriptor;
  descriptor.type = MetricType::gauge;
  descriptor.name = "app_nodes";
  descriptor.help =
      "N\xFF"
      "des.";
  descriptor.constant_labels = site;
  sink.gauge(descriptor).block({}).series(0).set(1);
  sink.gauge(descriptor).block({}).series(0).inc(1);
  CHECK_THAT(snapshot(sink), HasValue({"app_nodes", {{"site", "b\xEF\xBF\xBDr"}}}, 2));
}

TEST_CASE("a fresh registry refuses other help, which on a shared one is counted") {
  SECTION("fresh") {
    RegistrySink sink;
    const Gauge<RegistrySink> nodes(sink, "app_nodes", "Nodes.");
    const auto conflict =
        refused(sink, [&] { const Gauge<RegistrySink> other(sink, "app_nodes", "All nodes."); });
    CHECK(conflict.field() == Field::help);
    CHECK(conflict.existing() == "'Nodes.'");
    CHECK(conflict.requested() == "'All nodes.'");
  }
  SECTION("shared") {
    RegistrySink sink{std::make_shared<prometheus::Registry>()};
    const Gauge<RegistrySink> nodes(sink, "app_nodes", "Nodes.");
    const auto before = snapshot(sink);
    const Gauge<RegistrySink> other(sink, "app_nodes", "All nodes.");
    CHECK_THAT(snapshot(sink) - before, OnlyChanged(event(mismatches, "app_nodes"), 1));
    const Gauge<RegistrySink> again(sink, "app_nodes", "All nodes.");
    CHECK_THAT(snapshot(sink) - before, OnlyChanged(event(mismatches, "app_nodes"), 2));
    CHECK(snapshot(sink).find_family("app_nodes")->help == "Nodes.");
    other.set(5);
    CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 5));
  }
  SECTION("shared, but strict") {
    const auto registry = std::make_shared<prometheus::Registry>();
    RegistrySink first{registry};
    const Gauge<RegistrySink> nodes(first, "app_nodes", "Nodes.");
    RegistrySink strict{registry, RegistryOptions{.strict = true}};
    const auto conflict = refused(
        strict, [&] { const Gauge<RegistrySink> other(strict, "app_nodes", "All nodes."); });
    CHECK(conflict.field() == Field::help);
    CHECK(snapshot(first).find_family(mismatches) == nullptr);
  }
}

TEST_CASE("another unit is treated as other help is") {
  FamilyDescriptor descriptor;
  descriptor.type = MetricType::gauge;
  descriptor.name = "app_nodes";
  descriptor.help = "Nodes.";
  SECTION("fresh") {
    RegistrySink sink;
    sink.gauge(descriptor);
    descriptor.unit = "nodes";
    const auto conflict = refused(sink, [&] { sink.gauge(descriptor); });
    CHECK(conflict.field() == Field::unit);
    CHECK(conflict.existing() == "''");
    CHECK(conflict.requested() == "'nodes'");
  }
  SECTION("shared") {
    RegistrySink sink{std::make_shared<prometheus::Registry>()};
    sink.gauge(descriptor);
    descriptor.unit = "nodes";
    sink.gauge(descriptor);
    CHECK_THAT(snapshot(sink), HasValue(event(mismatches, "app_nodes"), 1));
  }
}

TEST_CASE("another series cap is treated as other help is, if one is asked for at all") {
  const FamilyOptions ten{.max_series = 10};
  const FamilyOptions twenty{.max_series = 20};
  SECTION("fresh") {
    RegistrySink sink;
    const Gauge<RegistrySink, Label<"group">> nodes(sink, "app_nodes", "Nodes.", ten);
    const Gauge<RegistrySink, Label<"group">> whatever(sink, "app_nodes", "Nodes.");
    const auto conflict = refused(sink, [&] {
      const Gauge<RegistrySink, Label<"group">> other(sink, "app_nodes", "Nodes.", twenty);
    });
    CHECK(conflict.field() == Field::max_series);
    CHECK(conflict.existing() == "10");
    CHECK(conflict.requested() == "20");
  }
  SECTION("shared") {
    RegistrySink sink{std::make_shared<prometheus::Registry>()};
    const Gauge<RegistrySink, Label<"group">> nodes(sink, "app_nodes", "Nodes.");
    const Gauge<RegistrySink, Label<"group">> other(sink, "app_nodes", "Nodes.", twenty);
    CHECK_THAT(snapshot(sink), HasValue(event(mismatches, "app_nodes"), 1));
  }
}

TEST_CASE("the first difference is told when there are several") {
  RegistrySink sink;
  const Counter<RegistrySink, Way> moves(sink, "app_moves_total", "Moves.");
  const auto conflict = refused(sink, [&] {
    const Counter<RegistrySink, Group> other(sink, "app_moves_total", "Other help.");
  });
  CHECK(conflict.field() == Field::label_names);
}

TEST_CASE("a name that a registered histogram derives is taken") {
  RegistrySink sink;
  const Histogram<RegistrySink> sizes(sink, "app_size", "Sizes.");
  const auto count = refused(sink, [&] {
    const Counter<RegistrySink> other(sink, isometric::legacy_name("app_size_count"), "Count.");
  });
  CHECK(count.field() == Field::derived_name);
  CHECK(count.metric() == "app_size_count");
  CHECK(count.existing() == "histogram 'app_size'");
  CHECK(count.requested() == "counter 'app_size_count'");
  CHECK(is_free(sink, "app_size_count"));

  CHECK(refused(sink, [&] {
          const Gauge<RegistrySink> other(sink, isometric::legacy_name("app_size_sum"), "Sum.");
        }).field() == Field::derived_name);
  CHECK(refused(sink, [&] {
          const Gauge<RegistrySink> other(sink, isometric::legacy_name("app_size_bucket"), "B.");
        }).field() == Field::derived_name);
  CHECK(is_free(sink, "app_size_sum"));
  CHECK(is_free(sink, "app_size_bucket"));
}

TEST_CASE("a histogram is refused whose derived names are taken") {
  for (const char* taken : {"app_size_count", "app_size_sum", "app_size_bucket"}) {
    CAPTURE(taken);
    RegistrySink sink;
    const Gauge<RegistrySink> gauge(sink, isometric::checked_legacy_name(taken), "Taken.");
    const auto conflict =
        refused(sink, [&] { const Histogram<RegistrySink> sizes(sink, "app_size", "Sizes."); });
    CHECK(conflict.field() == Field::derived_name);
    CHECK(conflict.metric() == "app_size");
    CHECK(conflict.existing() == "gauge '" + std::string(taken) + "'");
    CHECK(conflict.requested() == "histogram 'app_size'");
    CHECK(is_free(sink, "app_size"));
  }
}

TEST_CASE("names that only look derived are free") {
  RegistrySink sink;
  const Counter<RegistrySink> counter(sink, isometric::legacy_name("app_size"), "A counter.");
  const Counter<RegistrySink> count(sink, isometric::legacy_name("app_size_count"), "Fine.");
  const Histogram<RegistrySink> histogram(sink, "app_weight", "Weights.");
  const Counter<RegistrySink> counts(sink, isometric::legacy_name("app_weight_counts"), "Fine.");
  const Counter<RegistrySink> suffix_only(sink, isometric::legacy_name("_count"), "Fine.");
  CHECK(snapshot(sink).families().size() == 5);
}

TEST_CASE("after a refusal the same name can be had as it is registered") {
  RegistrySink sink;
  const Gauge<RegistrySink> nodes(sink, "app_nodes", "Nodes.");
  nodes.set(1);
  refused(sink, [&] { const Histogram<RegistrySink> other(sink, "app_nodes", "Nodes."); });
  const Gauge<RegistrySink> again(sink, "app_nodes", "Nodes.");
  again.inc();
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 2));
}

TEST_CASE("a sink that rejects duplicates takes every name once") {
  const auto registry = std::make_shared<prometheus::Registry>();
  RegistrySink sink{registry, OnDuplicate::reject};
  const unsigned there = __LINE__ + 1;
  const Gauge<RegistrySink> nodes(sink, "app_nodes", "Nodes.");
  const auto conflict =
      refused(sink, [&] { const Gauge<RegistrySink> other(sink, "app_nodes", "Nodes."); });
  CHECK(conflict.field() == Field::name);
  CHECK(conflict.existing_site() == __FILE__ ":" + std::to_string(there));

  RegistrySink reusing{registry};
  const Gauge<RegistrySink> shared(reusing, "app_nodes", "Nodes.");
  shared.set(7);
  CHECK_THAT(snapshot(sink), HasValue(nodes.series(), 7));
}

TEST_CASE("a conflict outlives the registry, the sink and the literals it tells of") {
  const auto conflict = [] {
    const std::string name = "app_nodes";
    const std::string help = "Nodes of a name that only this scope knows.";
    RegistrySink sink;
    const Gauge<RegistrySink> nodes(sink, isometric::checked_name<MetricType::gauge>(name),
                                    isometric::checked_help(help));
    return conflict_of([&] {
      const Gauge<RegistrySink> other(sink, isometric::checked_name<MetricType::gauge>(name),
                                      isometric::checked_help("Other."));
    });
  }();
  const RegistrationConflict copy = conflict;
  CHECK(copy.metric() == "app_nodes");
  CHECK(copy.existing() == "'Nodes of a name that only this scope knows.'");
}

TEST_CASE("the ledger remembers what it is told, not where it was told") {
  RegistrySink sink;
  {
    const std::string name = "app_moves_total";
    const std::string help = "Help that is gone by the time of the scrape.";
    const Counter<RegistrySink, Group> moves(
        sink, isometric::checked_name<MetricType::counter>(name), isometric::checked_help(help));
    std::string group = "a group of this scope";
    moves.labels(group).inc();
    group.assign(group.size(), '#');
  }
  CHECK_THAT(snapshot(sink),
             HasValue({"app_moves_total", {{"group", "a group of this scope"}}}, 1));
  CHECK(snapshot(sink).find_family("app_moves_total")->help ==
        "Help that is gone by the time of the scrape.");
}

TEST_CASE("one registry holds a thousand families, each of them found again") {
  RegistrySink sink;
  const auto name = [](int i) { return "app_family_" + std::to_string(i * 7919 % 1000); };
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 1000; ++i) {
      const std::string text = name(i);
      const Gauge<RegistrySink> gauge(sink, isometric::checked_name<MetricType::gauge>(text),
                                      "One of many.");
      gauge.inc(i + 1);
    }
  }
  const auto seen = snapshot(sink);
  CHECK(seen.families().size() == 1000);
  for (int i = 0; i < 1000; ++i) CHECK(seen.value({name(i)}) == 2.0 * (i + 1));
}
