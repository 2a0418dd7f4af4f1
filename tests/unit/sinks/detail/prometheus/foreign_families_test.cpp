#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/exposition.hpp"
#include "support/labels.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/summary.h>
#if __has_include(<prometheus/info.h>)
#include <prometheus/info.h>
#endif

#include <array>
#include <limits>
#include <memory>
#include <string>

// A registry that other code uses, too: what it has registered is reused, refused or left out of
// the scrape, and never breaks the page.

using namespace test_support;
using isometric::Counter;
using isometric::Field;
using isometric::Gauge;
using isometric::Histogram;
using isometric::OnDuplicate;
using isometric::RegistryOptions;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::Summary;
using isometric::testing::HasValue;

namespace {

constexpr auto mismatches = "isometric_description_mismatches_total";
constexpr auto scrape_conflicts = "isometric_scrape_conflicts_total";

isometric::SeriesSelector event(std::string counter, std::string family) {
  return {std::move(counter), {{"family", std::move(family)}}};
}

/// Requires that the declaration is refused over `field`, as other code's, and changes nothing.
template <class Declare>
isometric::RegistrationConflict refused(const RegistrySink& sink, Field field, Declare declare) {
  const auto before = snapshot(sink);
  auto conflict = conflict_of(declare);
  CHECK(conflict.field() == field);
  CHECK(conflict.existing_site().empty());
  CHECK(contains(conflict.what(), "by other code"));
  CHECK(snapshot(sink) == before);
  return conflict;
}

struct SharedRegistry {
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  RegistrySink sink{registry};

  prometheus::Family<prometheus::Counter>& foreign_counter(
      const std::string& name, const std::string& help = "Help.",
      const prometheus::Labels& constant = {}) const {
    return prometheus::BuildCounter().Name(name).Help(help).Labels(constant).Register(*registry);
  }
  prometheus::Family<prometheus::Gauge>& foreign_gauge(const std::string& name) const {
    return prometheus::BuildGauge().Name(name).Help("Help.").Register(*registry);
  }
  prometheus::Family<prometheus::Histogram>& foreign_histogram(const std::string& name) const {
    return prometheus::BuildHistogram().Name(name).Help("Help.").Register(*registry);
  }
  prometheus::Family<prometheus::Summary>& foreign_summary(const std::string& name) const {
    return prometheus::BuildSummary().Name(name).Help("Help.").Register(*registry);
  }
};

}  // namespace

TEST_CASE("a family of other code that fits is reused, its series included") {
  const SharedRegistry shared;
  auto& foreign = shared.foreign_counter("app_moves_total");
  foreign.Add({{"group", "a"}}).Increment(3);
  foreign.Add({{"group", "b"}}).Increment(5);

  const Counter<RegistrySink, Group> moves(shared.sink, "app_moves_total", "Help.");
  moves.labels("a").inc();
  const auto seen = snapshot(shared.sink);
  CHECK_THAT(seen, HasValue(moves.series("a"), 4));
  CHECK_THAT(seen, HasValue(moves.series("b"), 5));
  CHECK(foreign.Add({{"group", "a"}}).Value() == 4);
  CHECK(seen.find_family(mismatches) == nullptr);
  CHECK(seen.find_family(scrape_conflicts) == nullptr);
}

TEST_CASE("a histogram of other code with the same buckets is reused") {
  const SharedRegistry shared;
  shared.foreign_histogram("app_size")
      .Add({}, prometheus::Histogram::BucketBoundaries{1, 2})
      .Observe(1.5);
  const Histogram<RegistrySink> sizes(shared.sink, "app_size", "Help.", isometric::buckets(1, 2));
  sizes.observe(3);
  CHECK(snapshot(shared.sink).histogram(sizes.series()).count == 2);
}

TEST_CASE("a summary of other code with the same quantiles is reused") {
  const SharedRegistry shared;
  shared.foreign_summary("app_size")
      .Add({}, prometheus::Summary::Quantiles{{0.5, 0.05}, {0.9, 0.01}})
      .Observe(1.5);
  const Summary<RegistrySink> sizes(shared.sink, "app_size", "Help.",
                                    isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}}));
  sizes.observe(1.5);
  CHECK(snapshot(shared.sink).summary(sizes.series()) ==
        isometric::SummarySample{2, 3, {{0.5, 1.5}, {0.9, 1.5}}});
}

