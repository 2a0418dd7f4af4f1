// expect: metric name must use base units
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::HistogramName name = "request_milliseconds";
#else
isometric::HistogramName name = "request_seconds";
#endif
