// expect: metric name must not begin with an underscore
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "_queue_length";
#else
isometric::GaugeName name = "queue_length";
#endif