TEST_CASE("a family of other code without series shows nothing, and is reused") {
  const SharedRegistry shared;
  auto& foreign = shared.foreign_counter("app_moves_total", "Another help.");
  const Counter<RegistrySink, Group> moves(shared.sink, "app_moves_total", "Help.");
  moves.labels("a").inc();
  CHECK(foreign.Has({{"group", "a"}}));
  CHECK_THAT(snapshot(shared.sink), HasValue(moves.series("a"), 1));
}

TEST_CASE(
    "a family of other code of another type is a conflict, which tells the type if it shows") {
  const SharedRegistry shared;
  std::string type;
  SECTION("with series") {
    shared.foreign_gauge("app_things").Add({}).Set(1);
    type = "gauge";
  }
  SECTION("without series") {
    shared.foreign_gauge("app_things");
    type = "another";
  }
  const auto conflict = refused(shared.sink, Field::type, [&] {
    const Histogram<RegistrySink> things(shared.sink, "app_things", "Help.");
  });
  CHECK(conflict.existing() == type);
  CHECK(conflict.requested() == "histogram");
}

TEST_CASE("a summary of other code is told from other types") {
  const SharedRegistry shared;
  shared.foreign_summary("app_things").Add({}, prometheus::Summary::Quantiles{});
  shared.foreign_gauge("app_others").Add({});
  CHECK(refused(shared.sink, Field::type, [&] {
          const Gauge<RegistrySink> things(shared.sink, "app_things", "Help.");
        }).existing() == "summary");
  CHECK(refused(shared.sink, Field::type, [&] {
          const Summary<RegistrySink> others(shared.sink, "app_others", "Help.");
        }).existing() == "gauge");
}

TEST_CASE("other labels of other code's series are a conflict") {
  const SharedRegistry shared;
  shared.foreign_counter("app_moves_total").Add({{"zone", "x"}, {"host", "y"}});
  const auto conflict = refused(shared.sink, Field::label_names, [&] {
    const Counter<RegistrySink, Group> moves(shared.sink, "app_moves_total", "Help.");
  });
  CHECK(conflict.existing() == "(host, zone)");
  CHECK(conflict.requested() == "(group)");
}

TEST_CASE("other buckets of other code's histogram are a conflict") {
  const SharedRegistry shared;
  shared.foreign_histogram("app_size").Add({}, prometheus::Histogram::BucketBoundaries{1, 2});
  const auto conflict = refused(shared.sink, Field::buckets, [&] {
    const Histogram<RegistrySink> sizes(shared.sink, "app_size", "Help.", isometric::buckets(1, 3));
  });
  CHECK(conflict.existing() == "(1, 2, +Inf)");
  CHECK(conflict.requested() == "(1, 3, +Inf)");
}

TEST_CASE("other quantiles of other code's summary are a conflict") {
  const SharedRegistry shared;
  shared.foreign_summary("app_size")
      .Add({}, prometheus::Summary::Quantiles{{0.5, 0.05}})
      .Observe(1);
  const auto conflict = refused(shared.sink, Field::quantiles, [&] {
    const Summary<RegistrySink> sizes(shared.sink, "app_size", "Help.",
                                      isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}}));
  });
  CHECK(conflict.existing() == "(0.5)");
  CHECK(conflict.requested() == "(0.5, 0.9)");
  CHECK(refused(shared.sink, Field::quantiles, [&] {
          const Summary<RegistrySink> sizes(shared.sink, "app_size", "Help.");
        }).requested() == "()");
}

TEST_CASE("other constant labels of other code are a conflict, series or not") {
  const SharedRegistry shared;
  auto& foreign = shared.foreign_counter("app_moves_total", "Help.", {{"site", "ber"}});
  SECTION("with series") {
    foreign.Add({});
  }
  SECTION("without series") {}
  refused(shared.sink, Field::constant_labels,
          [&] { const Counter<RegistrySink> moves(shared.sink, "app_moves_total", "Help."); });
}

