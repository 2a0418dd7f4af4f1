#pragma once

#include "support/comparison.hpp"

#include <cstddef>

namespace benchmarks {

/// Of one operation, in nanoseconds.
struct Times {
  double processor;  ///< of all threads together
  double wall;       ///< from the first start to the last end, over all of their operations
};

/// Does `work(count)` in so many threads at once, each of which has done `work(1)` before. With
/// one, in the thread that calls it.
Times times_of_threads(const Work& work, std::size_t count, unsigned threads);

}  // namespace benchmarks
