// expect: metric name must not begin with isometric
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "isometric_queue_length";
#else
isometric::GaugeName name = "queue_length";
#endif
