// expect: metric name must not end in _created
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "node_created";
#else
isometric::GaugeName name = "node_creation_timestamp_seconds";
#endif
