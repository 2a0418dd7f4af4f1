// expect: metric name must not include a metric type
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::CounterName name = "requests_counter_total";
#else
isometric::CounterName name = "requests_total";
#endif
