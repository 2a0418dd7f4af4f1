// expect: metric name prefix must not begin with isometric
#include <isometric/description/metric_name_prefix.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::MetricNamePrefix prefix = "isometric_app_";
#else
const isometric::MetricNamePrefix prefix = "app_";
#endif
