#pragma once

#include <homecluster/provider_metrics.hpp>
#include <isometric/sinks/registry_sink.hpp>

namespace homecluster::program {

/// What selects a server's series, whichever sink it counts in: the metrics of none.
inline const ProviderMetrics<isometric::RegistrySink>& provider_series() {
  static const ProviderMetrics<isometric::RegistrySink> series{isometric::RegistrySink{}};
  return series;
}

}  // namespace homecluster::program
