#pragma once

#include <isometric/instruments.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>

#include <cstddef>

// What the cases of mistakes.txt are about.

using Sink = isometric::NullSink;

using Peer = isometric::Label<"peer">;
using Version = isometric::Label<"version">;
using Model = isometric::Label<"model">;

enum class Direction { up, down };
consteval auto label_values(Direction) {
  return isometric::closed<Direction>({{Direction::up, "up"}, {Direction::down, "down"}});
}
using Way = isometric::Label<"direction", Direction>;

using Total = isometric::Counter<Sink>;
using Level = isometric::Gauge<Sink>;
using Wait = isometric::Histogram<Sink>;
using Delay = isometric::Summary<Sink>;

inline const Sink sink;
inline const Total total(sink, "app_requests_total", "Requests.");
inline const Level level(sink, "app_level", "Level.");
inline const Wait wait(sink, "app_wait_seconds", "Wait.");
inline const isometric::Counter<Sink, Version, Model, Way> moves(sink, "app_moves_total", "Moves.");
inline const isometric::Info<Sink, Version> build(sink, "app_build_info", "Build.");
inline const isometric::Counter<isometric::Removable<Sink>, Version, Way> jobs(sink,
                                                                               "app_jobs_total",
                                                                               "Jobs.");
