// First what is not the library's, then the macros of all sets, then every header of the library,
// as where a program includes them last. A macro that is called like a function takes a call away
// without an error, so here is tried what the library refuses.
#include "foreign_headers.hpp"
#include "macros/checks.hpp"
#include "macros/qt.hpp"
#include "macros/windows.hpp"
#include "macros/x11.hpp"
#include "own_headers.hpp"
#include "support/conflicts.hpp"
#include "support/faulty_sink.hpp"
#include "support/labels.hpp"
#include "support/text_matchers.hpp"

using namespace isometric::testing;
using namespace test_support;
using isometric::snapshot;

namespace {

template <isometric::MetricsSink Sink>
class Server {
 public:
  explicit Server(const Sink& sink)
      : jobs(sink, "app_jobs_total", "Jobs by group and direction."),
        nodes(sink, "app_nodes", "Nodes by readiness."),
        size_bytes(sink, "app_size_bytes", "Sizes.", isometric::buckets(1, 10)),
        wait_seconds(sink, "app_wait_seconds", "Waits.") {
    jobs.labels("rack", Direction::up).inc();
    nodes.labels(true).set(3);
    size_bytes.observe(2);
    wait_seconds.observe(0.5);
  }

  isometric::Counter<Sink, Group, Way> jobs;
  isometric::Gauge<Sink, Ready> nodes;
  isometric::Histogram<Sink> size_bytes;
  isometric::Summary<Sink> wait_seconds;
};

/// A descriptor as other code writes it, with one label.
isometric::FamilyDescriptor described(const isometric::LabelDescriptor& label) {
  isometric::FamilyDescriptor family;
  family.name = "app_jobs_total";
  family.help = "Jobs.";
  family.labels = {&label, 1};
  return family;
}

std::string failures_of(Fault fault) {
  std::string text;
  for (const auto& failure : check_sink_conformance([fault] { return FaultySink(fault); })) {
    text += failure + '\n';
  }
  return text;
}

}  // namespace

TEST_CASE("instruments count in sinks and adaptors of every kind") {
  const isometric::RegistrySink registry;
  const isometric::TeeSink sinks(
      isometric::AnySink(registry), isometric::RecordingSink(), isometric::CatalogueSink(),
      isometric::FilterSink(isometric::NullSink(), [](isometric::MetricType) { return true; }),
      isometric::PrefixedSink(isometric::LabeledSink(registry, {{"zone", "eu"}}), "other_"));
  const Server server(sinks);
  const auto seen = snapshot(registry);
  CHECK_THAT(seen, HasValue(server.jobs.series("rack", Direction::up), 1));
  CHECK_THAT(seen, HasValue({"other_app_nodes", {{"ready", "true"}, {"zone", "eu"}}}, 3));
  CHECK_THAT(seen, CountIs(server.wait_seconds.series(), 1));
}

TEST_CASE("series are removed, and called back, and gathered on a valid page") {
  isometric::Gatherer gatherer;
  const isometric::RegistrySink sink;
  const auto registration = gatherer.add(sink, {"server", "a"});
  const Server server(sink);
  const isometric::Counter<isometric::Removable<isometric::RegistrySink>, Group, Way> moves(
      sink, "app_moves_total", "Moves.");
  moves.labels("rack", Direction::up).inc();
  moves.labels("attic", Direction::up).inc();
  CHECK(moves.remove("attic", Direction::up));
  const isometric::CallbackGauge<isometric::RegistrySink> load(sink, "app_load", "Load.");
  const auto called = load.add([] { return 0.5; });
  std::string page;
  isometric::write_text(gatherer, page);
  CHECK_THAT(page, ValidExposition());
  CHECK_THAT(page, Contains("app_load{server=\"a\"} 0.5\n"));
  CHECK_THAT(page, Contains("app_moves_total{direction=\"up\",group=\"rack\",server=\"a\"} 1\n"));
  CHECK_THAT(page, !Contains("direction=\"up\",group=\"attic\""));
}

