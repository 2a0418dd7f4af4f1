// expect: Removable Sink needs a sink with removable const
#include <isometric/adaptors/removable.hpp>
#include <isometric/description/label.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/testing/sink_archetype.hpp>

template <class Sink>
struct Server {
  explicit Server(const Sink& sink) : nodes(sink, "app_nodes", "Nodes.") {}

  isometric::Gauge<isometric::Removable<Sink>, isometric::Label<"group">> nodes;
};

#ifdef ISOMETRIC_SHOULD_FAIL
template struct Server<isometric::testing::SinkArchetype>;
#else
template struct Server<isometric::testing::RemovableSinkArchetype>;
#endif
