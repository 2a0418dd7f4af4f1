// expect: metric name must not include a metric type
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "queue_gauge";
#else
isometric::GaugeName name = "queue_length";
#endif
