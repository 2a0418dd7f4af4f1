// expect: isometric: series(...) needs a sink that remembers what it is told
#include <isometric/instruments/counter.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/null_sink.hpp>

using isometric::NullSink;

const isometric::Counter<NullSink, isometric::Label<"group">> moves(NullSink{}, "app_moves_total",
                                                                    "Moves.");

void use() {
  moves.labels("a").inc();
#ifdef ISOMETRIC_SHOULD_FAIL
  static_cast<void>(moves.series("a"));
#endif
}
