// expect: counter name must end in total
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/null_sink.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::DynamicCounter<isometric::NullSink> jobs(isometric::NullSink{}, "app_jobs", "Jobs.");
#else
isometric::DynamicCounter<isometric::NullSink> jobs(isometric::NullSink{}, "app_jobs_total",
                                                    "Jobs.");
#endif
