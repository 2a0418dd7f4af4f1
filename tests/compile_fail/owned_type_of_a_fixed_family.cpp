// expect: series are owned by way of instruments over isometric::Removable<Sink>
#include <isometric/adaptors/removable.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/null_sink.hpp>

using Group = isometric::Label<"group">;

#ifdef ISOMETRIC_SHOULD_FAIL
struct Job {
  isometric::Counter<isometric::NullSink, Group>::owned_type steps;
};
#else
struct Job {
  isometric::Counter<isometric::Removable<isometric::NullSink>, Group>::owned_type steps;
};
#endif
