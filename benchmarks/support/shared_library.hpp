#pragma once

#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/sharded_sink_fwd.hpp>

#include <cstddef>

namespace benchmarks {

using HeldCounter = isometric::Counter<isometric::ShardedSink>::handle_type;

/// Increments in a library that is loaded at the start of the program.
void increment_in_shared_library(const HeldCounter& counter, std::size_t count);

}  // namespace benchmarks
