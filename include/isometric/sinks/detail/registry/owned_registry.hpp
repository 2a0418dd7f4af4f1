#pragma once

#include <isometric/sinks/detail/registry/ledger.hpp>

#include <prometheus/registry.h>

namespace isometric::inline v1::detail {

/// A fresh registry with its ledger, in one piece.
struct OwnedRegistry {
  prometheus::Registry registry;
  Ledger ledger{registry};
};

}  // namespace isometric::inline v1::detail
