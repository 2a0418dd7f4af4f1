#pragma once

#include <isometric/reading/sample.hpp>
#include <isometric/sinks/detail/cells/cell_reading.hpp>
#include <isometric/sinks/detail/cells/cell_store.hpp>
#include <isometric/sinks/detail/cells/cells.hpp>

#include <cstddef>
#include <cstdint>
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

/// The observations in each bucket of a histogram in these cells, not those below it, and their
/// sum.
inline void read_stripe(isometric::detail::CellPlace stripe, std::size_t bucket_count,
                        std::uint64_t* buckets, double& sum) {
  isometric::HistogramSample sample;
  sample.buckets.resize(bucket_count);
  isometric::detail::read_histogram_cells(&stripe, 1, &sample);
  std::uint64_t below = 0;
  for (const auto& bucket : sample.buckets) {
    *buckets++ = bucket.cumulative_count - below;
    below = bucket.cumulative_count;
  }
  sum = sample.sum;
}

/// In a thread of its own, which has ended when this returns.
template <class Work>
void in_a_thread(Work work) {
  std::thread(work).join();
}

}  // namespace test_support
