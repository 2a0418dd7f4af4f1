// expect: only a counter name may end in _total
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::GaugeName name = "nodes_total";
#else
isometric::GaugeName name = "nodes";
#endif
