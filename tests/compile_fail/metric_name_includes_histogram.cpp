// expect: metric name must not include a metric type
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::HistogramName name = "request_histogram_seconds";
#else
isometric::HistogramName name = "request_seconds";
#endif
