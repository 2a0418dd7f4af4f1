// expect: a summary takes its values one by one, as prometheus-cpp's do
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/null_sink.hpp>

void use(const isometric::Summary<isometric::NullSink>& delays) {
#ifdef ISOMETRIC_SHOULD_FAIL
  delays.observe(0.25, 3);
#else
  for (int i = 0; i < 3; ++i) delays.observe(0.25);
#endif
}
