// expect-gcc: use of deleted function isometric v1 testing SinkArchetype isometric v1 testing SinkArchetype operator
// expect-clang: object of type isometric testing SinkArchetype cannot be assigned
// errors-gcc: many
#include <isometric/instruments/counter.hpp>
#include <isometric/testing/sink_archetype.hpp>

template <isometric::MetricsSink Sink>
class Server {
 public:
  explicit Server(const Sink& sink) : sink_(sink) {}

#ifdef ISOMETRIC_SHOULD_FAIL
  void rebind(const Sink& sink) { sink_ = sink; }
#else
  Server rebound(const Sink& sink) const { return Server(sink); }
#endif

 private:
  Sink sink_;
  isometric::Counter<Sink> starts_{sink_, "app_starts_total", "Starts."};
};

template class Server<isometric::testing::SinkArchetype>;
