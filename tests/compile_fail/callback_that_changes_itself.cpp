// expect: takes no function that changes itself, such as a mutable lambda: scrapes of several threads may call it at the same time
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/sinks/null_sink.hpp>

auto add(const isometric::CallbackGauge<isometric::NullSink>& gauge) {
#ifdef ISOMETRIC_SHOULD_FAIL
  return gauge.add([calls = 0]() mutable { return ++calls; });
#else
  return gauge.add([calls = 0] { return calls + 1; });
#endif
}
