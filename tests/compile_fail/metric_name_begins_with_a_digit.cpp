// expect: metric name must match letters digits and underscores
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "2nd_queue_length";
#else
isometric::GaugeName name = "second_queue_length";
#endif
