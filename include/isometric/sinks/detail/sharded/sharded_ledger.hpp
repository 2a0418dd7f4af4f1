#pragma once

#include <isometric/sinks/detail/ledger/ledger.hpp>
#include <isometric/sinks/detail/sharded/sharded_backend.hpp>

namespace isometric::inline v1::detail {

/// The families of a ShardedSink. They keep their series themselves, so nothing is registered.
class ShardedLedger final : public Ledger {
 public:
  ShardedLedger() noexcept : Ledger(backend_of<ShardedCounter>) {}
  ShardedLedger(const ShardedLedger&) = delete;
  ShardedLedger& operator=(const ShardedLedger&) = delete;
  ~ShardedLedger() { detach(); }

 private:
  void* register_family(const Declaration&) override { return nullptr; }
  void remove_family(const Backend&, void*) override {}
};

}  // namespace isometric::inline v1::detail
