// expect: remove_matching<...>(...) names a label that the instrument lacks
#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/null_sink.hpp>

using Group = isometric::Label<"group">;
using Zone = isometric::Label<"zone">;
using RemovableHalf = decltype(isometric::NullSink{}.removable());

void remove(const isometric::Counter<RemovableHalf, Group>& counter) {
#ifdef ISOMETRIC_SHOULD_FAIL
  counter.remove_matching<Zone>("east");
#else
  counter.remove_matching<Group>("rack-1");
#endif
}
