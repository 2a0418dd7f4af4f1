// expect: a label of the instrument has the name of a constant label that its sink adds
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/null_sink.hpp>

using Sink = isometric::PrefixedSink<isometric::LabeledSink<isometric::NullSink, "zone">>;

void declare(const Sink& sink) {
#ifdef ISOMETRIC_SHOULD_FAIL
  isometric::Counter<Sink, isometric::Label<"zone">> moves(sink, "moves_total", "Moves.");
#else
  isometric::Counter<Sink, isometric::Label<"group">> moves(sink, "moves_total", "Moves.");
#endif
}
