// expect: only a counter name may end in _total
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::SummaryName name = "duration_seconds_total";
#else
isometric::SummaryName name = "duration_seconds";
#endif
