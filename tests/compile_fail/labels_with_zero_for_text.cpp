// expect-gcc: the label's value has the wrong type ... open labels take text ... Label = ... "group"
// expect-clang: the 1st label's value has the wrong type: open labels take text
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/null_sink.hpp>

using isometric::NullSink;

const isometric::Counter<NullSink, isometric::Label<"group">> moves(NullSink{}, "app_moves_total",
                                                                    "Moves.");

void use() {
#ifdef ISOMETRIC_SHOULD_FAIL
  moves.labels(0).inc();  // std::string_view would read a null pointer
#else
  moves.labels("0").inc();
#endif
}
