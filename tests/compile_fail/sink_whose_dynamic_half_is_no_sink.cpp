// expect: a sink needs summary(const FamilyDescriptor&) const
#include <isometric/instruments/dynamic_instruments.hpp>
#include <isometric/sinks/null_sink.hpp>

struct FixedSink {
  isometric::NullSink sink;

  auto counter(const isometric::FamilyDescriptor& family) const { return sink.counter(family); }
  auto gauge(const isometric::FamilyDescriptor& family) const { return sink.gauge(family); }
  auto histogram(const isometric::FamilyDescriptor& family) const { return sink.histogram(family); }
  auto summary(const isometric::FamilyDescriptor& family) const { return sink.summary(family); }
};

struct Half {
  isometric::NullSink sink;

  auto counter(const isometric::FamilyDescriptor& family) const {
    return sink.dynamic().counter(family);
  }
  auto gauge(const isometric::FamilyDescriptor& family) const {
    return sink.dynamic().gauge(family);
  }
  auto histogram(const isometric::FamilyDescriptor& family) const {
    return sink.dynamic().histogram(family);
  }
#ifndef ISOMETRIC_SHOULD_FAIL
  auto summary(const isometric::FamilyDescriptor& family) const {
    return sink.dynamic().summary(family);
  }
#endif
};

struct DynamicSink : FixedSink {
  Half dynamic() const { return {}; }
};

#ifdef ISOMETRIC_SHOULD_FAIL
isometric::DynamicCounter<DynamicSink> jobs(DynamicSink{}, "app_jobs_total", "Jobs.");
#else
isometric::DynamicSummary<DynamicSink> jobs(DynamicSink{}, "app_jobs", "Jobs.");
#endif
