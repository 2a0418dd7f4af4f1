// expect: an info's labels must be open
#include <isometric/instruments/info.hpp>
#include <isometric/sinks/null_sink.hpp>

using isometric::NullSink;
using Version = isometric::Label<"version">;

#ifdef ISOMETRIC_SHOULD_FAIL
using Debug = isometric::Label<"debug", bool>;
const isometric::Info<NullSink, Version, Debug> build(NullSink{}, "app_build_info", "Build.");
#else
using Debug = isometric::Label<"debug">;
const isometric::Info<NullSink, Version, Debug> build(NullSink{}, "app_build_info", "Build.");
#endif
