// expect: the series of this sink cannot be read: its handles have no value() const noexcept
#include <isometric/instruments/gauge.hpp>
#include <isometric/testing/sink_archetype.hpp>

template <isometric::MetricsSink Sink>
class Server {
 public:
  explicit Server(const Sink& sink) : jobs_(sink, "app_jobs", "Jobs.") {}

  bool is_busy() const { return jobs_.value() > 3; }

 private:
  isometric::Gauge<Sink> jobs_;
};

#ifdef ISOMETRIC_SHOULD_FAIL
bool is_busy(const Server<isometric::testing::SinkArchetype>& server) {
  return server.is_busy();
}
#else
bool is_busy(const Server<isometric::testing::ReadableSinkArchetype>& server) {
  return server.is_busy();
}
#endif
