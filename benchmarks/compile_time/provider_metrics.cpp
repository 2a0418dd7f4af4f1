// A component that declares its metrics and leaves the sink open.
#include <homecluster/provider_metrics.hpp>
