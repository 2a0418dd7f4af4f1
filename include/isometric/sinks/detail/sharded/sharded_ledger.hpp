#pragma once

#include <isometric/description/detail/append.hpp>
#include <isometric/description/detail/raise.hpp>
#include <isometric/description/family_descriptor.hpp>
#include <isometric/sinks/detail/cells/cell_store.hpp>
#include <isometric/sinks/detail/family/descriptor_checks.hpp>
#include <isometric/sinks/detail/ledger/ledger.hpp>
#include <isometric/sinks/detail/sharded/sharded_backend.hpp>

#include <stdexcept>

namespace isometric::inline v1::detail {

/// The families of a ShardedSink. They keep their series themselves, so nothing is registered.
class ShardedLedger final : public Ledger {
 public:
  ShardedLedger() : Ledger(backend_of<ShardedCounter>), cells_(cell_store()) {}
  ShardedLedger(const ShardedLedger&) = delete;
  ShardedLedger& operator=(const ShardedLedger&) = delete;
  ~ShardedLedger() { detach(); }

  /// Throws std::logic_error for a module that counts in a store of its own, where nobody who reads
  /// the sink looks. Hidden, so that it is the caller's store that is found.
  [[gnu::visibility("hidden")]] void require_same_cells(const FamilyDescriptor& requested) const {
    if (&cell_store() == &cells_) return;
    raise(std::logic_error(joined(
        {declared_family_text(requested),
         "would count where its sink does not look: the part of the program that declares it has "
         "not found the part that made the sink. Link the executable with isometric::isometric"})));
  }

 private:
  const CellStore& cells_;  ///< of the module that made the sink

  void* register_family(const Declaration&) override { return nullptr; }
  void remove_family(const Backend&, void*) override {}
};

}  // namespace isometric::inline v1::detail
