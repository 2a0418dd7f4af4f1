#pragma once

#include <functional>
#include <vector>

namespace benchmarks {

/// What `measure` returns in a process of its own, which begins as this one is: cells, threads and
/// freed memory of one measurement do not come into the next. Throws std::runtime_error if it fails
/// there. To be called while there is one thread only.
std::vector<double> in_own_process(const std::function<std::vector<double>()>& measure);

}  // namespace benchmarks
