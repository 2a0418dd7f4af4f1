// Copies of handles that are of no series yet, as members and containers have them: nothing of it
// may look uninitialized to an optimising compiler, whose warnings are the user's.

#include <isometric/adaptors/any_sink.hpp>
#include <isometric/adaptors/removable.hpp>
#include <isometric/instruments/counter.hpp>
#include <isometric/instruments/histogram.hpp>
#include <isometric/sinks/global_sharded_sink.hpp>
#include <isometric/sinks/global_sink.hpp>
#include <isometric/sinks/registry_sink.hpp>

#include <array>

using namespace isometric;

template <class Sink>
struct Handles {
  typename Counter<Sink>::handle_type requests;
  typename Histogram<Sink>::handle_type delays;
};

template <class Sink>
void use_copies() {
  const Handles<Sink> handles;
  const auto copies = handles;
  copies.requests.inc();
  copies.delays.observe(1);
  std::array<Handles<Sink>, 2> several;
  several[0] = copies;
  several[0].requests.inc();
  several[1].delays.observe(2);
}

void use_all_copies() {
  use_copies<AnySink>();
  use_copies<Removable<AnySink>>();
  use_copies<RegistrySink>();
  use_copies<Removable<RegistrySink>>();
  use_copies<GlobalSink>();
  use_copies<ShardedSink>();
  use_copies<GlobalShardedSink>();
}