TEST_CASE("updates that would spoil a value are refused and counted") {
  const isometric::RegistrySink sink;
  const Server server(sink);
  const auto before = snapshot(sink);
  server.jobs.labels("rack", Direction::up).inc(-1);
  server.size_bytes.observe(isometric::detail::infinity);
  CHECK_THAT(
      snapshot(sink) - before,
      OnlyChanged({{{"isometric_refused_updates_total", {{"family", "app_jobs_total"}}}, 1},
                   {{"isometric_refused_updates_total", {{"family", "app_size_bytes"}}}, 1}}));
}

TEST_CASE("bad names, buckets and quantiles are refused") {
  const std::string name = "app-jobs";
  const std::vector<double> bounds{1, 3, 2};
  const std::vector<isometric::Quantile> quantiles{{0.5, 0.1}, {0.5, 0.1}};
  CHECK_THROWS_AS(isometric::checked_name<isometric::MetricType::gauge>(name),
                  isometric::InvalidName);
  CHECK_THROWS_AS(isometric::checked_buckets(bounds), isometric::InvalidBuckets);
  CHECK_THROWS_AS(isometric::checked_quantiles(quantiles), isometric::InvalidQuantiles);
}

TEST_CASE("bad labels of descriptors made by hand are refused") {
  const auto family = described({.name = "bad-name", .closed_values = {}});
  CHECK_THROWS_AS(isometric::RegistrySink().counter(family), isometric::InvalidName);
  CHECK_THROWS_AS(isometric::CatalogueSink().counter(family), isometric::InvalidName);
}

TEST_CASE("a declaration that is in conflict is refused") {
  const isometric::RegistrySink sink;
  const Server server(sink);
  const auto conflict = conflict_of([&] {
    const isometric::Histogram<isometric::RegistrySink> sizes(sink, "app_size_bytes", "Sizes.",
                                                              isometric::buckets(1, 20));
  });
  CHECK(conflict.field() == isometric::Field::buckets);
}

TEST_CASE("a sink that breaks the contract is found out") {
  CHECK(failures_of(Fault::none).empty());
  CHECK_THAT(failures_of(Fault::adds_up_nothing),
             Contains("counters: increments add up: expected "));
  CHECK_THAT(failures_of(Fault::loses_updates_of_other_threads),
             Contains("counters: no update of many threads is lost: expected "));
}

TEST_CASE("a test that is wrong by itself is refused, and one that fails says what was near") {
  const isometric::RegistrySink sink;
  const Server server(sink);
  const auto seen = snapshot(sink);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(at_least(seen, server.nodes.series(true), nan), std::invalid_argument);
  CHECK_THROWS_AS(max_series(seen, "app_nodes", 0), std::invalid_argument);
  CHECK_THAT(has_value(seen, {"app_nodes", {{"ready", "maybe"}}}, 3).explanation,
             Contains("app_nodes{ready=\"true\"} 3"));
}

TEST_CASE("what holds in the end is waited for") {
  isometric::ManualClock clock;
  int readings = 0;
  const Verdict verdict = eventually(
      [&] { return ++readings; }, [](int reading) { return Verdict{reading == 3, "not yet"}; },
      std::chrono::seconds(1), clock, [&](std::chrono::nanoseconds time) { clock.advance(time); });
  CHECK(verdict.holds);
}

TEST_CASE("the provider refuses what it cannot do") {
  using homecluster::CallStatus;
  using homecluster::StatusCode;
  CHECK_THROWS_AS((CallStatus{StatusCode::ok, "fine"}), std::invalid_argument);
  CHECK_THROWS_AS((homecluster::InMemoryCluster{{{"rack", {}}, {"rack", {}}}, {}}),
                  std::invalid_argument);
  homecluster::InMemoryCluster cluster{{{"rack", {}}}, {}};
  homecluster::HomeClusterProviderServer<> server{cluster};
  CHECK(server.node_group_increase_size("attic", 1).code() == StatusCode::not_found);
  CHECK(server.refresh() == CallStatus{});
}
