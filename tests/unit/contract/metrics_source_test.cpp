#include "support/catch.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/label.hpp>
#include <isometric/exposition/gatherer.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/global_sharded_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

struct Source {
  isometric::Snapshot snapshot() const {
    return isometric::Snapshot(
        {{"app_nodes", "Nodes.", isometric::MetricType::gauge, {{{}, 3.0}}}});
  }
};
struct Readable : Source {
  struct Page {
    std::vector<std::string> Collect() const { return {}; }
  };
  std::shared_ptr<Page> collectable() const { return std::make_shared<Page>(); }
};
struct OnlyCollectable {
  std::shared_ptr<Readable::Page> collectable() const;
};
struct MutableSource {
  isometric::Snapshot snapshot();
};
struct OtherSnapshot {
  int snapshot() const;
};

using Peer = isometric::Label<"peer">;

/// Counts into three families of the sink, one of them a callback's; a fourth has no series, and a
/// fifth says that an update was refused.
template <class Sink>
class Server {
 public:
  explicit Server(const Sink& sink)
      : requests_(sink, "app_requests_total", "Requests."),
        sizes_(sink, "app_sizes", "Sizes."),
        users_(sink, "app_users", "Users."),
        silent_(sink, "app_silent_total", "Nothing.") {
    requests_.labels("a").inc();
    requests_.labels("b").inc(2);
    requests_.labels("b").inc(-1);
    sizes_.observe(3);
    running_ = users_.add([this] { return static_cast<double>(++calls_); });
  }

  int take_calls() { return std::exchange(calls_, 0); }

 private:
  isometric::Counter<Sink, Peer> requests_;
  isometric::Histogram<Sink> sizes_;
  isometric::CallbackGauge<Sink> users_;
  isometric::Counter<Sink, Peer> silent_;
  int calls_ = 0;
  typename isometric::CallbackGauge<Sink>::registration_type running_;
};

/// Whether each family alone is what it is among all, and nothing else is anything.
template <class Sink>
void check_families_alone(const Sink& sink, std::vector<std::string> names) {
  Server<Sink> server(sink);
  const auto all = isometric::snapshot(sink);
  std::vector<std::string> shown;
  for (const auto& family : all.families()) shown.push_back(family.name);
  CHECK(shown == names);
  CHECK(server.take_calls() == 1);
  for (const auto& family : all.families()) {
    CAPTURE(family.name);
    CHECK(isometric::snapshot(sink, family.name) == isometric::Snapshot({family}));
    CHECK(server.take_calls() == (family.name.ends_with("app_users") ? 1 : 0));
  }
  for (const char* const none : {"app_silent_total", "app_nothing", "app_sizes_count", ""}) {
    CHECK(isometric::snapshot(sink, none) == isometric::Snapshot());
  }
}

}  // namespace

TEST_CASE("a source is what gives snapshots while it is const") {
  STATIC_REQUIRE(isometric::MetricsSource<Source>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<MutableSource>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<OtherSnapshot>);
  STATIC_REQUIRE_FALSE(isometric::MetricsSource<int>);
}

TEST_CASE("a collectable source is a source that can be scraped, too") {
  STATIC_REQUIRE(isometric::CollectableSource<Readable>);
  STATIC_REQUIRE_FALSE(isometric::CollectableSource<Source>);
  STATIC_REQUIRE_FALSE(isometric::CollectableSource<OnlyCollectable>);
}

TEST_CASE("snapshot() reads any source") {
  CHECK(isometric::snapshot(Source{}).value({"app_nodes"}) == 3);
}

TEST_CASE("snapshot() of a family reads any source") {
  CHECK(isometric::snapshot(Source{}, "app_nodes") == isometric::snapshot(Source{}));
  CHECK(isometric::snapshot(Source{}, "app_users") == isometric::Snapshot());
}

TEST_CASE("the snapshot of a family is its part of that of all, and no other family is read") {
  const std::vector<std::string> names = {"app_requests_total", "app_sizes", "app_users",
                                          "isometric_refused_updates_total"};
  check_families_alone(isometric::RegistrySink(), names);
  check_families_alone(isometric::RegistrySink(std::make_shared<prometheus::Registry>()), names);
  check_families_alone(isometric::RecordingSink(), names);
  check_families_alone(isometric::TeeSink(isometric::NullSink(), isometric::RecordingSink(),
                                          isometric::RegistrySink()),
                       names);
  check_families_alone(isometric::AnySink(isometric::RecordingSink()), names);
  check_families_alone(
      isometric::AnySink(isometric::PrefixedSink(isometric::RegistrySink(), "test_")),
      {"isometric_refused_updates_total", "test_app_requests_total", "test_app_sizes",
       "test_app_users"});
}

TEST_CASE("the snapshot of a family has the series of other code, and so has one of its families") {
  const auto registry = std::make_shared<prometheus::Registry>();
  const isometric::RegistrySink sink(registry);
  const isometric::Counter<isometric::RegistrySink, Peer> requests(sink, "app_requests_total",
                                                                   "Requests.");
  requests.labels("a").inc();
  prometheus::BuildCounter()
      .Name("app_requests_total")
      .Register(*registry)
      .Add({{"peer", "theirs"}})
      .Increment(5);
  prometheus::BuildGauge().Name("their_nodes").Register(*registry).Add({}).Set(7);

  const auto ours = isometric::snapshot(sink, "app_requests_total");
  CHECK(ours.value({"app_requests_total", {{"peer", "a"}}}) == 1);
  CHECK(ours.value({"app_requests_total", {{"peer", "theirs"}}}) == 5);
  const auto theirs = isometric::snapshot(sink, "their_nodes");
  CHECK(theirs.value({"their_nodes"}) == 7);
  CHECK(theirs.families().size() == 1);
}

TEMPLATE_TEST_CASE(
    "who keeps a weak reference to a sink's page sees it as long as the sink is there",
    "[global_registry]", isometric::GlobalSink, isometric::RegistrySink,
    isometric::GlobalShardedSink, isometric::ShardedSink) {
  // As prometheus::Exposer and Gatherer::add_weakly() do.
  const auto check = [](const auto& sink) {
    const isometric::Counter<std::decay_t<decltype(sink)>> visits(sink, "source_test_visits_total",
                                                                  "Visits.");
    visits.inc();
    const std::weak_ptr collectable = sink.collectable();
    const std::weak_ptr source = sink.scrape_source();
    isometric::Gatherer gatherer;
    const auto registration = gatherer.add_weakly(sink);
    REQUIRE(!collectable.expired());
    CHECK(!source.expired());
    CHECK(!collectable.lock()->Collect().empty());
    std::string page;
    isometric::write_text(gatherer, page);
    CHECK(page.find("source_test_visits_total") != std::string::npos);
  };
  check(TestType{});
  check(isometric::PrefixedSink(TestType{}, "app_"));
  check(isometric::TeeSink(isometric::RecordingSink(), TestType{}));
}
