#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/catalogue/catalogue.hpp>
#include <isometric/description/buckets.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/description/runtime_name.hpp>
#include <isometric/exposition/exposition_format.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catalogue_checks.hpp>
#include <isometric/testing/exposed_page.hpp>
#include <isometric/testing/parse_page.hpp>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

using isometric::Catalogue;
using isometric::CatalogueSink;
using isometric::FamilySnapshot;
using isometric::MetricType;
using isometric::RegistrySink;
using isometric::Snapshot;
using isometric::testing::all_declared_exposed;
using isometric::testing::ExposedPage;
using test_support::Direction;

namespace {

/// A component with a family of each kind.
template <class Sink>
struct Declared {
  explicit Declared(const Sink& sink)
      : moves(sink, "app_moves_total", "Moves."),
        nodes(sink, "app_nodes", "Nodes."),
        build(sink, "app_build_info", "Build.") {
    build.set("1");
  }

  isometric::Counter<Sink, test_support::Group, test_support::Way> moves;
  isometric::Gauge<Sink> nodes;
  isometric::Info<Sink, isometric::Label<"version">> build;
};

Catalogue declared() {
  const CatalogueSink sink;
  const Declared<CatalogueSink> component(sink);
  return sink.catalogue();
}

/// What the component exposes once its groups were used, after a change to one family.
Snapshot exposed(const std::string& name, const std::function<void(FamilySnapshot&)>& change) {
  const RegistrySink sink;
  const Declared<RegistrySink> component(sink);
  component.moves.labels("a", Direction::up).inc();
  component.moves.labels("b", Direction::up).inc();
  std::vector<FamilySnapshot> families = sink.snapshot().families();
  for (auto& family : families) {
    if (family.name == name) change(family);
  }
  return Snapshot(std::move(families));
}

std::string complaint_about(const std::string& name,
                            const std::function<void(FamilySnapshot&)>& change) {
  return all_declared_exposed(exposed(name, change), declared()).explanation;
}

}  // namespace

TEST_CASE("all that is declared is exposed by a component that was used") {
  const auto snapshot = exposed("", {});
  CHECK(all_declared_exposed(snapshot, declared()));
  std::string page;
  write_text(snapshot, page);
  CHECK(all_declared_exposed(page, declared()));
  CHECK(all_declared_exposed(isometric::testing::parse_page(page).snapshot, declared()));
}

TEST_CASE("a sink and a page in either format are compared, too") {
  const RegistrySink sink;
  const Declared<RegistrySink> component(sink);
  component.moves.labels("a", Direction::up).inc();
  CHECK(all_declared_exposed(sink, declared()));
  CHECK(all_declared_exposed(ExposedPage(sink, isometric::ExpositionFormat::openmetrics),
                             declared()));
}

TEST_CASE("a page that is not valid fails, though all that is declared is on it") {
  std::string page;
  write_text(exposed("", {}), page);
  CHECK(all_declared_exposed(page + "app_nodes x\n", declared()).explanation ==
        "the page is not valid; it has 1 problem\n"
        "  line 13: 'x' is no number\n"
        "    app_nodes x");
  CHECK(all_declared_exposed("app_nodes x\n", declared())
            .explanation.starts_with("3 of 3 declared families are not exposed as declared\n"));
  CHECK(all_declared_exposed("app_nodes x\n", declared())
            .explanation.ends_with("\nthe page is not valid; it has 1 problem\n"
                                   "  line 1: 'x' is no number\n"
                                   "    app_nodes x"));
}

TEST_CASE("a catalogue that declares nothing is an error, and never a pass") {
  CHECK_THROWS_WITH(all_declared_exposed(exposed("", {}), Catalogue()),
                    "isometric: the catalogue declares nothing");
  CHECK_THROWS_AS(all_declared_exposed(Snapshot(), Catalogue()), std::invalid_argument);
}

