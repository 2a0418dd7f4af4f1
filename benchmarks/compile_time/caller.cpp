// Calls a server whose header holds instruments on a registry; what makes them is elsewhere.
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/registry_sink_fwd.hpp>

using Method = isometric::Label<"method">;

class Server {
 public:
  Server();
  void handle(const char* method) const {
    requests_.labels(method).inc();
    duration_.observe(0.1);
  }

 private:
  isometric::RegistrySink sink_;
  isometric::Counter<isometric::RegistrySink, Method> requests_;
  isometric::Histogram<isometric::RegistrySink> duration_;
};

void call(const Server& server) {
  server.handle("get");
}
