#pragma once

#include <isometric/sinks/detail/ledger/ledger_sink.hpp>
#include <isometric/sinks/detail/process/process_slot.hpp>
#include <isometric/sinks/detail/sharded/sharded_ledger.hpp>
#include <isometric/sinks/detail/sharded/sharded_metrics.hpp>
#include <isometric/sinks/registry_options.hpp>
#include <isometric/sinks/sharded_sink_fwd.hpp>

#include <prometheus/summary.h>

#include <memory>

// What makes a ShardedSink, and the instruments on it. What the sink is, is in
// sharded_sink_fwd.hpp.
namespace isometric::inline v1 {
namespace detail {

/// Owned, though it never goes: an Exposer keeps a weak reference, which of what nobody owns would
/// have expired.
template <class Ledger>
struct GlobalShardedLedger {
  std::shared_ptr<Ledger> ledger = std::make_shared<Ledger>();
};
template <class Ledger>
std::shared_ptr<Ledger> global_sharded_ledger() {
  return one_of_process<GlobalShardedLedger<Ledger>, ProcessWide::sharded_sink>().ledger;
}

}  // namespace detail

inline ShardedSink::ShardedSink() : ShardedSink(RegistryOptions{}) {}

inline ShardedSink::ShardedSink(RegistryOptions options)
    : ledger_(std::make_shared<Ledger>()), options_(options) {
  options_.strict = true;
}

}  // namespace isometric::inline v1
