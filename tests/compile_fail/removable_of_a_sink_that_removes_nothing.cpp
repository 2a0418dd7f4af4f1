// expect: Removable Sink needs a sink with removable const
#include <isometric/adaptors/removable.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/null_sink.hpp>

struct LastingSink {
  isometric::NullSink sink;

  auto counter(const isometric::FamilyDescriptor& family) const { return sink.counter(family); }
  auto gauge(const isometric::FamilyDescriptor& family) const { return sink.gauge(family); }
  auto histogram(const isometric::FamilyDescriptor& family) const { return sink.histogram(family); }
  auto summary(const isometric::FamilyDescriptor& family) const { return sink.summary(family); }
};

template <class Sink>
using Moves = isometric::Counter<isometric::Removable<Sink>, isometric::Label<"group">>;

#ifdef ISOMETRIC_SHOULD_FAIL
Moves<LastingSink> moves(LastingSink{}, "app_moves_total", "Moves.");
#else
Moves<isometric::NullSink> moves(isometric::NullSink{}, "app_moves_total", "Moves.");
#endif
