// expect: metric name prefix must not include a metric type
#include <isometric/description/metric_name_prefix.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::MetricNamePrefix prefix = "app_gauge_";
#else
const isometric::MetricNamePrefix prefix = "app_";
#endif
