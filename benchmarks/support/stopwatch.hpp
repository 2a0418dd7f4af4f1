#pragma once

#include "support/comparison.hpp"

#include <cstddef>

namespace benchmarks {

/// What this thread has taken so far.
double processor_nanoseconds();

/// Nanoseconds an operation takes. With one thread, processor time, which leaves out what other
/// processes take meanwhile; with several, the time from the first start to the last end, over all
/// of their operations.
double nanoseconds_per_operation(const Work& work, std::size_t count, unsigned threads);

/// The same of one operation each time after other work, which leaves nothing of it in the caches.
/// With one thread.
double nanoseconds_after_other_work(const Work& work, std::size_t count);

}  // namespace benchmarks
