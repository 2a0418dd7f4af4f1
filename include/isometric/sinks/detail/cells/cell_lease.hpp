#pragma once

#include <isometric/sinks/detail/cells/cell_place.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <cstddef>

namespace isometric::inline v1::detail {

/// Cells that are leased as long as it lives. Throws std::bad_alloc.
class CellLease {
 public:
  explicit CellLease(std::size_t count) : first_(lease_cells(count)), count_(count) {}
  CellLease(const CellLease&) = delete;
  CellLease& operator=(const CellLease&) = delete;
  ~CellLease() { return_cells(first_, count_); }

  [[nodiscard]] CellPlace operator[](std::size_t i) const noexcept { return first_.after(i); }
  [[nodiscard]] CellPlace first() const noexcept { return first_; }

 private:
  CellPlace first_;
  std::size_t count_;
};

}  // namespace isometric::inline v1::detail
