// expect-gcc: the label's value has the wrong type ... open labels take text ... Label = ... "ready"
// expect-clang: the 1st label's value has the wrong type: open labels take text
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

const isometric::Counter<NullSink, Ready> moves(NullSink{}, "app_moves_total", "Moves.");

void use() {
#ifdef ISOMETRIC_SHOULD_FAIL
  moves.labels(1).inc();
#else
  moves.labels(true).inc();
#endif
}
