#include "support/catch.hpp"
#include "support/labels.hpp"
#include "support/snapshots.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/owned_series.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/catch2.hpp>

#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

using namespace test_support;
using isometric::Gauge;
using isometric::RegistrySink;
using isometric::Removable;
using isometric::snapshot;
using isometric::testing::HasValue;

namespace {

using Sessions = Gauge<Removable<RegistrySink>, Group>;

}  // namespace

TEST_CASE("an owned series is in the scrape as long as its owner lives") {
  const RegistrySink sink;
  const Sessions sessions(sink, "app_sessions", "Sessions.");
  CHECK_FALSE(shows(sink, sessions.series("a")));
  {
    const auto owned = sessions.own("a");
    owned->set(3);
    CHECK_THAT(snapshot(sink), HasValue(sessions.series("a"), 3));
  }
  CHECK_FALSE(shows(sink, sessions.series("a")));
}

TEST_CASE("two owners share a series, which goes with the second of them") {
  const RegistrySink sink;
  const Sessions sessions(sink, "app_sessions", "Sessions.");
  std::optional first(sessions.own("a"));
  std::optional second(sessions.own("a"));
  (*first)->inc();
  (*second)->inc();
  CHECK_THAT(snapshot(sink), HasValue(sessions.series("a"), 2));
  first.reset();
  CHECK_THAT(snapshot(sink), HasValue(sessions.series("a"), 2));
  second.reset();
  CHECK_FALSE(shows(sink, sessions.series("a")));
}

TEST_CASE("an owner that is moved goes on owning, once") {
  const RegistrySink sink;
  const Sessions sessions(sink, "app_sessions", "Sessions.");
  auto first = sessions.own("a");
  auto second = std::move(first);
  second->set(1);
  CHECK(shows(sink, sessions.series("a")));
  second = sessions.own("b");
  CHECK_FALSE(shows(sink, sessions.series("a")));
  CHECK(shows(sink, sessions.series("b")));
  static_assert(!std::is_copy_constructible_v<decltype(second)>);
}

TEST_CASE("an owner whose series was removed leaves alone the one that came after it") {
  const RegistrySink sink;
  const Sessions sessions(sink, "app_sessions", "Sessions.");
  {
    const auto owned = sessions.own("a");
    CHECK(sessions.remove("a"));
    sessions.labels("a").set(7);
    owned->set(1);  // shows nowhere
  }
  CHECK_THAT(snapshot(sink), HasValue(sessions.series("a"), 7));
}

TEST_CASE("an owner keeps alive what it needs") {
  std::optional<
      isometric::OwnedSeries<isometric::detail::GaugeFamilyOf<Removable<RegistrySink>>,
                             isometric::GaugeHandle<isometric::detail::SeriesOf<
                                 isometric::detail::GaugeFamilyOf<Removable<RegistrySink>>>>>>
      owned;
  {
    const RegistrySink sink;
    const Sessions sessions(sink, "app_sessions", "Sessions.");
    owned.emplace(sessions.own("a"));
  }
  (*owned)->set(1);
  owned.reset();
}

TEST_CASE("beyond the cap an owner has the overflow series, which stays when it goes") {
  const RegistrySink sink;
  const Sessions sessions(sink, "app_sessions", "Sessions.", {.max_series = 1});
  const auto first = sessions.own("a");
  {
    const auto second = sessions.own("b");
    second->set(5);
  }
  CHECK_THAT(snapshot(sink), HasValue(sessions.series("isometric_overflow"), 5));
}

TEST_CASE("a value outside of the closed set is owned, counted and shown nowhere") {
  const RegistrySink sink;
  const Gauge<Removable<RegistrySink>, Way> moves(sink, "app_moves", "Moves.");
  const auto before = snapshot(sink);
  {
    moves.own(static_cast<Direction>(7))->set(4);
  }
  CHECK(snapshot(sink).find_family("app_moves")->series.size() == 2);
  CHECK_THAT(snapshot(sink), HasValue(moves.series(Direction::up), 0));
  CHECK_THAT(snapshot(sink),
             HasValue({"isometric_rejected_label_values_total", {{"family", "app_moves"}}}, 1));
}

TEST_CASE("owners in many threads leave nothing behind") {
  const RegistrySink sink;
  const Sessions sessions(sink, "app_sessions", "Sessions.");
  in_threads(4, [&](std::size_t thread) {
    for (int i = 0; i < 500; ++i) {
      const auto owned = sessions.own(thread % 2 == 0 ? "even" : "odd");
      owned->inc();
      static_cast<void>(snapshot(sink));
    }
  });
  CHECK(snapshot(sink).find_family("app_sessions") == nullptr);
}
