// expect: then a copyable function without parameters that returns a number
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/sinks/null_sink.hpp>

auto add(const isometric::CallbackGauge<isometric::NullSink>& gauge) {
#ifdef ISOMETRIC_SHOULD_FAIL
  return gauge.add([] { return "many"; });
#else
  return gauge.add([] { return 3; });
#endif
}
