// expect: counter name must end in _total
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::CounterName name = "requests";
#else
isometric::CounterName name = "requests_total";
#endif
