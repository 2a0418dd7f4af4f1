#pragma once

#include <isometric/sinks/detail/cells/cells.hpp>

#include <cstddef>
#include <thread>

namespace test_support {

/// Some cells, as long as it lives.
class CellLease {
 public:
  explicit CellLease(std::size_t count)
      : first_(isometric::detail::lease_cells(count)), count_(count) {}
  CellLease(const CellLease&) = delete;
  CellLease& operator=(const CellLease&) = delete;
  ~CellLease() { isometric::detail::return_cells(first_, count_); }

  [[nodiscard]] isometric::detail::CellPlace operator[](std::size_t i) const {
    return first_.after(i);
  }

 private:
  isometric::detail::CellPlace first_;
  std::size_t count_;
};

/// How many blocks of cells the process has, that of those without cells included.
inline std::size_t cell_block_count() {
  std::size_t count = 0;
  const auto* cells = isometric::detail::cell_store().first_cells();
  for (; cells != nullptr; cells = cells->next) ++count;
  return count;
}

/// In a thread of its own, which has ended when this returns.
template <class Work>
void in_a_thread(Work work) {
  std::thread(work).join();
}

}  // namespace test_support