TEST_CASE("the constant labels of other code are reused if they are the same") {
  const SharedRegistry shared;
  shared.foreign_counter("app_moves_total", "Help.", {{"site", "ber"}}).Add({}).Increment();
  const std::array<isometric::ConstantLabel, 1> site{{{"site", "ber"}}};
  isometric::FamilyDescriptor descriptor;
  descriptor.name = "app_moves_total";
  descriptor.help = "Help.";
  descriptor.constant_labels = site;
  shared.sink.counter(descriptor).block({}).series(0).inc();
  CHECK_THAT(snapshot(shared.sink), HasValue({"app_moves_total", {{"site", "ber"}}}, 2));
}

TEST_CASE("other help of other code's series is counted, or thrown if strict") {
  const SharedRegistry shared;
  shared.foreign_counter("app_moves_total", "Their help.").Add({}).Increment();
  const RegistrySink strict{shared.registry, RegistryOptions{.strict = true}};
  const auto conflict = refused(strict, Field::help, [&] {
    const Counter<RegistrySink> moves(strict, "app_moves_total", "Our help.");
  });
  CHECK(conflict.existing() == "'Their help.'");
  CHECK(conflict.requested() == "'Our help.'");

  const Counter<RegistrySink> moves(shared.sink, "app_moves_total", "Our help.");
  CHECK_THAT(snapshot(shared.sink), HasValue(event(mismatches, "app_moves_total"), 1));
  CHECK_THAT(snapshot(shared.sink), HasValue(moves.series(), 1));
  CHECK(snapshot(shared.sink).find_family("app_moves_total")->help == "Their help.");
}

TEST_CASE("names that other code's families derive, or are derived, are taken") {
  const SharedRegistry shared;
  shared.foreign_histogram("their_size").Add({}, prometheus::Histogram::BucketBoundaries{1});
  refused(shared.sink, Field::derived_name, [&] {
    const Counter<RegistrySink> count(shared.sink, isometric::legacy_name("their_size_count"),
                                      "Help.");
  });
  shared.foreign_summary("their_time").Add({}, prometheus::Summary::Quantiles{});
  const auto summary = refused(shared.sink, Field::derived_name, [&] {
    const Gauge<RegistrySink> sum(shared.sink, isometric::legacy_name("their_time_sum"), "Help.");
  });
  CHECK(summary.existing() == "summary 'their_time'");
  const Gauge<RegistrySink> no_bucket(shared.sink, isometric::legacy_name("their_time_bucket"),
                                      "Summaries have none.");
  for (const char* taken : {"our_size_count", "our_size_sum", "our_size_bucket"}) {
    const SharedRegistry other;
    other.foreign_gauge(taken).Add({});
    const auto conflict = refused(other.sink, Field::derived_name, [&] {
      const Histogram<RegistrySink> sizes(other.sink, "our_size", "Help.");
    });
    CHECK(conflict.existing() == "gauge '" + std::string(taken) + "'");
    CHECK(conflict.requested() == "histogram 'our_size'");
  }
}

TEST_CASE("a family that is declared anew is compared with what other code has registered since") {
  const SharedRegistry shared;
  {
    const Histogram<isometric::Removable<RegistrySink>> sizes(shared.sink, "our_size", "Help.");
    sizes.clear();
  }
  shared.foreign_gauge("our_size_count").Add({});
  refused(shared.sink, Field::derived_name, [&] {
    const Histogram<isometric::Removable<RegistrySink>> sizes(shared.sink, "our_size", "Help.");
  });
}

TEST_CASE("derived names of families without series cannot be seen, until the scrape sees them") {
  const SharedRegistry shared;
  auto& theirs = shared.foreign_gauge("our_size_count");
  const Histogram<RegistrySink> sizes(shared.sink, "our_size", "Help.");
  sizes.observe(1);
  CHECK(snapshot(shared.sink).find_family(scrape_conflicts) == nullptr);

  theirs.Add({}).Set(99);
  const auto seen = snapshot(shared.sink);
  CHECK(seen.find_family("our_size_count") == nullptr);
  CHECK(seen.histogram(sizes.series()).count == 1);
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "our_size"), 1));
}

