// expect: the series of this sink cannot be read: its handles have no value() const noexcept
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
bool is_busy(const isometric::Counter<isometric::NullSink>& counter) {
  return counter.value() > 3;
}
#else
bool is_busy(const isometric::Counter<isometric::RecordingSink>& counter) {
  return counter.value() > 3;
}
#endif
