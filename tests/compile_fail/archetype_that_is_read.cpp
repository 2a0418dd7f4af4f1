// expect-gcc: SinkArchetype has no member named collectable
// expect-clang: no member named collectable in isometric testing SinkArchetype
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/testing/sink_archetype.hpp>

template <isometric::MetricsSink Sink>
struct Server {
  Sink sink;
  isometric::Counter<Sink> starts{sink, "app_starts_total", "Starts."};

  auto page() const {
#ifdef ISOMETRIC_SHOULD_FAIL
    return sink.collectable()->Collect();
#endif
  }
};

template struct Server<isometric::testing::SinkArchetype>;