TEST_CASE("a sink that rejects duplicates refuses other code's families that have series as well") {
  const SharedRegistry shared;
  auto& theirs = shared.foreign_counter("app_moves_total");
  const RegistrySink rejecting{shared.registry, OnDuplicate::reject};
  SECTION("with series") {
    theirs.Add({}).Increment(3);
    refused(rejecting, Field::name,
            [&] { const Counter<RegistrySink> moves(rejecting, "app_moves_total", "Help."); });
    CHECK(&shared.foreign_counter("app_moves_total") == &theirs);
    CHECK(theirs.Add({}).Value() == 3);
  }
  SECTION("with series that differ, too") {
    theirs.Add({{"zone", "x"}});
    refused(rejecting, Field::label_names,
            [&] { const Counter<RegistrySink> moves(rejecting, "app_moves_total", "Help."); });
  }
  SECTION("without series there is nothing to see") {
    const Counter<RegistrySink> moves(rejecting, "app_moves_total", "Help.");
    moves.inc();
    CHECK(theirs.Add({}).Value() == 1);
  }
}

TEST_CASE("a refused declaration leaves other code free to register") {
  const SharedRegistry shared;
  shared.foreign_gauge("our_size_count").Add({});
  refused(shared.sink, Field::derived_name,
          [&] { const Histogram<RegistrySink> sizes(shared.sink, "our_size", "Help."); });
  CHECK_NOTHROW(shared.foreign_counter("our_size"));
  CHECK_NOTHROW(shared.foreign_gauge("our_size_sum"));
}

TEST_CASE("families that other code registers later show in the scrape, in order") {
  const SharedRegistry shared;
  const Gauge<RegistrySink> nodes(shared.sink, "app_nodes", "Nodes.");
  shared.foreign_gauge("app_zebras").Add({}).Set(2);
  auto& ants = shared.foreign_counter("app_ants_total");
  ants.Add({{"colony", "b"}}).Increment(2);
  ants.Add({{"colony", "a"}}).Increment(1);
  const auto seen = snapshot(shared.sink);
  REQUIRE(seen.families().size() == 3);
  CHECK_THAT(seen, HasValue({"app_ants_total", {{"colony", "a"}}}, 1));
  const auto page = page_of(*shared.sink.collectable());
  CHECK(page.find("app_ants_total{colony=\"a\"}") < page.find("app_ants_total{colony=\"b\"}"));
  CHECK(page.find("app_ants_total{colony=\"b\"}") < page.find("\napp_nodes "));
  CHECK(page.find("\napp_nodes ") < page.find("\napp_zebras "));
}

TEST_CASE("a registry handed out by a sink is reckoned with as an adopted one") {
  RegistrySink sink;
  const auto registry = sink.registry();
  prometheus::BuildGauge().Name("app_things").Register(*registry).Add({}).Set(1);
  refused(sink, Field::type,
          [&] { const Histogram<RegistrySink> things(sink, "app_things", "Help."); });
  CHECK_THAT(snapshot(sink), HasValue({"app_things"}, 1));
}

TEST_CASE("a scrape leaves out other code's family whose samples clash, and counts it") {
  const SharedRegistry shared;
  const Histogram<RegistrySink> sizes(shared.sink, "app_size", "Sizes.");
  sizes.observe(1);
  shared.foreign_gauge("app_size_count").Add({}).Set(99);
  auto seen = snapshot(shared.sink);
  CHECK(seen.find_family("app_size_count") == nullptr);
  CHECK(seen.histogram(sizes.series()).count == 1);
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "app_size"), 1));
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "app_size"), 2));
}

TEST_CASE("of two families of other code whose samples clash one is left out") {
  const SharedRegistry shared;
  shared.foreign_histogram("app_size").Add({}, prometheus::Histogram::BucketBoundaries{1});
  shared.foreign_gauge("app_size_sum").Add({}).Set(99);
  CHECK(snapshot(shared.sink).find_family("app_size_sum") == nullptr);
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "app_size"), 1));
}

TEST_CASE("series that other code adds to a family of ours with other labels are counted") {
  const SharedRegistry shared;
  const Counter<RegistrySink, Group> moves(shared.sink, "app_moves_total", "Help.");
  moves.labels("a").inc();
  shared.foreign_counter("app_moves_total").Add({{"zone", "x"}}).Increment(7);
  CHECK_THAT(snapshot(shared.sink), HasValue({"app_moves_total", {{"zone", "x"}}}, 7));
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "app_moves_total"), 1));
}

