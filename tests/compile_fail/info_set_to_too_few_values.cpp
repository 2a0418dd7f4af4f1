// expect: takes one value for each label, in order of declaration
#include <isometric/instruments/info.hpp>
#include <isometric/sinks/null_sink.hpp>

using isometric::NullSink;
using Version = isometric::Label<"version">;
using Revision = isometric::Label<"revision">;

const isometric::Info<NullSink, Version, Revision> build(NullSink{}, "app_build_info", "Build.");

void use() {
#ifdef ISOMETRIC_SHOULD_FAIL
  build.set("1.2.3");
#else
  build.set("1.2.3", "abc");
#endif
}
