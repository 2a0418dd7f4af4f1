#pragma once

// All that a component's header needs: instruments, labels, and names for the sinks that it is
// bound to. Includes no prometheus-cpp. The headers can be included one by one as well. Who
// measures time includes instruments/timer.hpp or instruments/stopwatch.hpp besides: <chrono> is
// heavy.
#include <isometric/adaptors/removable.hpp>
#include <isometric/contract/callback_sink.hpp>
#include <isometric/contract/metrics_sink.hpp>
#include <isometric/contract/readable_sink.hpp>
#include <isometric/contract/removable_sink.hpp>
#include <isometric/description/buckets.hpp>
#include <isometric/description/closed_values.hpp>
#include <isometric/description/family_options.hpp>
#include <isometric/description/label.hpp>
#include <isometric/description/quantiles.hpp>
#include <isometric/instruments/binding.hpp>
#include <isometric/instruments/build_info.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/exception_counter.hpp>
#include <isometric/instruments/gauge.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/instruments/in_flight.hpp>
#include <isometric/instruments/info.hpp>
#include <isometric/instruments/instruments_fwd.hpp>
#include <isometric/instruments/number.hpp>
#include <isometric/instruments/outcome_counter.hpp>
#include <isometric/instruments/owned_series.hpp>
#include <isometric/instruments/summary.hpp>
#include <isometric/sinks/forward.hpp>
