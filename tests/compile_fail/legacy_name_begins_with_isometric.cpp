// expect: metric name must not begin with isometric
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = isometric::legacy_name("isometric_requestMs");
#else
isometric::GaugeName name = isometric::legacy_name("requestMs");
#endif
