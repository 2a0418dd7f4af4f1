// expect: series are removed from instruments over isometric::Removable<Sink>
#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/null_sink.hpp>

using isometric::NullSink;
using Group = isometric::Label<"group">;

#ifdef ISOMETRIC_SHOULD_FAIL
void remove(const isometric::Counter<NullSink, Group>& counter) {
  counter.remove("rack-1");
}
#else
using RemovableHalf = decltype(NullSink{}.removable());
void remove(const isometric::Counter<RemovableHalf, Group>& counter) {
  counter.remove("rack-1");
}
#endif
