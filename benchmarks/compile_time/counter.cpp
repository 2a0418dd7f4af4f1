// One counter on a registry of its own.
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>

using Method = isometric::Label<"method">;

int main() {
  const isometric::RegistrySink sink;
  const isometric::Counter<isometric::RegistrySink, Method> requests{sink, "app_requests_total",
                                                                     "Requests."};
  requests.labels("get").inc();
}
