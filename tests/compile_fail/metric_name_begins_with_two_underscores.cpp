// expect: metric name must not begin with two underscores
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "__queue_length";
#else
isometric::GaugeName name = "queue_length";
#endif
