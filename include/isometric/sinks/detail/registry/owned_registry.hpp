#pragma once

#include <isometric/sinks/detail/registry/registry_ledger.hpp>

#include <prometheus/registry.h>

namespace isometric::inline v1::detail {

/// A fresh registry with its ledger, in one piece.
struct OwnedRegistry {
  prometheus::Registry registry;
  RegistryLedger ledger{registry};
};

}  // namespace isometric::inline v1::detail