TEST_CASE("other bounds of buckets are told") {
  const CatalogueSink descriptions;
  const isometric::Histogram<CatalogueSink, test_support::Way> described(
      descriptions, "app_wait_seconds", "Waits.", isometric::buckets(1, 2));
  const RegistrySink sink;
  const isometric::Histogram<RegistrySink, test_support::Way> waits(
      sink, "app_wait_seconds", "Waits.", isometric::buckets(5, 6.5));
  CHECK(all_declared_exposed(sink.snapshot(), descriptions.catalogue()).explanation ==
        "1 of 1 declared families are not exposed as declared\n"
        "app_wait_seconds has the buckets (5, 6.5), declared are (1, 2)");
}

TEST_CASE("bounds that a page rounds are the same") {
  const auto declare = [](const auto& sink) {
    using Sink = std::remove_cvref_t<decltype(sink)>;
    return isometric::Histogram<Sink>(sink, "app_wait_seconds", "Waits.",
                                      isometric::linear_buckets(0.1, 0.1, 5));
  };
  const CatalogueSink descriptions;
  const auto described = declare(descriptions);
  const RegistrySink sink;
  const auto waits = declare(sink);
  const ExposedPage page(sink);
  CHECK(page.text().find("le=\"0.3\"") != std::string::npos);
  CHECK(all_declared_exposed(page, descriptions.catalogue()));
  CHECK(all_declared_exposed(sink.snapshot(), descriptions.catalogue()));
}

TEST_CASE("other quantiles are told") {
  const CatalogueSink descriptions;
  const isometric::Summary<CatalogueSink> described(
      descriptions, "app_wait_seconds", "Waits.",
      isometric::quantiles({{0.5, 0.05}, {0.99, 0.001}}));
  const RegistrySink sink;
  const isometric::Summary<RegistrySink> waits(sink, "app_wait_seconds", "Waits.",
                                               isometric::quantiles({{0.5, 0.05}, {0.9, 0.01}}));
  CHECK(all_declared_exposed(sink.snapshot(), descriptions.catalogue()).explanation ==
        "1 of 1 declared families are not exposed as declared\n"
        "app_wait_seconds has the quantiles (0.5, 0.9), declared are (0.5, 0.99)");
  const RegistrySink same;
  const isometric::Summary<RegistrySink> same_waits(
      same, "app_wait_seconds", "Waits.", isometric::quantiles({{0.5, 0.05}, {0.99, 0.001}}));
  CHECK(all_declared_exposed(same, descriptions.catalogue()));
}

TEST_CASE("of many families the first ten are told") {
  const CatalogueSink descriptions;
  for (int i = 10; i < 40; ++i) {
    const std::string name = "app_" + std::to_string(i) + "x";
    const isometric::Gauge<CatalogueSink> gauge(
        descriptions, isometric::checked_name<MetricType::gauge>(name), "A.");
  }
  const auto text = all_declared_exposed(Snapshot(), descriptions.catalogue()).explanation;
  CHECK(text.starts_with("30 of 30 declared families are not exposed as declared\napp_10x is not"));
  CHECK(text.ends_with("\napp_19x is not exposed; there are no series at all\nand 20 more"));
}

TEST_CASE("series of a dynamic family have labels and buckets of their own") {
  const auto use = []<class Sink>(const Sink& sink) {
    const isometric::DynamicCounter<Sink> jobs(sink, "app_jobs_total", "Jobs.");
    const isometric::DynamicHistogram<Sink> sizes(sink, "app_size_bytes", "Sizes.");
    jobs.labels({{"queue", "mail"}}).inc();
    sizes.labels({{"kind", "a"}}, isometric::buckets(1, 2)).observe(1);
  };
  const CatalogueSink described;
  use(described);
  const RegistrySink sink;
  use(sink);
  CHECK(all_declared_exposed(sink, described.catalogue()));
}

TEST_CASE("what is exposed and not declared does not matter") {
  auto families = exposed("", {}).families();
  families.push_back({"other", "Other.", MetricType::gauge, {{{}, 1.0}}});
  CHECK(all_declared_exposed(Snapshot(families), declared()));
}

TEST_CASE("a family that is not exposed is named, with those of similar names") {
  CHECK(complaint_about("app_nodes", [](FamilySnapshot& family) { family.name = "app_node"; }) ==
        "1 of 3 declared families are not exposed as declared\n"
        "app_nodes is not exposed; no series of that family exists "
        "(with open labels there is none before its first use); similar names\n"
        "  app_node\n"
        "  app_moves_total\n"
        "  app_build_info");
}

