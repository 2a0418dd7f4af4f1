#include "support/catch.hpp"
#include "support/snapshots.hpp"

#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/metrics_source.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/binding.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/reading/snapshot.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <string>

using isometric::Counter;
using isometric::RegistrySink;
using isometric::Removable;
using test_support::shows;

namespace {

enum class Direction { up, down };
consteval auto label_values(Direction) {
  return isometric::closed<Direction>({{Direction::up, "up"}, {Direction::down, "down"}});
}

using Version = isometric::Label<"version">;
using Model = isometric::Label<"model">;
using Way = isometric::Label<"direction", Direction>;

template <class Sink>
using Moves = Counter<Sink, Version, Way, Model>;

isometric::SeriesSelector moved(const std::string& version, const std::string& direction,
                                const std::string& model) {
  return {"app_moves_total", {{"version", version}, {"direction", direction}, {"model", model}}};
}

}  // namespace

TEST_CASE("values by name go to their labels, in whatever order they are given") {
  const RegistrySink sink;
  const Moves<RegistrySink> moves(sink, "app_moves_total", "Moves.");
  const std::string model = "m";
  moves.labels(Version{"1"}, Way{Direction::up}, Model{model}).inc();
  moves.labels(Model{model}, Way{Direction::up}, Version{"1"}).inc();
  moves.labels(Way{Direction::down}, Model{model}, Version{"1"}).inc(5);
  moves.labels("1", Direction::up, model).inc();
  CHECK(snapshot(sink).value(moved("1", "up", "m")) == 3);
  CHECK(snapshot(sink).value(moved("1", "down", "m")) == 5);
  CHECK(snapshot(sink).value(moves.series(Model{"m"}, Version{"1"}, Way{Direction::down})) == 5);
}

TEST_CASE("a value by name that is no enumerator is counted, as one by position is") {
  const RegistrySink sink;
  const Moves<RegistrySink> moves(sink, "app_moves_total", "Moves.");
  moves.labels(Model{"m"}, Way{static_cast<Direction>(7)}, Version{"1"}).inc();
  CHECK(snapshot(sink).value(
            {"isometric_rejected_label_values_total", {{"family", "app_moves_total"}}}) == 1);
}

TEST_CASE("values by name own and remove a series") {
  const RegistrySink sink;
  const Moves<Removable<RegistrySink>> moves(sink, "app_moves_total", "Moves.");
  {
    const auto owned = moves.own(Model{"m"}, Way{Direction::up}, Version{"1"});
    owned->inc(2);
    CHECK(snapshot(sink).value(moved("1", "up", "m")) == 2);
  }
  CHECK_FALSE(shows(sink, moved("1", "up", "m")));

  moves.labels("1", Direction::up, "m").inc();
  moves.labels("2", Direction::up, "m").inc();
  moves.labels("2", Direction::up, "n").inc();
  CHECK(moves.remove(Model{"m"}, Version{"1"}, Way{Direction::up}));
  CHECK_FALSE(moves.remove(Model{"m"}, Version{"1"}, Way{Direction::up}));
  CHECK_FALSE(shows(sink, moved("1", "up", "m")));
  CHECK(moves.remove_matching(Model{"n"}, Version{"2"}) == 2);
  CHECK(snapshot(sink).value(moved("2", "up", "m")) == 1);
  CHECK(moves.remove_matching(Version{"2"}) == 2);
  CHECK_FALSE(shows(sink, moved("2", "up", "m")));
}

TEST_CASE("values by name go to what a binding leaves, and to an info") {
  const RegistrySink sink;
  const Moves<RegistrySink> moves(sink, "app_moves_total", "Moves.");
  moves.bind(Way{Direction::up}).labels(Model{"m"}, Version{"1"}).inc();
  CHECK(snapshot(sink).value(moved("1", "up", "m")) == 1);

  const isometric::Info<Removable<RegistrySink>, Version, Model> build(sink, "app_build_info",
                                                                       "Build.");
  build.set(Model{"m"}, Version{"1"});
  CHECK(snapshot(sink).value({"app_build_info", {{"version", "1"}, {"model", "m"}}}) == 1);
  {
    const auto owned = build.own(Model{"n"}, Version{"2"});
    CHECK(snapshot(sink).value({"app_build_info", {{"version", "2"}, {"model", "n"}}}) == 1);
  }
  CHECK_FALSE(shows(sink, {"app_build_info", {{"version", "2"}, {"model", "n"}}}));
}

TEST_CASE("a callback is added with values by name") {
  const RegistrySink sink;
  const isometric::CallbackGauge<RegistrySink, Version, Model> queue(sink, "app_queue_jobs",
                                                                     "Jobs.");
  const auto in_order = queue.add("1", "m", [] { return 3; });
  const auto by_name = queue.add(Model{"n"}, Version{"2"}, [] { return 4; });
  CHECK(snapshot(sink).value({"app_queue_jobs", {{"version", "1"}, {"model", "m"}}}) == 3);
  CHECK(snapshot(sink).value({"app_queue_jobs", {{"version", "2"}, {"model", "n"}}}) == 4);
}
