// expect: the series of this sink cannot be read: its handles have no count() const and sum() const
#include <isometric/adaptors/tee_sink.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/null_sink.hpp>
#include <isometric/sinks/recording_sink.hpp>

using isometric::NullSink;
using isometric::RecordingSink;

#ifdef ISOMETRIC_SHOULD_FAIL
bool is_busy(const isometric::Summary<isometric::TeeSink<NullSink, NullSink>>& sizes) {
  return sizes.labels().count() > 3;
}
#else
bool is_busy(const isometric::Summary<isometric::TeeSink<NullSink, RecordingSink>>& sizes) {
  return sizes.labels().count() > 3;
}
#endif
