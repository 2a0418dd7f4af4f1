#pragma once

#include <isometric/adaptors/removable.hpp>
#include <isometric/instruments/callback_instruments.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/sinks/registry_sink.hpp>
#include <isometric/sinks/sharded_sink.hpp>

/// What a program hands to a plug-in that declares nothing of its own.
template <class Sink>
struct HandedMetrics {
  using Peer = isometric::Label<"peer">;

  Sink sink;
  isometric::Counter<Sink, Peer> fixed{sink, "app_fixed_total", "Fixed."};
  isometric::Counter<isometric::Removable<Sink>, Peer> sent{sink, "app_sent_total", "Sent."};
  isometric::CallbackGauge<Sink, Peer> age{sink, "app_age_seconds", "Age."};
};

using UseRegistry = void(HandedMetrics<isometric::RegistrySink>&);
using UseSharded = void(HandedMetrics<isometric::ShardedSink>&);
