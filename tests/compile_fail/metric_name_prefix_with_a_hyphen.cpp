// expect: metric name prefix must match letters digits and underscores
#include <isometric/description/metric_name_prefix.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
const isometric::MetricNamePrefix prefix = "my-app_";
#else
const isometric::MetricNamePrefix prefix = "my_app_";
#endif
