#include "support/catch.hpp"
#include "support/each_sink.hpp"
#include "support/labels.hpp"
#include "support/threads.hpp"

#include <isometric/adaptors/filter_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/owned_series.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/catalogue_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/sink_archetype.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <map>
#include <string>
#include <type_traits>
#include <utility>

using namespace isometric;
using namespace test_support;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Sink>
struct Instruments {
  Counter<Sink, Group> moves;
  Gauge<Sink, Group> nodes;
  Histogram<Sink, Group> delays;
  Summary<Sink, Group> sizes;

  explicit Instruments(const Sink& sink)
      : moves(sink, "app_moves_total", "Moves."),
        nodes(sink, "app_nodes", "Nodes."),
        delays(sink, "app_delay_seconds", "Delays."),
        sizes(sink, "app_size_bytes", "Sizes.") {}
};

/// A handle of each type, as members of a class whose series are not known yet.
template <class Instruments>
struct Handles {
  typename decltype(Instruments::moves)::handle_type moves;
  typename decltype(Instruments::nodes)::handle_type nodes;
  typename decltype(Instruments::delays)::handle_type delays;
  typename decltype(Instruments::sizes)::handle_type sizes;
};

/// Every update there is, and every refused one.
void update(const auto& moves, const auto& nodes, const auto& delays, const auto& sizes) {
  moves.inc();
  moves.inc(2);
  moves.inc(-1);
  nodes.set(5);
  nodes.inc();
  nodes.dec(2);
  nodes.set_to_current_time();
  nodes.inc(not_a_number);
  delays.observe(1);
  delays.observe(1, 3);
  delays.observe(not_a_number);
  delays.observe(not_a_number, 3);
  sizes.observe(1);
  sizes.observe(not_a_number);
}

void update(const auto& handles) {
  update(handles.moves, handles.nodes, handles.delays, handles.sizes);
}

}  // namespace

TEST_CASE("updates of empty handles change nothing and are counted nowhere") {
  with_each_readable_sink([]<class Sink>(const Sink& sink) {
    const Instruments instruments(sink);
    static_cast<void>(instruments.moves.labels("a"));
    const auto before = snapshot(sink);
    update(Handles<Instruments<Sink>>());
    update(Handles<Instruments<Removable<Sink>>>());
    CHECK(snapshot(sink) == before);
  });
}

TEST_CASE("what is read of an empty handle is 0, whatever it was told") {
  with_each_readable_sink([]<class Sink>(const Sink&) {
    const auto is_zero = [](const auto& handles) {
      update(handles);
      CHECK(handles.moves.value() == 0);
      CHECK(handles.nodes.value() == 0);
      CHECK(handles.delays.count() == 0);
      CHECK(handles.delays.sum() == 0);
      CHECK(handles.sizes.count() == 0);
      CHECK(handles.sizes.sum() == 0);
    };
    is_zero(Handles<Instruments<Sink>>());
    is_zero(Handles<Instruments<Removable<Sink>>>());
  });
}

TEST_CASE("handles live in maps, arrays and members that are set later") {
  with_each_readable_sink([](const auto& sink) {
    const Instruments instruments(sink);
    using Moves = typename decltype(instruments.moves)::handle_type;

    std::map<std::string, Moves> by_name;
    by_name["a"].inc();
    CHECK(by_name["a"].is_empty());
    by_name["a"] = instruments.moves.labels("a");
    by_name["a"].inc();
    CHECK_FALSE(by_name["a"].is_empty());
    CHECK(instruments.moves.labels("a").value() == 1);

    std::array<Moves, 3> by_index;
    by_index[1] = instruments.moves.labels("b");
    for (const Moves& moves : by_index) moves.inc(4);
    CHECK(instruments.moves.labels("b").value() == 4);

    Handles<std::remove_const_t<decltype(instruments)>> members;
    members.delays = instruments.delays.labels("a");
    members.nodes = instruments.nodes.labels("a");
    members.sizes = instruments.sizes.labels("a");
    update(members);
    CHECK(instruments.nodes.labels("a").value() > 1e9);
    CHECK(instruments.delays.labels("a").count() == 4);
    CHECK(instruments.sizes.labels("a").count() == 1);
    members.delays = {};
    members.delays.observe(1);
    CHECK(instruments.delays.labels("a").count() == 4);
  });
}

TEST_CASE("owners live in maps and members that are set later") {
  with_each_readable_sink([](const auto& sink) {
    const Instruments instruments{Removable(sink)};
    using Nodes = decltype(instruments.nodes);
    STATIC_REQUIRE(std::same_as<typename Nodes::owned_type, decltype(instruments.nodes.own("a"))>);

    const auto before = snapshot(sink);
    std::map<std::string, typename Nodes::owned_type> by_name;
    by_name["a"]->set(7);
    CHECK(by_name["a"].is_empty());
    CHECK((*by_name["a"]).is_empty());
    CHECK(by_name["a"]->value() == 0);
    CHECK(snapshot(sink) == before);

    by_name["a"] = instruments.nodes.own("a");
    by_name["a"]->set(3);
    CHECK_FALSE(by_name["a"].is_empty());
    CHECK_FALSE(by_name["a"]->is_empty());
    CHECK(instruments.nodes.labels("a").value() == 3);

    by_name["a"] = {};
    CHECK(by_name["a"].is_empty());
    CHECK(snapshot(sink) == before);
  });
}

