#include "support/catch.hpp"
#include "support/conflicts.hpp"
#include "support/labels.hpp"
#include "support/text_matchers.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/diagnose_sink.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/exposition/text_writer.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

using namespace isometric::testing;
using namespace test_support;
using isometric::AnySink;
using isometric::Counter;
using isometric::FamilyDescriptor;
using isometric::Gauge;
using isometric::Histogram;
using isometric::MetricType;
using isometric::NullSink;
using isometric::OpenLabelValues;
using isometric::RegistrySink;
using isometric::Removable;

namespace {

/// Not a template, so it could be compiled before anybody knows which sink it will have.
struct Server {
  explicit Server(const AnySink& sink)
      : moves(sink, "app_moves_total", "Moves."),
        nodes(sink, "app_nodes", "Nodes."),
        sizes(sink, "app_size", "Sizes.") {}

  Counter<AnySink, Group, Way> moves;
  Gauge<AnySink> nodes;
  Histogram<AnySink, Way> sizes;
};

/// Its handles are counted, and as large as `Size` bytes.
template <std::size_t Size>
class CountingSink {
  struct Handle {
    std::shared_ptr<double> value;
    std::array<std::byte, Size> ballast{};

    void inc() const noexcept { *value += 1; }
    void inc(double amount) const noexcept { *value += amount; }
    void dec(double amount) const noexcept { *value -= amount; }
    void set(double to) const noexcept { *value = to; }
    void observe(double to) const noexcept { *value = to; }
    void refuse() const noexcept { *value = -1; }
  };
  struct Block {
    std::shared_ptr<double> value;
    std::array<std::byte, Size> ballast{};
    Handle series(std::size_t) const noexcept { return {value}; }
  };
  struct Family {
    std::shared_ptr<double> value;
    Block block(OpenLabelValues) const { return {value}; }
    Handle rejected_series() const { return {std::make_shared<double>()}; }
  };

 public:
  Family counter(const FamilyDescriptor&) const { return {value}; }
  Family gauge(const FamilyDescriptor&) const { return {value}; }
  Family histogram(const FamilyDescriptor&) const { return {value}; }
  Family summary(const FamilyDescriptor&) const { return {value}; }

  std::shared_ptr<double> value = std::make_shared<double>();
};

FamilyDescriptor described(MetricType type, std::string_view name) {
  static constexpr double bounds[] = {1, 2};
  FamilyDescriptor family;
  family.type = type;
  family.name = name;
  family.help = "Help.";
  if (type == MetricType::histogram) family.buckets = bounds;
  return family;
}

}  // namespace

TEST_CASE("any sink is a sink with everything that is optional") {
  STATIC_REQUIRE(isometric::diagnose_sink<AnySink>());
  STATIC_REQUIRE(isometric::RemovableSink<AnySink>);
  STATIC_REQUIRE(isometric::CallbackSink<AnySink>);
  STATIC_REQUIRE(isometric::MetricsSource<AnySink>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<int, AnySink>);
  STATIC_REQUIRE(std::is_copy_constructible_v<Server>);  // though it is made of an AnySink
}

TEST_CASE("any sink hands all that it is told to the sink inside") {
  const RegistrySink inner;
  const Server server(inner);
  server.moves.labels("rack-1", Direction::up).inc();
  server.moves.labels("rack-1", Direction::up).inc(2);
  server.moves.labels("rack-1", Direction::up).inc(-1);
  server.moves.labels("rack-1", static_cast<Direction>(7)).inc();
  server.nodes.set(5);
  server.nodes.inc(2);
  server.nodes.dec();
  server.sizes.labels(Direction::down).observe(1);
  const auto seen = snapshot(inner);
  CHECK(seen.value({"app_moves_total", {{"direction", "up"}, {"group", "rack-1"}}}) == 3);
  CHECK(seen.value({"app_nodes"}) == 6);
  CHECK(seen.histogram({"app_size", {{"direction", "down"}}}).count == 1);
  CHECK(seen.value({"isometric_refused_updates_total", {{"family", "app_moves_total"}}}) == 1);
  CHECK(seen.value({"isometric_rejected_label_values_total", {{"family", "app_moves_total"}}}) ==
        1);
}

