// expect: metric name prefix must end in an underscore
#include <isometric/description/metric_name_prefix.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::MetricNamePrefix prefix = "app";
#else
const isometric::MetricNamePrefix prefix = "app_";
#endif
