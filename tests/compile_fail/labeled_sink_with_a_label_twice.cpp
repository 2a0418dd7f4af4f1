// expect: a LabeledSink adds a label that it or the sink inside adds already
#include <isometric/adaptors/labeled_sink.hpp>
#include <isometric/sinks/null_sink.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::LabeledSink<isometric::NullSink, "zone", "zone"> sink({}, "eu", "3");
#else
isometric::LabeledSink<isometric::NullSink, "zone", "rack"> sink({}, "eu", "3");
#endif
