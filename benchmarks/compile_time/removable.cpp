// Two instruments whose series can be removed.
#include <isometric/adaptors/removable.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/sinks/registry_sink.hpp>

using Sink = isometric::Removable<isometric::RegistrySink>;
using Method = isometric::Label<"method">;

int main() {
  const isometric::RegistrySink sink;
  const isometric::Counter<Sink, Method> requests{sink, "app_requests_total", "Requests."};
  const isometric::Gauge<Sink, Method> waiting{sink, "app_waiting", "Waiting."};
  requests.labels("get").inc();
  waiting.labels("get").set(1);
}
