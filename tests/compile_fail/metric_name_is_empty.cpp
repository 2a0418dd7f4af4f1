// expect: metric name is empty
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "";
#else
isometric::GaugeName name = "queue_length";
#endif