TEST_CASE("an owner that was moved from is empty, and goes on taking updates that show nowhere") {
  with_each_readable_sink([](const auto& sink) {
    const Instruments instruments{Removable(sink)};
    auto moves = instruments.moves.own("a");
    auto nodes = instruments.nodes.own("a");
    auto delays = instruments.delays.own("a");
    auto sizes = instruments.sizes.own("a");
    const auto new_moves = std::move(moves);
    const auto new_nodes = std::move(nodes);
    const auto new_delays = std::move(delays);
    typename decltype(instruments.sizes)::owned_type new_sizes;
    new_sizes = std::move(sizes);
    const auto before = snapshot(sink);
    update(*moves, *nodes, *delays, *sizes);  // NOLINT(bugprone-use-after-move): it is the test's
    CHECK(snapshot(sink) == before);
    CHECK(moves.is_empty());
    CHECK(sizes.is_empty());
    CHECK(delays->count() == 0);
    CHECK_FALSE(new_moves.is_empty());
    new_moves->inc();
    CHECK(new_moves->value() == 1);
    moves = instruments.moves.own("b");
    moves->inc(2);
    CHECK(instruments.moves.labels("b").value() == 2);
  });
}

TEST_CASE("owners of infos and registrations of callbacks are set later as well") {
  const RegistrySink sink;
  const Info<Removable<RegistrySink>, Group> infos(sink, "app_mode_info", "Mode.");
  const CallbackGauge<RegistrySink, Group> load(sink, "app_load", "Load.");
  const auto before = snapshot(sink);
  std::map<std::string, decltype(infos)::owned_type> modes;
  std::map<std::string, decltype(load)::registration_type> loads;
  CHECK(modes["a"].is_empty());
  static_cast<void>(loads["a"]);
  CHECK(snapshot(sink) == before);
  modes["a"] = infos.own("fast");
  loads["a"] = load.add("a", [] { return 2.0; });
  CHECK(snapshot(sink).value(infos.series("fast")) == 1);
  CHECK(snapshot(sink).value(load.series("a")) == 2);
  modes.clear();
  loads.clear();
  CHECK(snapshot(sink) == before);
}

TEST_CASE("empty handles of the process-wide sink show nowhere", "[global_registry]") {
  const GlobalSink sink;
  const auto before = snapshot(sink);
  update(Handles<Instruments<GlobalSink>>());
  update(Handles<Instruments<Removable<GlobalSink>>>());
  CHECK(snapshot(sink) == before);
}

TEST_CASE("handles over a sink that keeps nothing are empty, and may be made of nothing") {
  const auto are_empty = [](const auto& sink) {
    const Instruments instruments(sink);
    CHECK(instruments.moves.labels("a").is_empty());
    CHECK(instruments.sizes.labels("a").is_empty());
    update(Handles<std::remove_const_t<decltype(instruments)>>());
    const Instruments removable{Removable(PrefixedSink(sink, "other_"))};
    typename decltype(removable.moves)::owned_type owned;
    owned = removable.moves.own("a");
    owned->inc();
    CHECK(owned->is_empty());
  };
  are_empty(NullSink());
  are_empty(CatalogueSink());
  are_empty(FilterSink(RegistrySink(), [](MetricType) { return false; }));
  are_empty(FilterSink(RegistrySink(), [](const FamilyDescriptor&) { return false; }));
  are_empty(AnySink(NullSink()));
}

TEST_CASE("only handles of sinks whose handles can be empty are made of nothing") {
  using Plain = testing::SinkArchetype;
  using Moves = Counter<Plain>::handle_type;
  STATIC_REQUIRE_FALSE(std::default_initializable<Moves>);
  const Moves moves = Counter<Plain>(testing::make_archetype<Plain>(), "a_total", "A.").labels();
  CHECK_FALSE(moves.is_empty());
  using Owned = Counter<Removable<testing::RemovableSinkArchetype>>::owned_type;
  STATIC_REQUIRE_FALSE(std::default_initializable<Owned>);
  STATIC_REQUIRE(std::movable<Owned>);
}

TEST_CASE("many threads make and update empty handles at once") {
  with_each_readable_sink([]<class Sink>(const Sink& sink) {
    const Instruments instruments{Removable(sink)};
    const auto before = snapshot(sink);
    in_threads(4, [&](std::size_t thread) {
      for (int i = 0; i < 50; ++i) {
        update(Handles<Instruments<Sink>>());
        const Handles<Instruments<Removable<Sink>>> handles;
        const auto copies = handles;
        update(copies);
        auto owned = instruments.moves.own(thread % 2 == 0 ? "even" : "odd");
        const auto moved = std::move(owned);
        owned->inc();  // NOLINT(bugprone-use-after-move): it is the test's
      }
    });
    CHECK(snapshot(sink) == before);
  });
}
