// expect: metric name must use base units
#include <isometric/description/metric_name.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::CounterName name = "sent_bits_total";
#else
isometric::CounterName name = "sent_bytes_total";
#endif
