// expect: dynamic instrument needs a sink with dynamic const
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/null_sink.hpp>

struct FixedSink {
  isometric::NullSink sink;

  auto counter(const isometric::FamilyDescriptor& family) const { return sink.counter(family); }
  auto gauge(const isometric::FamilyDescriptor& family) const { return sink.gauge(family); }
  auto histogram(const isometric::FamilyDescriptor& family) const { return sink.histogram(family); }
  auto summary(const isometric::FamilyDescriptor& family) const { return sink.summary(family); }
};

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::DynamicHistogram<FixedSink> sizes(FixedSink{}, "app_size_bytes", "Sizes.");
#else
isometric::DynamicHistogram<isometric::NullSink> sizes(isometric::NullSink{}, "app_size_bytes",
                                                       "Sizes.");
#endif