TEST_CASE("series that other code adds to a family of ours with our labels are no conflict") {
  const SharedRegistry shared;
  const Counter<RegistrySink, Group> moves(shared.sink, "app_moves_total", "Help.");
  moves.labels("b").inc();
  shared.foreign_counter("app_moves_total").Add({{"group", "a"}}).Increment(7);
  static_cast<void>(snapshot(shared.sink));  // would report now what the next one would show
  const auto seen = snapshot(shared.sink);
  CHECK_THAT(seen, HasValue(moves.series("a"), 7));
  CHECK_THAT(seen, HasValue(moves.series("b"), 1));
  CHECK(seen.find_family(scrape_conflicts) == nullptr);
}

TEST_CASE("a series of other code's that a removable family has, too, is hidden and counted") {
  const SharedRegistry shared;
  const Gauge<isometric::Removable<RegistrySink>, Group> sizes(shared.sink, "app_size_bytes",
                                                               "Help.");
  sizes.labels("a").set(1);
  auto& foreign = shared.foreign_gauge("app_size_bytes");
  foreign.Add({{"group", "b"}}).Set(9);
  static_cast<void>(snapshot(shared.sink));  // would report now what the next one would show
  CHECK(snapshot(shared.sink).find_family(scrape_conflicts) == nullptr);

  foreign.Add({{"group", "a"}}).Set(9);
  CHECK_THAT(snapshot(shared.sink), HasValue(sizes.series("a"), 1));
  const auto seen = snapshot(shared.sink);
  CHECK_THAT(seen, HasValue(sizes.series("b"), 9));
  CHECK_THAT(seen, HasValue(event(scrape_conflicts, "app_size_bytes"), 1));
}

TEST_CASE("a series of other code's that a callback gives, too, is hidden and counted") {
  const SharedRegistry shared;
  const isometric::CallbackGauge<RegistrySink> size(shared.sink, "app_size_bytes", "Help.");
  const auto registration = size.add([] { return 1; });
  shared.foreign_gauge("app_size_bytes").Add({}).Set(9);
  CHECK_THAT(snapshot(shared.sink), HasValue({"app_size_bytes"}, 1));
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "app_size_bytes"), 1));
}

TEST_CASE(
    "of series that differ in empty labels only, other code's are left but one, and counted") {
  const SharedRegistry shared;
  auto& foreign = shared.foreign_gauge("their_size");
  foreign.Add({{"zone", ""}}).Set(1);
  foreign.Add({}).Set(2);
  const Counter<RegistrySink, Group> moves(shared.sink, "app_moves_total", "Help.");
  moves.labels("").inc();
  shared.foreign_counter("app_moves_total").Add({}).Increment(7);
  const auto page = page_of(*shared.sink.collectable());
  CHECK_THAT(page, isometric::testing::ValidExposition());
  CHECK(contains(page, "app_moves_total{group=\"\"} 1\n"));
  CHECK(contains(page, "# TYPE their_size gauge\ntheir_size 2\n"));
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "app_moves_total"), 1));
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "their_size"), 2));
}

TEST_CASE("a family of ours whose constant labels are in no order is not shown twice") {
  const SharedRegistry shared;
  const std::array<isometric::ConstantLabel, 2> labels{{{"zone", "1"}, {"site", "ber"}}};
  isometric::FamilyDescriptor descriptor;
  descriptor.name = "app_moves_total";
  descriptor.help = "Help.";
  descriptor.constant_labels = labels;
  shared.sink.counter(descriptor).block({}).series(0).inc();
  CHECK_THAT(page_of(*shared.sink.collectable()), isometric::testing::ValidExposition());
}

TEST_CASE("a histogram of other code's that no page can show is left out and counted") {
  const SharedRegistry shared;
  shared.foreign_histogram("app_size")
      .Add({}, prometheus::Histogram::BucketBoundaries{std::numeric_limits<double>::quiet_NaN()});
  CHECK(snapshot(shared.sink).find_family("app_size") == nullptr);
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "app_size"), 1));
}

