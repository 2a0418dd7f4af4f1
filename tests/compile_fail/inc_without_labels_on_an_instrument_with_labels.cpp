// expect: what is updated or read is a series name its labels first
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/null_sink.hpp>

using isometric::NullSink;
using Group = isometric::Label<"group">;
using Zone = isometric::Label<"zone">;
using Ready = isometric::Label<"ready", bool>;

enum class Direction { up, down };
consteval auto label_values(Direction) {
  return isometric::closed<Direction>({{Direction::up, "up"}, {Direction::down, "down"}});
}
using Way = isometric::Label<"direction", Direction>;

const isometric::Counter<NullSink, Group, Way> moves(NullSink{}, "app_moves_total", "Moves.");

void use() {
#ifdef ISOMETRIC_SHOULD_FAIL
  moves.inc();
#else
  moves.labels("a", Direction::up).inc();
#endif
}
