// expect-gcc: the label's value has the wrong type ... open labels take text ... Label = ... "ready"
// expect-clang: the label's value has the wrong type: open labels take text
#include <isometric/instruments/binding.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/null_sink.hpp>

using Group = isometric::Label<"group">;
using Zone = isometric::Label<"zone">;
using Ready = isometric::Label<"ready", bool>;

const isometric::Counter<isometric::NullSink, Group, Ready> moves(isometric::NullSink{},
                                                                  "app_moves_total", "Moves.");

void use() {
#ifdef ISOMETRIC_SHOULD_FAIL
  moves.bind(Ready{1});
#else
  moves.bind(Ready{true});
#endif
}
