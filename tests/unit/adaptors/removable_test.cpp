#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/metrics_source.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <string_view>
#include <type_traits>

using namespace test_support;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::Removable;

namespace {

template <class Sink>
struct Server {
  explicit Server(const Sink& sink)
      : moves(sink, "app_moves_total", "Moves."),
        nodes(sink, "app_nodes", "Nodes."),
        sizes(sink, "app_size", "Sizes.") {}

  isometric::Counter<Removable<Sink>, Group, Way> moves;
  isometric::Gauge<Removable<Sink>, Group> nodes;
  isometric::Histogram<Sink> sizes;
};

}  // namespace

TEST_CASE("an instrument on a removable sink is constructed with the sink itself") {
  STATIC_REQUIRE(isometric::MetricsSink<Removable<RegistrySink>>);
  STATIC_REQUIRE(std::is_convertible_v<const RegistrySink&, Removable<RegistrySink>>);
  const RegistrySink sink;
  const Server<RegistrySink> server(sink);
  server.moves.labels("rack-1", Direction::up).inc();
  server.nodes.labels("rack-1").set(3);
  server.sizes.observe(1);
  const auto seen = snapshot(sink);
  CHECK(seen.value(server.moves.series("rack-1", Direction::up)) == 1);
  CHECK(seen.value(server.nodes.series("rack-1")) == 3);
  CHECK(seen.histogram(server.sizes.series()).count == 1);
}

TEST_CASE("a family that is declared through a removable sink can lose series") {
  const RegistrySink sink;
  isometric::FamilyDescriptor described;
  described.type = isometric::MetricType::gauge;
  described.name = "app_nodes";
  described.help = "Nodes.";
  const auto family = Removable<RegistrySink>(sink).gauge(described);
  STATIC_REQUIRE(isometric::RemovableFamily<std::remove_const_t<decltype(family)>>);
  family.block({}).series(0).set(3);
  REQUIRE(snapshot(sink).value({"app_nodes"}) == 3);
  CHECK(family.remove({}, 0));
  CHECK(snapshot(sink).find_series({"app_nodes"}) == nullptr);
}

TEST_CASE("on the null sink, a removable sink and its instruments are empty") {
  STATIC_REQUIRE(std::is_empty_v<Removable<NullSink>>);
  STATIC_REQUIRE(std::is_empty_v<isometric::Counter<Removable<NullSink>, Group>>);
  const Server<NullSink> server(NullSink{});
  server.moves.labels("rack-1", Direction::up).inc();
}
