// expect: only an info or gauge name may end in _info
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::HistogramName name = "build_info";
#else
isometric::HistogramName name = "build_duration_seconds";
#endif
