#pragma once

#include <isometric/sinks/registry_sink.hpp>

/// What the plug-in does with a sink that it is handed.
using UseSink = void(const isometric::RegistrySink& sink);

extern "C" UseSink collect_sink;
extern "C" UseSink declare_gauge;
extern "C" UseSink declare_removable;
extern "C" UseSink read_sink;
