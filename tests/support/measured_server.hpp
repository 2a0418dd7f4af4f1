#pragma once

#include "support/labels.hpp"

#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/reading/series_selector.hpp>
#include <isometric/sinks/registry_sink.hpp>

namespace test_support {

/// The metrics of a server, for the tests of the matchers.
struct MeasuredServer {
  isometric::RegistrySink sink;
  isometric::Counter<isometric::RegistrySink, Group, Way> moves{sink, "app_moves_total", "Moves."};
  isometric::Gauge<isometric::RegistrySink> nodes{sink, "app_nodes", "Nodes."};
  isometric::Histogram<isometric::RegistrySink, Way> sizes{sink, "app_size", "Sizes."};
};

}  // namespace test_support
