#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace test_support {

/// Runs `work(index)` in `count` threads that start at one moment, waits for all, and throws on the
/// first exception that one of them ended with. Assertions belong after it: Catch2's are not
/// thread-safe.
template <class Work>
void in_threads(std::size_t count, Work work) {
  std::atomic<std::size_t> missing = count;
  std::mutex mutex;
  std::exception_ptr failure;
  std::vector<std::thread> threads;
  threads.reserve(count);
  for (std::size_t index = 0; index < count; ++index) {
    threads.emplace_back([&, index] {
      --missing;
      while (missing > 0) std::this_thread::yield();
      try {
        work(index);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace test_support
