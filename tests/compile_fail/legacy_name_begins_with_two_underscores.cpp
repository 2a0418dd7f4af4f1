// expect: metric name must not begin with two underscores
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = isometric::legacy_name("__requestMs");
#else
isometric::GaugeName name = isometric::legacy_name("requestMs");
#endif
