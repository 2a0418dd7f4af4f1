#include "support/stopwatch.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <thread>
#include <vector>

namespace benchmarks {

double processor_nanoseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

namespace {

/// Reads and writes more than any cache of one core holds.
void do_other_work() {
  static std::vector<unsigned char> memory(std::size_t{96} << 20);
  for (std::size_t i = 0; i < memory.size(); i += 64) ++memory[i];
}

}  // namespace

double nanoseconds_after_other_work(const Work& work, std::size_t count) {
  double sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    do_other_work();
    sum += nanoseconds_per_operation(work, 1, 1);
  }
  return sum / static_cast<double>(count);
}

double nanoseconds_per_operation(const Work& work, std::size_t count, unsigned threads) {
  const auto operations = static_cast<double>(count) * threads;
  if (threads == 1) {
    const double start = processor_nanoseconds();
    work(count);
    return (processor_nanoseconds() - start) / operations;
  }

  using Clock = std::chrono::steady_clock;
  struct Span {
    Clock::time_point start;
    Clock::time_point end;
  };
  std::vector<Span> spans(threads);
  std::atomic<unsigned> waiting = 0;
  std::vector<std::jthread> workers;
  for (auto& span : spans) {
    workers.emplace_back([&] {
      ++waiting;
      while (waiting != threads) std::this_thread::yield();
      span.start = Clock::now();
      work(count);
      span.end = Clock::now();
    });
  }
  workers.clear();  // joins them
  const auto start = std::ranges::min(spans, {}, &Span::start).start;
  const auto end = std::ranges::max(spans, {}, &Span::end).end;
  return std::chrono::duration<double, std::nano>(end - start).count() / operations;
}

}  // namespace benchmarks
