#include "support/catch.hpp"
#include "support/labels.hpp"

#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/outcome_counter.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <stdexcept>
#include <type_traits>

using namespace test_support;
using isometric::Counter;
using isometric::NullSink;
using isometric::OutcomeCounter;
using isometric::RegistrySink;
using isometric::snapshot;
using isometric::testing::HasValue;
using isometric::testing::OnlyChanged;

namespace {

using Moves = Counter<RegistrySink, Outcome>;

struct Server {
  RegistrySink sink;
  Moves moves{sink, "app_moves_total", "Moves, by what came of them."};

  /// What came of one move, which `action` does.
  template <class Action>
  auto change_by(Action action) const {
    const auto before = snapshot(sink);
    try {
      OutcomeCounter outcome{moves.labels(Result::done), moves.labels(Result::failed)};
      action(outcome);
    } catch (const std::runtime_error&) {
    }
    return snapshot(sink) - before;
  }
};

}  // namespace

TEST_CASE("a scope that ends by itself is one success and no failure") {
  const Server server;
  CHECK_THAT(server.change_by([](auto&) {}), OnlyChanged(server.moves.series(Result::done), +1));
}

TEST_CASE("a scope that an exception ends is one failure and no success") {
  const Server server;
  CHECK_THAT(server.change_by([](auto&) { throw std::runtime_error("failed"); }),
             OnlyChanged(server.moves.series(Result::failed), +1));
}

TEST_CASE("a scope that the code calls a failure is one, however it ends") {
  const Server server;
  CHECK_THAT(server.change_by([](auto& outcome) { outcome.fail(); }),
             OnlyChanged(server.moves.series(Result::failed), +1));
  CHECK_THAT(server.change_by([](auto& outcome) {
    outcome.fail();
    outcome.fail();
    throw std::runtime_error("failed");
  }),
             OnlyChanged(server.moves.series(Result::failed), +1));
}

TEST_CASE("in a destructor during unwinding, a scope that ends by itself is a success") {
  const Server server;
  struct CleansUp {
    const Moves& moves;
    ~CleansUp() {
      const OutcomeCounter outcome{moves.labels(Result::done), moves.labels(Result::failed)};
    }
  };
  CHECK_THROWS_AS(
      [&] {
        const CleansUp cleans_up{server.moves};
        throw std::runtime_error("failed");
      }(),
      std::runtime_error);
  CHECK_THAT(snapshot(server.sink), HasValue(server.moves.series(Result::done), 1));
  CHECK_THAT(snapshot(server.sink), HasValue(server.moves.series(Result::failed), 0));
}

TEST_CASE("success and failure may be counted in families of their own, without labels") {
  const RegistrySink sink;
  const Counter<RegistrySink> moves(sink, "app_moves_total", "Moves.");
  const Counter<RegistrySink, Ready> failures(sink, "app_failed_moves_total", "Failed moves.");
  OutcomeCounter{moves, failures.labels(false)}.fail();
  CHECK_THAT(snapshot(sink), HasValue(moves.series(), 0));
  CHECK_THAT(snapshot(sink), HasValue(failures.series(false), 1));
}

TEST_CASE("success and failure may go to different sinks, of which one keeps nothing") {
  const RegistrySink sink;
  const Counter<NullSink> moves(NullSink{}, "app_moves_total", "Moves.");
  const Counter<RegistrySink> failures(sink, "app_failed_moves_total", "Failed moves.");
  {
    const OutcomeCounter success{moves, failures};
    OutcomeCounter failure{moves, failures};
    failure.fail();
  }
  CHECK_THAT(snapshot(sink), HasValue(failures.series(), 1));
}

TEST_CASE("an outcome can be neither copied nor moved: it is counted once") {
  using Handle = Moves::handle_type;
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<OutcomeCounter<Handle, Handle>>);
  STATIC_REQUIRE_FALSE(std::is_move_constructible_v<OutcomeCounter<Handle, Handle>>);
}

TEST_CASE("on a sink that keeps nothing, an outcome is empty") {
  const Counter<NullSink, Ready> moves(NullSink{}, "app_moves_total", "Moves.");
  OutcomeCounter outcome{moves.labels(true), moves.labels(false)};
  outcome.fail();
  STATIC_REQUIRE(std::is_empty_v<decltype(outcome)>);
}
