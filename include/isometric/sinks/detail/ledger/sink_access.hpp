#pragma once

#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/ledger/ledger.hpp>
#include <isometric/sinks/detail/series/backend.hpp>
#include <isometric/sinks/detail/series/fixed_family.hpp>
#include <isometric/sinks/registry_options.hpp>

// How sinks that have a ledger declare.
namespace isometric::inline v1::detail {

/// What such a sink shows to those who declare for it: its ledger, what keeps that, and its
/// options.
struct SinkAccess {
  /// Hidden, so that the module that names the backend's table and the store is the one that stays.
  template <class Sink>
  [[gnu::visibility("hidden")]] static FamilyEntry& declare(const Sink& sink,
                                                            const Declaration& asked) {
    const auto& shared = sink.shared_ledger();
    Ledger& ledger = *shared;
    ledger.stay_loaded();
    if constexpr (requires { shared->require_same_cells(asked.requested); }) {
      shared->require_same_cells(asked.requested);
    }
    return ledger.declare(asked, sink.options());
  }
  template <class Sink>
  static auto owner(const Sink& sink) {
    return sink.owner();
  }
  /// Keeps the ledger as long as the sink's copies do.
  template <class Sink>
  static auto shared_ledger(const Sink& sink) {
    return sink.shared_ledger();
  }
};

template <class Handle, class Sink>
auto declare_fixed(const Sink& sink, MetricType type, const FamilyDescriptor& descriptor) {
  using Owner = decltype(SinkAccess::owner(sink));
  return FixedFamily<Handle, Owner>(
      SinkAccess::owner(sink),
      SinkAccess::declare(
          sink, {descriptor, type, SeriesKind::fixed, backend_of<typename Handle::metric_type>}));
}

}  // namespace isometric::inline v1::detail
