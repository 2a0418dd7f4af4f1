// expect: metric name must not end in _bucket
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "leaky_bucket";
#else
isometric::GaugeName name = "leaky_bucket_level";
#endif
