// expect: metric name must not include a metric type
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::SummaryName name = "request_summary_seconds";
#else
isometric::SummaryName name = "request_seconds";
#endif
