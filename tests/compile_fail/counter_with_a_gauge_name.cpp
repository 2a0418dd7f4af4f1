// expect: counter name must end in _total unless kept by legacy_name
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

void use() {
#ifdef ISOMETRIC_SHOULD_FAIL
  const isometric::Counter<NullSink> moves(NullSink{}, "app_moves", "Moves.");
#else
  const isometric::Counter<NullSink> moves(NullSink{}, "app_moves_total", "Moves.");
#endif
}
