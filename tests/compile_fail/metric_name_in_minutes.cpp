// expect: metric name must use base units
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::CounterName name = "worked_minutes_total";
#else
isometric::CounterName name = "worked_seconds_total";
#endif
