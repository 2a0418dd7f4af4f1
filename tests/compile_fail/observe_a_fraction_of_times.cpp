// expect: observe(value, times) takes what was observed and then how many times, a whole number
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/null_sink.hpp>

void use(const isometric::Histogram<isometric::NullSink>& delays) {
#ifdef ISOMETRIC_SHOULD_FAIL
  delays.observe(3, 0.25);
#else
  delays.observe(0.25, 3);
#endif
}
