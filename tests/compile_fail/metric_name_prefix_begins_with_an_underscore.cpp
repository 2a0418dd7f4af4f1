// expect: metric name prefix must not begin with an underscore
#include <isometric/description/metric_name_prefix.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::MetricNamePrefix prefix = "_app_";
#else
const isometric::MetricNamePrefix prefix = "app_";
#endif