TEST_CASE("any sink takes summaries and infos, too") {
  const AnySink sink = RegistrySink{};
  sink.summary(described(MetricType::summary, "app_size")).block({}).series(0).observe(2);
  const isometric::LabelDescriptor labels[] = {{"version", {}}};
  auto build = described(MetricType::info, "app_build_info");
  build.labels = labels;
  const std::string_view version = "2";
  sink.gauge(build).block({&version, 1}).series(0).set(1);
  const auto seen = snapshot(sink);
  CHECK(seen.find_family("app_size")->type == MetricType::summary);
  CHECK(seen.find_family("app_build_info")->type == MetricType::info);
}

TEST_CASE("any sink is read as the sink inside is") {
  const isometric::LabeledSink labeled(isometric::PrefixedSink(RegistrySink{}, "my_"),
                                       {{"zone", "eu"}});
  const AnySink sink = labeled;
  const Server server(sink);
  const auto before = snapshot(sink);
  server.moves.labels("a", Direction::up).inc();
  CHECK_THAT(snapshot(sink) - before, OnlyChanged(server.moves.series("a", Direction::up), +1));
  CHECK(snapshot(sink) == snapshot(labeled));
  CHECK(sink.scrape_source()->scrape()->families().size() == 3);
}

TEST_CASE("any sink over one that can be read by snapshots only has pages, too") {
  const AnySink sink = isometric::RecordingSink{};
  const Counter<AnySink> moves(sink, "app_moves_total", "Moves.");
  moves.inc(3);
  std::string page;
  isometric::write_text(sink, page);
  CHECK(page ==
        "# HELP app_moves_total Moves.\n# TYPE app_moves_total counter\napp_moves_total 3\n");
}

TEST_CASE("copies of any sink are the same sink, and other adaptors go around it") {
  const AnySink sink = RegistrySink{};
  const AnySink copy = sink;
  const isometric::PrefixedSink prefixed(copy, "app_");
  const Counter<AnySink> moves(sink, "app_moves_total", "Moves.");
  const Counter<isometric::PrefixedSink<AnySink>> same(prefixed, "moves_total", "Moves.");
  moves.inc();
  same.inc();
  CHECK_THAT(snapshot(sink), HasValue(same.series(), 2));
}

TEST_CASE("any sink over the null sink takes everything") {
  const Server server{AnySink(NullSink{})};
  server.moves.labels("rack-1", Direction::up).inc();
  server.nodes.set(5);
  CHECK(server.moves.series("rack-1", Direction::up).family() == "(not described)");
}

TEST_CASE("reading any sink over one that cannot be read is an error that names the place") {
  const AnySink sink = NullSink{};
  CHECK_THROWS_AS(snapshot(sink), std::logic_error);
  CHECK_THROWS_WITH(snapshot(sink),
                    StartsWith("isometric: AnySink: the sink inside cannot be read (" __FILE__));
  CHECK_THROWS_AS(sink.scrape_source(), std::logic_error);
}

TEST_CASE("what the sink inside throws leaves any sink as it is") {
  const RegistrySink inner;
  const Counter<RegistrySink, Zone> taken(inner, "app_moves_total", "Moves.");
  const auto conflict = conflict_of([&] { const Server server(inner); });
  CHECK(conflict.field() == isometric::Field::label_names);
}

TEMPLATE_TEST_CASE("handles and blocks of every size go through any sink", "",
                   (std::integral_constant<std::size_t, 1>),
                   (std::integral_constant<std::size_t, 16>),
                   (std::integral_constant<std::size_t, 17>),
                   (std::integral_constant<std::size_t, 1000>)) {
  const CountingSink<TestType::value> counting;
  {
    const AnySink sink = counting;
    const auto family = sink.gauge(described(MetricType::gauge, "app_nodes"));
    auto block = family.block({});
    auto handle = block.series(0);
    const auto copy = handle;
    handle.set(5);
    copy.inc(2);
    CHECK(*counting.value == 7);

    auto other = family.rejected_series();
    other = handle;
    other = *&other;
    other.dec(4);
    CHECK(*counting.value == 3);
    block = family.block({});
    block.series(0).set(9);
    CHECK(*counting.value == 9);
  }
  CHECK(counting.value.use_count() == 1);
}

