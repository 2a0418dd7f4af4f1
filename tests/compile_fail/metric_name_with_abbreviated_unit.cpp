// expect: metric name must not contain abbreviated units
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::HistogramName name = "request_ms";
#else
isometric::HistogramName name = "request_seconds";
#endif
