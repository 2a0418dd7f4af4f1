// expect: metric name prefix must be snake_case not camelCase
#include <isometric/description/metric_name_prefix.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::MetricNamePrefix prefix = "myApp_";
#else
const isometric::MetricNamePrefix prefix = "my_app_";
#endif
