// expect: metric name prefix must end in an underscore
#include <isometric/adaptors/prefixed_sink.hpp>
#include <isometric/sinks/null_sink.hpp>

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::PrefixedSink sink(isometric::NullSink{}, "billing");
#else
isometric::PrefixedSink sink(isometric::NullSink{}, "billing_");
#endif
