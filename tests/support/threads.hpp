#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <exception>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
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

/// Whether `work` comes to its end, in a thread of its own, instead of waiting for ever. That
/// thread is then left behind: what it refers to has to be owned by `work`. Throws what `work`
/// throws.
template <class Work>
[[nodiscard]] bool ends(Work work) {
  std::packaged_task<void()> task(std::move(work));
  auto end = task.get_future();
  std::thread(std::move(task)).detach();
  // Far more than any machine needs; who waits for ever is still waiting.
  if (end.wait_for(std::chrono::seconds(60)) != std::future_status::ready) return false;
  end.get();
  return true;
}

/// Waits until `condition()` is true; false if that never comes, so that a thread which waits for
/// another one's step does not hang with it.
template <class Condition>
bool comes_true(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace test_support