TEST_CASE("help of other code is escaped if it is not, and left alone if it is") {
  const SharedRegistry shared;
  shared.foreign_counter("app_raw_total", "One\nbogus_metric 1\n# EOF").Add({});
  shared.foreign_counter("app_escaped_total", "One\\ntwo \\\\ three").Add({});
  shared.foreign_counter("app_half_total", "C:\\dir and \\").Add({});
  shared.foreign_counter("app_invalid_total", "n\xFFne").Add({});
  const auto page = page_of(*shared.sink.collectable());
  CHECK(contains(page, "# HELP app_raw_total One\\nbogus_metric 1\\n# EOF\n"));
  CHECK(contains(page, "# HELP app_escaped_total One\\ntwo \\\\ three\n"));
  CHECK(contains(page, "# HELP app_half_total C:\\\\dir and \\\\\n"));
  CHECK(contains(page, "# HELP app_invalid_total n\xEF\xBF\xBDne\n"));
  const auto seen = snapshot(shared.sink);
  CHECK(seen.find_family("app_raw_total")->help == "One\nbogus_metric 1\n# EOF");
  CHECK(seen.find_family("app_half_total")->help == "C:\\dir and \\");
}

TEST_CASE("other code's series that become one when their text is mended are left but one") {
  const SharedRegistry shared;
  auto& foreign = shared.foreign_counter("app_moves_total");
  foreign.Add({{"group", "a\xFF"}}).Increment(1);
  foreign.Add({{"group", "a\xFE"}}).Increment(1);
  auto seen = snapshot(shared.sink);
  REQUIRE(seen.find_family("app_moves_total") != nullptr);
  CHECK(seen.find_family("app_moves_total")->series.size() == 1);
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "app_moves_total"), 1));
}

TEST_CASE("an infinite bound of other code's histogram is printed once") {
  const SharedRegistry shared;
  const double infinity = std::numeric_limits<double>::infinity();
  shared.foreign_histogram("app_size")
      .Add({}, prometheus::Histogram::BucketBoundaries{1, infinity})
      .Observe(0.5);
  const auto page = page_of(*shared.sink.collectable());
  const auto first = page.find("le=\"+Inf\"");
  REQUIRE(first != std::string::npos);
  CHECK(page.find("le=\"+Inf\"", first + 1) == std::string::npos);
}

TEST_CASE("a quantile that other code's summary estimates twice is printed once") {
  const SharedRegistry shared;
  shared.foreign_summary("app_size")
      .Add({}, prometheus::Summary::Quantiles{{0.9, 0.01}, {0.5, 0.05}, {0.9, 0.02}})
      .Observe(2);
  CHECK(page_of(*shared.sink.collectable()) ==
        "# HELP app_size Help.\n"
        "# TYPE app_size summary\n"
        "app_size_count 1\n"
        "app_size_sum 2\n"
        "app_size{quantile=\"0.9\"} 2\n"
        "app_size{quantile=\"0.5\"} 2\n");
}

TEST_CASE("summaries of other code with other quantiles in a family of ours are counted") {
  const SharedRegistry shared;
  const Summary<RegistrySink, Group> sizes(shared.sink, "app_size", "Help.",
                                           isometric::quantiles({{0.5, 0.05}}));
  sizes.labels("a").observe(1);
  shared.foreign_summary("app_size")
      .Add({{"group", "b"}}, prometheus::Summary::Quantiles{{0.9, 0.05}})
      .Observe(1);
  CHECK(snapshot(shared.sink).summary(sizes.series("b")).quantiles.at(0).quantile == 0.9);
  CHECK_THAT(snapshot(shared.sink), HasValue(event(scrape_conflicts, "app_size"), 1));
}

#if __has_include(<prometheus/info.h>)
TEST_CASE("an info of prometheus-cpp's is printed under its samples' name, and takes it") {
  const SharedRegistry shared;
  prometheus::BuildInfo()
      .Name("their_build")
      .Help("Help.")
      .Register(*shared.registry)
      .Add({{"version", "1"}});
  CHECK(page_of(*shared.sink.collectable()) ==
        "# HELP their_build_info Help.\n"
        "# TYPE their_build_info gauge\n"
        "their_build_info{version=\"1\"} 1\n");
  CHECK_THAT(snapshot(shared.sink), HasValue({"their_build_info", {{"version", "1"}}}, 1));
  using Version = isometric::Label<"version">;
  const auto conflict = refused(shared.sink, Field::derived_name, [&] {
    const isometric::Info<RegistrySink, Version> info(shared.sink, "their_build_info", "Help.");
  });
  CHECK(conflict.existing() == "info 'their_build'");
  const auto type = refused(shared.sink, Field::type, [&] {
    const Gauge<RegistrySink> gauge(shared.sink, "their_build", "Help.");
  });
  CHECK(type.existing() == "info");
}

