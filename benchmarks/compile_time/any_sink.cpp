// One counter on a sink of any kind, which is a registry.
#include <isometric/adaptors/any_sink.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>

using Method = isometric::Label<"method">;

int main() {
  const isometric::AnySink sink{isometric::RegistrySink()};
  const isometric::Counter<isometric::AnySink, Method> requests{sink, "app_requests_total",
                                                                "Requests."};
  requests.labels("get").inc();
}
