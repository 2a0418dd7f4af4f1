// expect: the families of what dynamic() const of a sink returns need remove
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/null_sink.hpp>

struct FixedSink {
  isometric::NullSink sink;

  auto counter(const isometric::FamilyDescriptor& family) const { return sink.counter(family); }
  auto gauge(const isometric::FamilyDescriptor& family) const { return sink.gauge(family); }
  auto histogram(const isometric::FamilyDescriptor& family) const { return sink.histogram(family); }
  auto summary(const isometric::FamilyDescriptor& family) const { return sink.summary(family); }
};

struct HalfDynamicSink : FixedSink {
  FixedSink dynamic() const { return *this; }
};
struct DynamicSink : FixedSink {
  auto dynamic() const { return sink.dynamic(); }
};

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::DynamicHistogram<HalfDynamicSink> sizes(HalfDynamicSink{}, "app_size_bytes", "Sizes.");
#else
isometric::DynamicHistogram<DynamicSink> sizes(DynamicSink{}, "app_size_bytes", "Sizes.");
#endif
