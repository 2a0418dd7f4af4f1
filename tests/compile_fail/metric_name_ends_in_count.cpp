// expect: metric name must not end in _count
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "node_count";
#else
isometric::GaugeName name = "nodes";
#endif
