#pragma once

#include <isometric/sinks/detail/registry/ledger.hpp>

#include <prometheus/registry.h>

namespace isometric {
inline namespace v1 {
namespace detail {

/// A fresh registry with its ledger, in one piece.
struct OwnedRegistry {
  prometheus::Registry registry;
  Ledger ledger{registry};
};

}  // namespace detail
}  // namespace v1
}  // namespace isometric
