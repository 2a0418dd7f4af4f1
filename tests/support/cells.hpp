#pragma once

#include <isometric/sinks/detail/cells/cell_store.hpp>

#include <cstddef>
#include <thread>

namespace test_support {

/// How many threads the process has cells for, and 1: those of threads that have none are read from
/// when they are first used, and so they are.
inline std::size_t cell_block_count() {
  static_cast<void>(isometric::detail::cell_store().use_shared());
  std::size_t count = 0;
  isometric::detail::cell_store().for_each_thread(
      [&](const isometric::detail::ThreadCells&) { ++count; });
  return count;
}

/// In a thread of its own, which has ended when this returns.
template <class Work>
void in_a_thread(Work work) {
  std::thread(work).join();
}

}  // namespace test_support
