#pragma once

#include <isometric/sinks/detail/cells/cell_store.hpp>

#include <cstddef>
#include <thread>

namespace test_support {

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
