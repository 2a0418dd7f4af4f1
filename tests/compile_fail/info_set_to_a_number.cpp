// expect-gcc: the label's value has the wrong type ... open labels take text ... Label = ... "version"
// expect-clang: the 1st label's value has the wrong type: open labels take text
#include <isometric/instruments/info.hpp>
#include <isometric/sinks/null_sink.hpp>

using isometric::NullSink;
using Version = isometric::Label<"version">;

const isometric::Info<NullSink, Version> build(NullSink{}, "app_build_info", "Build.");

void use() {
#ifdef ISOMETRIC_SHOULD_FAIL
  build.set(0);
#else
  build.set("0");
#endif
}
