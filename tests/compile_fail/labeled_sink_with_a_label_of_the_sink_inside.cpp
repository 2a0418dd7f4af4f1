// expect: a LabeledSink adds a label that it or the sink inside adds already
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/sinks/null_sink.hpp>

using Inner = isometric::LabeledSink<isometric::NullSink, "zone">;

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::LabeledSink<Inner, "zone"> sink(Inner({}, "eu"), "3");
#else
isometric::LabeledSink<Inner, "rack"> sink(Inner({}, "eu"), "3");
#endif
