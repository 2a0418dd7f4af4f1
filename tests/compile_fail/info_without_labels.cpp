// expect: an info needs a label: labels are all that it tells
#include <isometric/instruments/info.hpp>
#include <isometric/sinks/null_sink.hpp>

using isometric::NullSink;
using Version = isometric::Label<"version">;

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::Info<NullSink> build(NullSink{}, "app_build_info", "Build.");
#else
const isometric::Info<NullSink, Version> build(NullSink{}, "app_build_info", "Build.");
#endif