TEST_CASE("a family of open labels that was not used may be absent if the test says so") {
  const RegistrySink sink;
  const Declared<RegistrySink> component(sink);
  CHECK_FALSE(all_declared_exposed(sink.snapshot(), declared()));
  CHECK(all_declared_exposed(sink.snapshot(), declared(), {"app_moves_total"}));
  CHECK_FALSE(all_declared_exposed(Snapshot(), declared(), {"app_moves_total"}));
  CHECK_THROWS_WITH(all_declared_exposed(sink.snapshot(), declared(), {"app_moves"}),
                    "isometric: the unused family app_moves is not in the catalogue");
}

TEST_CASE("another type or help is told, but for the gauge that a page makes of an info") {
  CHECK(complaint_about("app_nodes",
                        [](FamilySnapshot& family) {
                          family.type = MetricType::unknown;
                          family.help = "Node.";
                        }) ==
        "1 of 3 declared families are not exposed as declared\n"
        "app_nodes has the type unknown, declared is gauge\n"
        "app_nodes has the help 'Node.', declared is 'Nodes.'");
  CHECK(complaint_about("app_build_info", [](FamilySnapshot& family) {
          family.type = MetricType::gauge;
        }).empty());
}

TEST_CASE("series with other labels are listed") {
  CHECK(complaint_about(
            "app_nodes",
            [](FamilySnapshot& family) { family.series.push_back({{{"rack", "1"}}, 1.0}); }) ==
        "1 of 3 declared families are not exposed as declared\n"
        "app_nodes has series with other labels than declared\n"
        "  app_nodes{rack=\"1\"}");
}

TEST_CASE("combinations of closed labels that lack are listed, for all open values there are") {
  CHECK(complaint_about("app_moves_total",
                        [](FamilySnapshot& family) {
                          std::erase_if(family.series, [](const auto& series) {
                            return series.labels[0].second == "down" &&
                                   series.labels[1].second == "b";
                          });
                        }) ==
        "1 of 3 declared families are not exposed as declared\n"
        "app_moves_total lacks series of its closed labels\n"
        "  app_moves_total{direction=\"down\",group=\"b\"}");
}

TEST_CASE("a family without labels lacks its only series if another is there") {
  const auto text = complaint_about(
      "app_nodes", [](FamilySnapshot& family) { family.series = {{{{"rack", "1"}}, 1.0}}; });
  CHECK(
      text.ends_with("app_nodes has series with other labels than declared\n"
                     "  app_nodes{rack=\"1\"}"));
}

TEST_CASE("constant labels are part of what is declared") {
  const CatalogueSink descriptions;
  isometric::LabeledSink labeled(descriptions, {{"zone", "x"}});
  const Declared<decltype(labeled)> declared_so(labeled);
  const RegistrySink sink;
  isometric::LabeledSink labeled_sink(sink, {{"zone", "x"}});
  const Declared<decltype(labeled_sink)> component(labeled_sink);
  component.moves.labels("a", Direction::up).inc();
  CHECK(all_declared_exposed(sink.snapshot(), descriptions.catalogue()));
  CHECK_FALSE(all_declared_exposed(sink.snapshot(), declared()));
}

TEST_CASE("the series beyond a cap come as a whole block, too") {
  const RegistrySink sink;
  const isometric::Counter<RegistrySink, test_support::Group, test_support::Way> moves(
      sink, "app_moves_total", "Moves.", {.max_series = 2});
  moves.labels("a", Direction::up).inc();
  moves.labels("b", Direction::up).inc();
  const CatalogueSink descriptions;
  const isometric::Counter<CatalogueSink, test_support::Group, test_support::Way> described(
      descriptions, "app_moves_total", "Moves.");
  CHECK(sink.snapshot().find_family("app_moves_total")->series.size() == 4);
  CHECK(all_declared_exposed(sink.snapshot(), descriptions.catalogue()));
}
