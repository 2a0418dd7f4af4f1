// expect: metric name must not end in _created _gcount or _gsum
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "batch_gcount";
#else
isometric::GaugeName name = "batch_size";
#endif
