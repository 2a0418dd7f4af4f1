// expect: metric name must use base units
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "buffer_mebibytes";
#else
isometric::GaugeName name = "buffer_bytes";
#endif
