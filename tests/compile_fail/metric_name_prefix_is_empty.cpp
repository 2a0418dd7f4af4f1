// expect: metric name prefix is empty
#include <isometric/description/metric_name_prefix.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::MetricNamePrefix prefix = "";
#else
const isometric::MetricNamePrefix prefix = "app_";
#endif
