// expect: label name must not begin with two underscores
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/null_sink.hpp>

void count(const isometric::DynamicCounter<isometric::NullSink>& jobs) {
#ifdef ISOMETRIC_SHOULD_FAIL
  jobs.labels({{"__queue", "mail"}}).inc();
#else
  jobs.labels({{"queue", "mail"}}).inc();
#endif
}
