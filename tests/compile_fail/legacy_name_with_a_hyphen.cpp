// expect: metric name must match letters digits and underscores
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = isometric::legacy_name("request-Ms");
#else
isometric::GaugeName name = isometric::legacy_name("requestMs");
#endif
