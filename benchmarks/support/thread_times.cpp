#include "support/thread_times.hpp"

#include "support/stopwatch.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <numeric>
#include <thread>
#include <vector>

namespace benchmarks {

Times times_of_threads(const Work& work, std::size_t count, unsigned threads) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> processor(threads);
  std::vector<Clock::time_point> starts(threads);
  std::vector<Clock::time_point> ends(threads);
  std::atomic<unsigned> waiting = 0;
  const auto measure = [&](unsigned thread) {
    work(1);
    ++waiting;
    while (waiting != threads) std::this_thread::yield();
    starts[thread] = Clock::now();
    const double start = processor_nanoseconds();
    work(count);
    processor[thread] = processor_nanoseconds() - start;
    ends[thread] = Clock::now();
  };
  if (threads == 1) {
    measure(0);
  } else {
    std::vector<std::jthread> workers;
    for (unsigned thread = 0; thread < threads; ++thread) workers.emplace_back(measure, thread);
  }
  const auto operations = static_cast<double>(count) * threads;
  const std::chrono::duration<double, std::nano> wall =
      std::ranges::max(ends) - std::ranges::min(starts);
  return {std::accumulate(processor.begin(), processor.end(), 0.0) / operations,
          wall.count() / operations};
}

}  // namespace benchmarks
