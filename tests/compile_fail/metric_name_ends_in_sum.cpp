// expect: metric name must not end in _sum
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "price_sum";
#else
isometric::GaugeName name = "price";
#endif
