// expect-gcc: use of deleted function isometric v1 testing SinkArchetype SinkArchetype
// expect-clang: call to implicitly deleted default constructor of isometric testing SinkArchetype
// errors-gcc: many
#include <isometric/instruments/counter.hpp>
#include <isometric/testing/sink_archetype.hpp>

template <isometric::MetricsSink Sink>
class Server {
 public:
#ifdef ISOMETRIC_SHOULD_FAIL
  Server() : sink_() {}
#else
  explicit Server(const Sink& sink) : sink_(sink) {}
#endif

 private:
  Sink sink_;
  isometric::Counter<Sink> starts_{sink_, "app_starts_total", "Starts."};
};

template class Server<isometric::testing::SinkArchetype>;
