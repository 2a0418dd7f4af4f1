// expect: this sink calls nobody back
// errors-gcc: many
// errors-clang: many
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/sinks/null_sink.hpp>

using isometric::FamilyDescriptor;
using isometric::NullSink;

#ifdef ISOMETRIC_SHOULD_FAIL
struct Sink {
  auto counter(const FamilyDescriptor& family) const { return NullSink{}.counter(family); }
  auto gauge(const FamilyDescriptor& family) const { return NullSink{}.gauge(family); }
  auto histogram(const FamilyDescriptor& family) const { return NullSink{}.histogram(family); }
  auto summary(const FamilyDescriptor& family) const { return NullSink{}.summary(family); }
};
isometric::CallbackGauge<Sink> gauge{Sink{}, "app_queue_jobs", "Jobs that wait."};
#else
isometric::CallbackGauge<NullSink> gauge{NullSink{}, "app_queue_jobs", "Jobs that wait."};
#endif
