#pragma once

#include "metrics_api.h"

#include <isometric/sinks/registry_sink_fwd.hpp>

/// What the C interface is given of a server.
struct inference_metrics {
  isometric::RegistrySink sink;
};