TEST_CASE("an info of prometheus-cpp's joins ours of the same name") {
  const SharedRegistry shared;
  using Version = isometric::Label<"version">;
  const isometric::Info<RegistrySink, Version> info(shared.sink, "app_build_info", "Help.");
  info.set("1");
  prometheus::BuildInfo()
      .Name("app_build")
      .Help("Help.")
      .Register(*shared.registry)
      .Add({{"version", "2"}});
  CHECK(page_of(*shared.sink.collectable()) ==
        "# HELP app_build_info Help.\n"
        "# TYPE app_build_info gauge\n"
        "app_build_info{version=\"1\"} 1\n"
        "app_build_info{version=\"2\"} 1\n");
  CHECK_THAT(snapshot(shared.sink, "app_build_info"), HasValue(info.series("2"), 1));
}
#endif

TEST_CASE("a look at one family counts its contradictions as a look at all does") {
  const SharedRegistry shared;
  const Counter<RegistrySink, Group> moves(shared.sink, "app_moves_total", "Help.");
  moves.labels("a").inc();
  shared.foreign_counter("app_moves_total").Add({{"zone", "b"}});
  static_cast<void>(snapshot(shared.sink, "app_moves_total"));
  CHECK_THAT(snapshot(shared.sink, scrape_conflicts),
             HasValue(event(scrape_conflicts, "app_moves_total"), 1));
  static_cast<void>(snapshot(shared.sink));
  CHECK_THAT(snapshot(shared.sink, scrape_conflicts),
             HasValue(event(scrape_conflicts, "app_moves_total"), 2));
}

TEST_CASE("a registry that merges nothing can be adopted, and holds one family a name") {
  const auto registry =
      std::make_shared<prometheus::Registry>(prometheus::Registry::InsertBehavior::Throw);
  const RegistrySink sink{registry};
  const RegistrySink second{registry};
  const Gauge<RegistrySink> nodes(sink, "app_nodes", "Nodes.");
  const Gauge<RegistrySink> again(second, "app_nodes", "Nodes.");
  nodes.set(1);
  again.inc();
  CHECK_THAT(snapshot(second), HasValue(nodes.series(), 2));

  prometheus::BuildGauge().Name("their_nodes").Register(*registry).Add({}).Set(5);
  CHECK(conflict_of([&] { const Gauge<RegistrySink> theirs(sink, "their_nodes", "Nodes."); })
            .existing_site()
            .empty());
  CHECK_THAT(snapshot(sink), HasValue({"their_nodes"}, 5));
}

TEST_CASE("whatever other code registers, promtool accepts the sink's page") {
  if (!has_promtool()) return;
  const SharedRegistry shared;
  const Histogram<RegistrySink, Group> sizes(shared.sink, "app_size_bytes", "Sizes.");
  sizes.labels("a").observe(1);
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  shared.foreign_gauge("app_size_bytes_count").Add({}).Set(1);
  shared.foreign_histogram("app_size_bytes")
      .Add({{"group", "b"}, {"zone", "c"}}, prometheus::Histogram::BucketBoundaries{infinity});
  shared.foreign_counter("their_total", "a\nb 1\n# TYPE c counter").Add({}).Increment(nan);
  shared.foreign_counter("their_other_total").Add({{"x", "\xC3\x28\n\"\\"}});
  shared.foreign_counter("their_other_total").Add({{"x", ""}});
  shared.foreign_counter("their_other_total").Add({});
  prometheus::BuildSummary()
      .Name("their_summary")
      .Help("Help.")
      .Register(*shared.registry)
      .Add({}, prometheus::Summary::Quantiles{{0.5, 0.05}});
  const auto run = promtool_check(page_of(*shared.sink.collectable()));
  CAPTURE(run.output);
  CHECK(run.exit_code != 1);
}
