#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/in_flight.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <memory>
#include <stdexcept>
#include <thread>
#include <type_traits>

using namespace test_support;
using isometric::Gauge;
using isometric::InFlight;
using isometric::NullSink;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;

namespace {

struct Server {
  RegistrySink sink;
  Gauge<RegistrySink> requests{sink, "app_requests_in_flight", "Requests."};
  Gauge<RegistrySink, Group> moves{sink, "app_moves_in_flight", "Moves."};

  double in_flight() const { return snapshot(sink).value(requests.series()); }
};

}  // namespace

TEST_CASE(
    "a gauge counts what is in flight, one more for each that begins and one less at its end") {
  const Server server;
  {
    const InFlight first{server.requests};
    CHECK(server.in_flight() == 1);
    {
      const InFlight second{server.requests};
      CHECK(server.in_flight() == 2);
    }
    CHECK(server.in_flight() == 1);
  }
  CHECK(server.in_flight() == 0);
}

TEST_CASE("in flight is no more what an exception has ended") {
  const Server server;
  try {
    const InFlight request{server.requests};
    throw std::runtime_error("the request failed");
  } catch (const std::runtime_error&) {
  }
  CHECK(server.in_flight() == 0);
}

TEST_CASE("what is in flight may be told apart by labels") {
  const Server server;
  const InFlight move{server.moves.labels("rack-1")};
  CHECK_THAT(snapshot(server.sink), HasValue(server.moves.series("rack-1"), 1));
  CHECK(server.in_flight() == 0);
}

TEST_CASE("what is in flight may end in another thread") {
  const Server server;
  auto request = std::make_unique<InFlight<Gauge<RegistrySink>::handle_type>>(server.requests);
  CHECK(server.in_flight() == 1);
  std::thread([&] { request.reset(); }).join();
  CHECK(server.in_flight() == 0);
}

TEST_CASE("what is in flight can be neither copied nor moved: it ends once") {
  using Request = InFlight<Gauge<RegistrySink>::handle_type>;
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<Request>);
  STATIC_REQUIRE_FALSE(std::is_move_constructible_v<Request>);
  STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<Request>);
}

TEST_CASE("on a sink that keeps nothing, what is in flight is empty") {
  const Gauge<NullSink, Group> moves(NullSink{}, "app_moves_in_flight", "Moves.");
  const InFlight move{moves.labels("rack-1")};
  STATIC_REQUIRE(std::is_empty_v<decltype(move)>);
}
