#include "handed_metrics.hpp"

#include <string>

namespace {

template <class Sink>
void use(HandedMetrics<Sink>& metrics) {
  for (int i = 0; i < 14; ++i) metrics.sent.labels("plug-in-" + std::to_string(i)).inc();
  static_cast<void>(metrics.sent.own("owned"));
  static_cast<void>(metrics.age.add("plug-in", [] { return 1.0; }));
}

}  // namespace

extern "C" {
[[gnu::visibility("default")]] UseRegistry use_registry;
[[gnu::visibility("default")]] UseSharded use_sharded;
}

void use_registry(HandedMetrics<isometric::RegistrySink>& metrics) {
  use(metrics);
}
void use_sharded(HandedMetrics<isometric::ShardedSink>& metrics) {
  use(metrics);
}
