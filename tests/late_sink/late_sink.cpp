// expect: field 'sink' is uninitialized when used here
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <memory>

// What the README's style invites: members are made in the order in which they are declared, so the
// instrument is made with a sink that is not there yet.
template <class Sink>
struct Server {
#ifdef ISOMETRIC_SHOULD_FAIL
  isometric::Counter<Sink> requests{sink, "app_requests_total", "Requests."};
  Sink sink;
#else
  Sink sink;
  isometric::Counter<Sink> requests{sink, "app_requests_total", "Requests."};
#endif
};

int main() {
  const auto server = std::make_unique<Server<isometric::RegistrySink>>();
  server->requests.inc();
}
