// expect: metric name prefix must not include units other than base units
#include <isometric/description/metric_name_prefix.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::MetricNamePrefix prefix = "app_milliseconds_";
#else
const isometric::MetricNamePrefix prefix = "app_seconds_";
#endif
