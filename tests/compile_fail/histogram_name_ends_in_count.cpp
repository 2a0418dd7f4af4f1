// expect: metric name must not end in _count
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::HistogramName name = "batch_count";
#else
isometric::HistogramName name = "batch_size";
#endif
