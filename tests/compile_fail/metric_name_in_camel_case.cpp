// expect: metric name must be snake_case not camelCase
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "queueLength";
#else
isometric::GaugeName name = "queue_length";
#endif