TEST_CASE("a handle from any sink lives as long as the sink or the family") {
  AnySink sink = RegistrySink{};
  using Moves = Counter<AnySink, Group>;
  std::optional<Moves> family = Moves(sink, "app_moves_total", "Moves.");
  const auto handle = family->labels("a");
  SECTION("the sink") {
    const auto series = family->series("a");
    family.reset();
    handle.inc();
    CHECK_THAT(snapshot(sink), HasValue(series, 1));
  }
  SECTION("the family") {
    sink = NullSink{};
    handle.inc();
    CHECK(family->series("a").family() == "app_moves_total");
  }
}

TEST_CASE("any sink has removable families if the sink inside has") {
  const AnySink sink = RegistrySink{};
  const auto nodes = Removable<AnySink>(sink).gauge(described(MetricType::gauge, "app_nodes"));
  nodes.block({}).series(0).set(3);
  CHECK(snapshot(sink).value({"app_nodes"}) == 3);
  CHECK(nodes.remove({}, 0));
  CHECK_FALSE(nodes.remove({}, 0));
  const auto acquired = nodes.acquire({}, 0);
  acquired.set(4);
  CHECK(snapshot(sink).value({"app_nodes"}) == 4);
  nodes.release(acquired);
  CHECK(snapshot(sink).families().empty());
  nodes.block({}).series(0).set(5);
  CHECK(nodes.remove_matching({}) == 1);
  nodes.rejected_series().set(1);

  const auto moves = sink.removable().counter(described(MetricType::counter, "app_moves_total"));
  const auto sizes = sink.removable().histogram(described(MetricType::histogram, "app_size"));
  const auto waits = sink.removable().summary(described(MetricType::summary, "app_wait_seconds"));
  moves.block({}).series(0).inc();
  sizes.block({}).series(0).observe(1);
  waits.block({}).series(0).observe(1);
  CHECK(snapshot(sink).find_family("app_moves_total") != nullptr);
  CHECK(snapshot(sink).find_family("app_size") != nullptr);
  CHECK(snapshot(sink).find_family("app_wait_seconds") != nullptr);
}

TEST_CASE("any sink calls back if the sink inside does") {
  const AnySink sink = RegistrySink{};
  const auto nodes = sink.callback_gauge(described(MetricType::gauge, "app_nodes"));
  const auto moves = sink.callback_counter(described(MetricType::counter, "app_moves_total"));
  auto registration = nodes.add({}, 0, [] { return 4.0; });
  auto moved = std::move(registration);
  const auto other = moves.add({}, 0, [] { return 5; });
  const auto nothing = nodes.rejected_registration();
  CHECK(snapshot(sink).value({"app_nodes"}) == 4);
  CHECK(snapshot(sink).value({"app_moves_total"}) == 5);
  CHECK(nodes.descriptor().name == "app_nodes");
  moved = {};
  CHECK(snapshot(sink).find_family("app_nodes") == nullptr);
}

TEST_CASE("what the sink inside cannot do is a conflict when a family is declared") {
  const unsigned line = __LINE__ + 1;
  const AnySink sink = CountingSink<1>{};
  const auto removable = conflict_of(
      [&] { const Counter<Removable<AnySink>, Group> moves(sink, "app_moves_total", "Moves."); });
  CHECK(removable.metric() == "app_moves_total");
  CHECK(removable.field() == isometric::Field::series_kind);
  CHECK(removable.existing() == "a sink whose series are not removable");
  CHECK(removable.requested() == "removable");
  CHECK(removable.existing_site() == __FILE__ ":" + std::to_string(line));
  CHECK_THAT(removable.requested_site(), StartsWith(__FILE__ ":"));
  const auto callback = conflict_of(
      [&] { static_cast<void>(sink.callback_gauge(described(MetricType::gauge, "app_nodes"))); });
  CHECK(callback.existing() == "a sink whose series are not callback");
}

TEST_CASE("many threads lose no update through any sink") {
  const AnySink sink = isometric::TeeSink(RegistrySink{}, RegistrySink{});
  in_threads(4, [&](std::size_t) {
    const AnySink copy = sink;
    const Counter<AnySink, Group> moves(copy, "app_moves_total", "Moves.");
    for (int i = 0; i < 1000; ++i) moves.labels(std::to_string(i % 7)).inc();
  });
  const Counter<AnySink, Group> moves(sink, "app_moves_total", "Moves.");
  CHECK_THAT(snapshot(sink), HasValue(moves.series("0"), 572));
}
