// expect: metric name must match letters digits and underscores
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "queue-length";
#else
isometric::GaugeName name = "queue_length";
#endif
